"""Turn where we stand and where we must arrive into a step from a hollow dot to a full one."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from reporter.document.charts import _asking, _lettering, _rows
from reporter.document.charts._plot import BLUE, GREY, LABEL, LIGHT, RISE, WHITE, Line, Plot, Polygon, Text, dot
from reporter.model.document import Figure, Mark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reporter.model.document import FactBook, Phrase

KIND = "steps"
SAYS = "步进图：由现状到目标"
_NOW, _AIM = "now", "aim"
_WHOLE = 100.0
_DOT = 3.6
_SPACE = 7.0


@dataclass(frozen=True, slots=True)
class Options:
    """What the front matter may say."""

    of: tuple[str, ...]
    """Indicators in per cent with a target; the present level is drawn where it was reported."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Shorter labels, by indicator."""


def plan(options: Options, book: FactBook) -> Figure | None:
    """A row for each indicator that has a target."""
    marks: list[Mark] = []
    facts = []
    for name in options.of:
        aim = _asking.ask(book, "target", name)
        if not aim:
            continue
        label = _asking.label_of(name, options.labels)
        now = _asking.ask(book, "level", name)
        facts += [fact for fact in (now, aim) if fact]
        if now:
            marks.append(_asking.mark(now, label, group=_NOW))
        marks.append(_asking.mark(aim, label, group=_AIM))
    if not marks:
        return None
    title = _title(marks)
    return Figure(
        "", KIND, title, ("目标值与现状，单位：%，", _asking.when(book.period.whole_year)), tuple(marks),
        _asking.alt("由现状到目标的步进图", marks), source=_asking.source(facts), notes=_asking.notes(facts),
    )  # fmt: skip


def _title(marks: Sequence[Mark]) -> Phrase:
    """The finding: the step that is owed, or the aim that is set."""
    now = {mark.label: mark for mark in marks if mark.group == _NOW}
    aims = [mark for mark in marks if mark.group == _AIM]
    stepped = next((mark for mark in aims if mark.label in now), None)
    if stepped:
        return (f"{stepped.label}由", *_asking.number_of(now[stepped.label]), "提高到", *_asking.number_of(stepped))
    return (f"{aims[0].label}目标为", *_asking.number_of(aims[0]))


def draw(figure: Figure) -> Plot:
    """One track a row; an arrow from the present to the target."""
    aims = [mark for mark in figure.marks if mark.group == _AIM]
    now = {mark.label: mark for mark in figure.marks if mark.group == _NOW}
    rows = _rows.lay(figure, [mark.label for mark in aims])
    tail = max(_lettering.width(mark.text, LABEL) for mark in aims) + _SPACE
    left, unit = _scale(figure.marks, rows.left + _DOT, rows.right - tail - _DOT)
    for slot, aim in zip(rows.slots, aims, strict=True):
        y, end = slot.middle, left + float(aim.value) * unit
        present = now.get(aim.label)
        whole = left + _WHOLE * unit
        if present:
            start = left + float(present.value) * unit
            side = -1 if end >= start else 1
            near = start + side * (_DOT + 4)
            far = near + side * (_lettering.width(present.text, LABEL) + 3)
            rows.plot.put(Line(left, y, min(near, far), y, LIGHT, 0.8), Line(max(near, far), y, whole, y, LIGHT, 0.8))
            anchor = "end" if side < 0 else "start"
            _step(rows.plot, (present, start), (aim, end), y)
            rows.plot.put(Text(near, y + RISE * LABEL, present.text, LABEL, GREY, anchor, present.fact))
        else:
            rows.plot.put(Line(left, y, whole, y, LIGHT, 0.8), *dot(end, y, _DOT, BLUE, cut=bool(aim.qualifier)))
        rows.plot.put(Text(rows.right - tail + _SPACE, y + RISE * LABEL, aim.text, fact=aim.fact))
    _rows.through(rows, left)
    return rows.plot


def _scale(marks: Sequence[Mark], left: float, right: float) -> tuple[float, float]:
    """Where zero stands, and points for a unit: far enough in for the words before the lowest present."""
    most = max(_WHOLE, *(float(mark.value) for mark in marks))
    words = [(float(mark.value), _lettering.width(mark.text, LABEL) + _DOT + 6) for mark in marks if mark.group == _NOW]
    room = right - left
    shift = max(
        (wide - value / most * room) / (1 - value / most) for value, wide in [*words, (0.0, 0.0)] if value < most
    )
    shift = min(max(shift, 0.0), room / 2)
    return left + shift, (room - shift) / most


def _step(plot: Plot, now: tuple[Mark, float], aim: tuple[Mark, float], y: float) -> None:
    """A hollow dot, a shaft, and a full dot with an arrow's head before it."""
    (present, start), (aimed, end) = now, aim
    plot.put(Line(start, y, end, y, BLUE, 1.6))
    side = 1 if end >= start else -1
    tip = end - side * (_DOT + 0.5)
    if abs(end - start) > 4 * _DOT:
        plot.put(Polygon(((tip, y), (tip - side * 6, y - 3), (tip - side * 6, y + 3)), BLUE))
    plot.put(*dot(start, y, _DOT, WHITE, cut=bool(present.qualifier)))
    plot.put(*dot(end, y, _DOT, BLUE, cut=bool(aimed.qualifier)))


ASKS = """
id: aims
kind: steps
of: [就近可办比例, 网上办理率, 证照联办率]
"""
EXAMPLE = Figure(
    "example", KIND, ("就近可办比例由50%以上提高到60%以上",), ("目标值与现状，单位：%",),
    (
        Mark("就近可办比例", Decimal(50), "50%以上", "就近可办比例:level@2024-H1", group=_NOW, qualifier="以上"),
        Mark("就近可办比例", Decimal(60), "60%以上", "就近可办比例:target@2024", group=_AIM, qualifier="以上"),
        Mark("网上办理率", Decimal(90), "90%", "网上办理率:target@2024", group=_AIM),
        Mark("证照联办率", Decimal(70), "70%", "证照联办率:target@2024", group=_AIM),
    ),
    "步进图：就近可办比例由50%以上到60%以上；网上办理率目标90%；证照联办率目标70%。", "half",
)  # fmt: skip
