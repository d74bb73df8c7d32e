"""Turn rates of the whole into bars on a track from 0 to 100 per cent; a 概数 ends open."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from reporter.document.charts import _asking, _lettering, _rows
from reporter.document.charts._plot import BLUE, INK, LABEL, MIDDLE, RISE, WASH, Line, Plot, Rect, Text
from reporter.model.document import Figure, Mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.model.document import FactBook

KIND = "rates"
SAYS = "比率条：满格为全部，概数的一端不封口"
_WHOLE = 100.0
_SPACE, _BEYOND = 7.0, 12.0
"""Before a number; before numbers of which one is a 概数 above the whole, whose bar ends beyond its place."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the front matter may say."""

    of: tuple[str, ...]
    """Indicators whose level is a rate in per cent."""
    fact: str = "level"
    """Which fact kind is drawn."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Shorter labels, by indicator."""
    sort: bool = True
    """Highest first; otherwise in the order given."""


def plan(options: Options, book: FactBook) -> Figure | None:
    """A bar for each indicator that has the rate."""
    facts = [(name, fact) for name in options.of if (fact := _asking.ask(book, options.fact, name))]
    if not facts:
        return None
    if options.sort:
        facts.sort(key=lambda pair: -pair[1].value)
    marks = tuple(_asking.mark(fact, _asking.label_of(name, options.labels)) for name, fact in facts)
    best = max(marks, key=lambda mark: mark.value)
    title = (f"{best.label}达", *_asking.number_of(best))
    return Figure(
        "", KIND, title, ("单位：%，", _asking.when(book.period)), marks, _asking.alt("条形图，满格为全部", marks),
        source=_asking.source(fact for _, fact in facts), notes=_asking.notes(fact for _, fact in facts),
    )  # fmt: skip


def draw(figure: Figure) -> Plot:
    """Bars on tracks of equal length."""
    rows = _rows.lay(figure, [mark.label for mark in figure.marks])
    beyond = any(mark.qualifier and mark.value > _WHOLE for mark in figure.marks)
    space = _BEYOND if beyond else _SPACE
    tail = max(_lettering.width(mark.text, LABEL) for mark in figure.marks) + space
    unit = (rows.right - tail - rows.left) / max(_WHOLE, *(float(mark.value) for mark in figure.marks))
    for slot, mark in zip(rows.slots, figure.marks, strict=True):
        top, end = slot.middle - slot.bar / 2, rows.left + float(mark.value) * unit
        rows.plot.put(Rect(rows.left, top, _WHOLE * unit, slot.bar, WASH))
        if mark.qualifier and mark.value <= _WHOLE:
            end = min(end, rows.left + _WHOLE * unit - _rows.OPEN)
        rows.plot.put(Rect(rows.left, top, end - rows.left, slot.bar, BLUE))
        if mark.qualifier:
            _rows.open_end(rows.plot, end, slot)
        rows.plot.put(Text(rows.right - tail + space, slot.middle + RISE * LABEL, mark.text, fact=mark.fact))
    whole = rows.left + _WHOLE * unit
    rows.plot.put(Line(whole, rows.slots[0].top + 2, whole, rows.bottom - 2, MIDDLE, 0.6))
    rows.plot.put(Line(rows.left, rows.slots[0].top, rows.left, rows.bottom, INK, 0.8))
    return rows.plot


ASKS = """
id: service
kind: rates
of: [服务满意率, 事项覆盖率, 就近可办比例]
size: half
"""
EXAMPLE = Figure(
    "example", KIND, ("服务满意率达99.88%",), ("单位：%",),
    (
        Mark("服务满意率", Decimal("99.88"), "99.88%", "服务满意率:level@2024-H1"),
        Mark("事项覆盖率", Decimal(99), "99%", "事项覆盖率:level@2024-H1"),
        Mark("就近可办比例", Decimal(50), "50%以上", "就近可办比例:level@2024-H1", qualifier="以上"),
    ),
    "条形图：服务满意率99.88%；事项覆盖率99%；就近可办比例50%以上。", "half",
)  # fmt: skip
