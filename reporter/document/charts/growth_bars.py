"""Turn growth rates into sorted bars on a zero line; a rate far beyond the others is cut with a visible break."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from reporter.document.charts import _asking, _lettering, _rows
from reporter.document.charts._plot import BLUE, INK, LABEL, RISE, WHITE, Line, Plot, Polygon, Rect, Text
from reporter.model.document import Figure, Mark, said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reporter.model.document import FactBook, Phrase
    from reporter.model.fact import Fact

KIND = "growth_bars"
SAYS = "增速条形图：各指标按增速排序，零线分开升降，远超其余的一条带断口"
_FAR = 3.0
"""An outlier is this many times the median ..."""
_BEYOND = 1.5
"""... and this many times the next largest."""
_FEW = 3
"""One bar in so many at most is cut: where more of them stand out, they are the rule and not outliers."""
_STUMP = 1.16
"""A cut bar is drawn this much longer than the longest whole one."""
_CUT_NOTE: Phrase = ("带断口的条未按比例画出，以所标数值为准。",)
_SPACE = 3.5


@dataclass(frozen=True, slots=True)
class Options:
    """What the front matter may say."""

    of: tuple[str, ...]
    """Indicators."""
    fact: str = "growth"
    """Which fact kind is drawn."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Shorter labels, by indicator."""
    sort: bool = True
    """Largest first; otherwise in the order given."""
    cut: bool = True
    """Whether an outlier may be cut."""


def plan(options: Options, book: FactBook) -> Figure | None:
    """A bar for each indicator that has the rate."""
    facts = [(name, fact) for name in options.of if (fact := _asking.ask(book, options.fact, name))]
    if not facts:
        return None
    if options.sort:
        facts.sort(key=lambda pair: -pair[1].value)
    marks = tuple(_asking.mark(fact, _asking.label_of(name, options.labels)) for name, fact in facts)
    limit = _limit([float(mark.value) for mark in marks]) if options.cut else None
    title = _title([fact for _, fact in facts], marks)
    own = _asking.notes(fact for _, fact in facts)
    return Figure(
        "", KIND, title, ("同比增速，单位：%，", _asking.when(book.period)), marks,
        _asking.alt("条形图", marks), source=_asking.source(fact for _, fact in facts),
        notes=(*own, _CUT_NOTE) if limit else own, options={"limit": limit} if limit else {},
    )  # fmt: skip


def _title(facts: Sequence[Fact], marks: Sequence[Mark]) -> Phrase:
    """The finding: who grew most, and whether anything fell."""
    ranked = sorted(zip(facts, marks, strict=True), key=lambda pair: -pair[0].value)
    (top, best), (low, worst) = ranked[0], ranked[-1]
    if len(ranked) == 1:
        return (best.label, *said(top))
    if low.value > 0:
        return ("各项均保持增长，", best.label, *said(top), "，增幅最大")
    if top.value > 0 > low.value:
        return (best.label, *said(top), "，", worst.label, *said(low))
    return (worst.label, *said(low))


def _limit(values: Sequence[float]) -> float | None:
    """The length that no whole bar exceeds, where outliers must be cut; ``None`` where all can be drawn to scale."""
    sizes = sorted(map(abs, values))
    usual = median(sizes)
    for number, (smaller, larger) in enumerate(pairwise(sizes), 1):
        few = (len(sizes) - number) * _FEW <= len(sizes)
        if few and larger > _FAR * usual and larger > _BEYOND * smaller and smaller > 0:
            return smaller
    return None


def draw(figure: Figure) -> Plot:
    """Bars from the zero line, each with its number at its end."""
    rows = _rows.lay(figure, [mark.label for mark in figure.marks])
    _rows.rule(rows)
    limit = figure.options.get("limit")
    lengths = [_length(float(mark.value), limit) for mark in figure.marks]
    words = [_lettering.width(mark.text, LABEL) + (6 if mark.qualifier else 4) * _SPACE for mark in figure.marks]
    zero, unit = _rows.scale(list(zip(lengths, words, strict=True)), rows.left, rows.right)
    for slot, mark, length in zip(rows.slots, figure.marks, lengths, strict=True):
        end = zero + length * unit
        rows.plot.put(Rect(min(zero, end), slot.middle - slot.bar / 2, abs(end - zero), slot.bar, BLUE))
        if limit and abs(float(mark.value)) > limit:
            _break(rows.plot, zero + 0.8 * (end - zero), slot)
        if mark.qualifier:
            _rows.open_end(rows.plot, end, slot, 1 if length >= 0 else -1)
        anchor, shift = ("start", _SPACE) if length >= 0 else ("end", -_SPACE)
        shift *= 3 if mark.qualifier else 1
        rows.plot.put(Text(end + shift, slot.middle + RISE * LABEL, mark.text, anchor=anchor, fact=mark.fact))
    rows.plot.put(Line(zero, rows.slots[0].top, zero, rows.bottom, INK, 0.8))
    return rows.plot


def _length(value: float, limit: float | None) -> float:
    """Length of a bar, cut where it is an outlier."""
    if limit and abs(value) > limit:
        return limit * _STUMP * (1 if value > 0 else -1)
    return value


def _break(plot: Plot, x: float, slot: _rows.Slot) -> None:
    """Two slanting gaps across a bar that is not drawn to scale."""
    half, lean = slot.bar / 2 + 1, 2.2
    for shift in (0.0, 5.0):
        left = x + shift
        plot.put(
            Polygon(
                ((left - lean, slot.middle + half), (left + lean, slot.middle - half),
                 (left + lean + 2, slot.middle - half), (left - lean + 2, slot.middle + half)),
                WHITE,
            ),
        )  # fmt: skip


ASKS = """
id: growth
kind: growth_bars
of: [固定资产投资, 工业增加值, 社会消费品零售总额]
labels: {社会消费品零售总额: 社零}
"""
EXAMPLE = Figure(
    "example", KIND, ("丙项投资增长106%，丁项出口额下降3.2%",), ("同比增速，单位：%",),
    (
        Mark("丙项投资", Decimal(106), "106%", "丙项投资:growth@2024-H1"),
        Mark("甲项增加值", Decimal("11.9"), "11.9%", "甲项增加值:growth@2024-H1"),
        Mark("乙项零售额", Decimal(7), "7%", "乙项零售额:growth@2024-H1"),
        Mark("丁项出口额", Decimal("-3.2"), "−3.2%", "丁项出口额:growth@2024-H1"),
    ),
    "条形图：丙项投资106%；甲项增加值11.9%；乙项零售额7%；丁项出口额−3.2%。",
    notes=(_CUT_NOTE,), options={"limit": 11.9},
)  # fmt: skip
