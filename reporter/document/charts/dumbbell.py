"""Turn two rates of each indicator into a dumbbell: hollow for last year or the parent area, full for the office, now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from reporter.document.charts import _asking, _lettering, _rows
from reporter.document.charts._plot import (
    BLUE,
    GREY,
    INK,
    LABEL,
    MIDDLE,
    RISE,
    SMALL,
    WHITE,
    Dot,
    Line,
    Plot,
    Text,
    dot,
)
from reporter.model.document import Figure, Mark, Mention

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reporter.model.document import FactBook, Phrase
    from reporter.model.fact import Fact

KIND = "dumbbell"
SAYS = "哑铃图：与上年同期或上级区域相比"
_THEN, _NOW, _CHANGE = "then", "now", "change"
_HEAD = 15.0
_DOT = 3.4
_SPACE = 6.0
_LEAD_WORDS = 3
"""As many names as a headline bears."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the front matter may say."""

    of: tuple[str, ...]
    """Indicators."""
    parent: str = ""
    """The area to compare with, as the data name it; with the same period of last year where empty."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Shorter labels, by indicator."""
    sort: bool = True
    """Largest first; otherwise in the order given."""


def plan(options: Options, book: FactBook) -> Figure | None:
    """A row for each indicator that has both rates."""
    pairs: list[tuple[str, Fact, Fact]] = []
    for name in options.of:
        now = _asking.ask(book, "growth", name)
        then = (
            _asking.ask(book, "growth", name, area=options.parent) if options.parent
            else _asking.ask(book, "prior_growth", name)
        )  # fmt: skip
        if now and then:
            pairs.append((_asking.label_of(name, options.labels), then, now))
    if not pairs:
        return None
    if options.sort:
        pairs.sort(key=lambda pair: -pair[2].value)
    marks: list[Mark] = []
    facts = [fact for _, then, now in pairs for fact in (then, now)]
    for label, then, now in pairs:
        both = [_asking.mark(then, label, group=_THEN), _asking.mark(now, label, group=_NOW)]
        marks += both if now.value >= then.value else reversed(both)
        change = None if options.parent else _asking.ask(book, "difference", now.indicator)
        if change:
            marks.append(_asking.mark(change, label, group=_CHANGE))
            facts.append(change)
    names = {_THEN: options.parent or book.period.year_ago.name, _NOW: "本区" if options.parent else book.period.name}
    return Figure(
        "", KIND, _title(pairs, options.parent), ("同比增速，单位：%，", _asking.when(book.period)), tuple(marks),
        _asking.alt(f"哑铃图，先{names[_THEN]}，后{names[_NOW]}", [mark for mark in marks if mark.group != _CHANGE]),
        source=_asking.source(facts), notes=_asking.notes(facts), options=names,
    )  # fmt: skip


def _title(pairs: Sequence[tuple[str, Fact, Fact]], parent: str) -> Phrase:
    """The finding: which are above and which below."""
    above = [label for label, then, now in pairs if now.value > then.value]
    below = [label for label, then, now in pairs if now.value < then.value]
    verbs = (f"增速高于{parent}", f"增速低于{parent}") if parent else ("增速加快", "增速放缓")
    for names, verb in zip((above, below), verbs, strict=True):
        if len(names) == len(pairs) > 1:
            return (f"各项{verb}",)
    told = [f"{'、'.join(names)}{verb}" for names, verb in zip((above, below), verbs, strict=True)
            if 0 < len(names) <= _LEAD_WORDS]  # fmt: skip
    if told:
        return ("，".join(told),)
    label, then, now = pairs[0]
    return (label, Mention.of(now), f"，{parent or '上年同期'}", Mention.of(then))


