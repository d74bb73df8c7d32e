"""Turn additive parts into one stacked bar with their sum; parts that do not add up to it are refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from reporter.document.charts import _asking, _lettering, _rows
from reporter.document.charts._plot import (
    BLUE,
    GREY,
    INK,
    LABEL,
    LEADING,
    LIGHT,
    PALE,
    RISE,
    WHITE,
    Line,
    Plot,
    Rect,
    Text,
)
from reporter.errors import ProductionError
from reporter.model.document import Figure, Mark, Mention
from reporter.model.fact import MARK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.model.document import FactBook

KIND = "stacked"
SAYS = "堆积条：互不重叠的分项相加成总数；有一项未报送时不画"
ADDS = True
_TOTAL = "total"
_COLOURS = ((BLUE, WHITE), (PALE, INK), ("#404040", WHITE), (LIGHT, INK), ("#5b83ab", WHITE), ("#dfe7ef", INK))
"""Neighbours differ in lightness by a third at least, so that they stay apart in black and white."""
MOST = len(_COLOURS)
_BAR = 26.0
_HEAD = 36.0
_BIG = 24.0
_INSIDE = 10.5


@dataclass(frozen=True, slots=True)
class Options:
    """What the front matter may say."""

    of: tuple[str, ...]
    """Indicators that add up: same unit, no overlap."""
    whole: str = "合计"
    """What their sum is called."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Shorter labels, by indicator."""


def plan(options: Options, book: FactBook) -> Figure | None:
    """A part for each indicator; nothing unless all of them are known, because half a sum misleads."""
    total = _asking.total(book, options.of)
    facts = [_asking.ask(book, "level", name) for name in options.of]
    parts = [(name, fact) for name, fact in zip(options.of, facts, strict=True) if fact]
    if not parts or len(parts) < len(options.of):
        return None
    if len({fact.unit for _, fact in parts}) > 1:
        message = f"图中各项不能相加成一条：{'、'.join(options.of)}"
        raise ProductionError(message, advice=_asking.ADDITIVE)
    marks = [_asking.mark(fact, _asking.label_of(name, options.labels)) for name, fact in parts]
    title = (options.whole, Mention.of(total)) if total else ("、".join(mark.label for mark in marks),)
    largest = max(marks, key=lambda mark: mark.value)
    title = (*title, "，其中", largest.label, *_asking.number_of(largest))
    whole = (_asking.mark(total, options.whole, group=_TOTAL),) if total else ()
    return Figure(
        "", KIND, title, (f"单位：{parts[0][1].unit}，", _asking.when(book.period)), (*marks, *whole),
        _asking.alt("堆积条", (*whole, *marks)), source=_asking.source(fact for _, fact in parts),
        notes=_asking.notes(fact for _, fact in parts),
    )  # fmt: skip


def draw(figure: Figure) -> Plot:
    """One bar as wide as the figure; each part named below its middle, the sum above all."""
    parts = [mark for mark in figure.marks if mark.group != _TOTAL]
    total = next((mark for mark in figure.marks if mark.group == _TOTAL), None)
    width = _rows.sheet_width(figure)
    head = _HEAD if total else 2.0
    plot = Plot(width, head + _BAR)
    if total:
        number = total.text.removesuffix(MARK)
        plot.put(Text(0, 0.9 * _BIG, number, _BIG, BLUE, fact=total.fact))
        rest = f"{total.text[len(number) :]} {total.label}".strip()
        plot.put(Text(_lettering.width(number, _BIG) + 5, 0.9 * _BIG, rest, LABEL, GREY))
    whole = sum(mark.value for mark in parts) or Decimal(1)
    x = 0.0
    named: list[tuple[float, float, Mark]] = []
    for mark, (fill, ink) in zip(parts, _COLOURS, strict=False):
        length = width * float(mark.value / whole)
        plot.put(Rect(x, head, length, _BAR, fill))
        if x:
            plot.put(Line(x, head, x, head + _BAR, WHITE, 1.2))
        if mark.qualifier:
            plot.put(*(Rect(x + length - step - thick, head, thick, _BAR, WHITE) for step, thick in _rows.SLICES))
        inside = _lettering.width(mark.text, _INSIDE) + 10 <= length
        if inside:
            plot.put(Text(x + 6, head + _BAR / 2 + RISE * _INSIDE, mark.text, _INSIDE, ink, fact=mark.fact))
        named.append((x, length, mark))
        x += length
    _names(plot, named, head + _BAR)
    return plot


def _names(plot: Plot, named: list[tuple[float, float, Mark]], top: float) -> None:
    """The parts' names below the bar: under their part where all fit, else one line each with its number."""
    fits = all(
        _lettering.width(mark.label, LABEL) + 4 <= length and _lettering.width(mark.text, _INSIDE) + 10 <= length
        for _, length, mark in named
    )
    pitch = LABEL * LEADING + 2
    if fits:
        for x, _, mark in named:
            plot.put(Text(x, top + 12, mark.label))
        plot.height = top + 18
        return
    y = top + 13
    for (_, length, mark), (fill, _) in zip(named, _COLOURS, strict=False):
        outside = _lettering.width(mark.text, _INSIDE) + 10 > length
        room = plot.width - 12 - (_lettering.width(mark.text, LABEL) + 6 if outside else 0)
        lines = _lettering.wrap(mark.label, LABEL, room)
        plot.put(Rect(0, y - 6.5, 7, 7, fill), *(Text(12, y + row * pitch, line) for row, line in enumerate(lines)))
        y += (len(lines) - 1) * pitch
        if outside:
            plot.put(Text(12 + _lettering.width(lines[-1], LABEL) + 6, y, mark.text, fact=mark.fact))
        y += pitch
    plot.height = y - pitch + 4


ASKS = """
id: starts
kind: stacked
of: [甲类投资项目, 乙类投资项目]
whole: 新开工项目合计
size: half
"""
EXAMPLE = Figure(
    "example", KIND, ("新开工项目合计55个",), ("单位：个",),
    (
        Mark("甲类投资项目", Decimal(22), "22个", "甲类投资项目:level@2024-H1"),
        Mark("乙类投资项目", Decimal(33), "33个", "乙类投资项目:level@2024-H1"),
        Mark("新开工项目合计", Decimal(55), "55个", "新开工项目:total@2024-H1", group=_TOTAL),
    ),
    "堆积条：新开工项目合计55个，甲类投资项目22个，乙类投资项目33个。", "half",
)  # fmt: skip