def draw(figure: Figure) -> Plot:
    """Rows on one scale; the numbers stand outside the two dots, the change at the end of the row."""
    now = [mark for mark in figure.marks if mark.group == _NOW]
    then = [mark for mark in figure.marks if mark.group == _THEN]
    changes = {mark.label: mark for mark in figure.marks if mark.group == _CHANGE}
    rows = _rows.lay(figure, [mark.label for mark in now], head=_HEAD)
    _rows.rule(rows)
    tail = max((_lettering.width(_change(mark), LABEL) for mark in changes.values()), default=0.0)
    room = max(_lettering.width(mark.text, LABEL) for mark in (*now, *then)) + _DOT + _SPACE
    left, right = rows.left + room, rows.right - room - (tail + _SPACE if tail else 0)
    values = [float(mark.value) for mark in (*now, *then)]
    low, high = min(values), max(values)
    unit = (right - left) / (high - low) if high > low else 0.0

    def x(mark: Mark) -> float:
        return left + (float(mark.value) - low) * unit if unit else (left + right) / 2

    _key(rows, figure)
    for slot, before, after in zip(rows.slots, then, now, strict=True):
        _pair(rows.plot, slot.middle, (before, x(before)), (after, x(after)))
        if before.label in changes:
            mark = changes[before.label]
            rows.plot.put(
                Text(rows.right, slot.middle + RISE * LABEL, _change(mark), fill=GREY, anchor="end", fact=mark.fact)
            )
    if low < 0 < high:
        _rows.through(rows, left - low * unit)
    return rows.plot


def _pair(plot: Plot, y: float, before: tuple[Mark, float], after: tuple[Mark, float]) -> None:
    """A hollow dot, a full one, the shaft between them, and both numbers outside."""
    (old, start), (new, end) = before, after
    plot.put(Line(start, y, end, y, BLUE, 1.6))
    plot.put(*dot(start, y, _DOT, WHITE, cut=bool(old.qualifier)), *dot(end, y, _DOT, BLUE, cut=bool(new.qualifier)))
    side = 1 if end >= start else -1
    away = _DOT + _SPACE * 0.6
    ends = [(old, start - side * away, GREY, -side), (new, end + side * away, INK, side)]
    for mark, at, fill, outward in ends[::side]:
        plot.put(Text(at, y + RISE * LABEL, mark.text, LABEL, fill, "start" if outward > 0 else "end", mark.fact))


def _change(mark: Mark) -> str:
    """How much more or less, with its sign."""
    return f"{'+' if mark.value > 0 else ''}{mark.text}"


def _key(rows: _rows.Rows, figure: Figure) -> None:
    """What the two dots are, in words beside one of each."""
    x, y = rows.left, SMALL
    for group, fill in ((_THEN, WHITE), (_NOW, BLUE)):
        words = figure.options[group]
        rows.plot.put(
            Dot(x + _DOT, y - 2.5, _DOT - 0.6, fill, BLUE, 1.0), Text(x + 2 * _DOT + 3, y, words, SMALL, GREY)
        )
        x += 2 * _DOT + 3 + _lettering.width(words, SMALL) + 14
    rows.plot.put(Line(0, _HEAD - 3, rows.right, _HEAD - 3, MIDDLE))


ASKS = """
id: parent
kind: dumbbell
of: [固定资产投资, 工业增加值, 社会消费品零售总额]
parent: 示例市
"""
EXAMPLE = Figure(
    "example", KIND, ("固定资产投资、工业增加值增速高于示例市，社会消费品零售总额增速低于示例市",), ("同比增速，单位：%，2024年上半年",),
    tuple(
        Mark(label, Decimal(value), f"{value}%".replace("-", "−"), f"{label}:growth{'' if group == _NOW else ':示例市'}@2024-H1", group=group)
        for label, then, now in (
            ("固定资产投资", "4.8", "11.6"), ("工业增加值", "5.9", "7.2"), ("社会消费品零售总额", "5.1", "-0.7"),
        )
        for group, value in sorted(((_THEN, then), (_NOW, now)), key=lambda pair: Decimal(pair[1]))
    ),
    "哑铃图，先示例市，后本区：固定资产投资4.8%；固定资产投资11.6%；工业增加值5.9%；工业增加值7.2%；社会消费品零售总额−0.7%；社会消费品零售总额5.1%。",
    source="统计局", options={_THEN: "示例市", _NOW: "本区"},
)  # fmt: skip
