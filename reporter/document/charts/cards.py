"""Turn counts of different things into number cards: they share no axis, so they share no scale."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from reporter.document.charts import _asking, _lettering, _rows
from reporter.document.charts._plot import BLUE, GREY, INK, LABEL, LEADING, LIGHT, MIDDLE, Line, Plot, Text
from reporter.model.document import Figure, Mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.model.document import FactBook

KIND = "cards"
SAYS = "数字卡：量纲不同的数量，不画在同一轴上"
_BIG = 20.0
_UNIT = 8.5
_PAD = 8.0
_ACROSS = {"full": 5, "half": 3}
_NUMBER = re.compile(r"(?P<before>\D*)(?P<digits>[\d.,]+%?)(?P<after>.*)")


@dataclass(frozen=True, slots=True)
class Options:
    """What the front matter may say."""

    of: tuple[str, ...]
    """Indicators, in reading order."""
    fact: str = "level"
    """Which fact kind is shown."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Shorter labels, by indicator."""


def plan(options: Options, book: FactBook) -> Figure | None:
    """A card for each indicator that has a count."""
    facts = [(name, fact) for name in options.of if (fact := _asking.ask(book, options.fact, name))]
    if not facts:
        return None
    marks = tuple(_asking.mark(fact, _asking.label_of(name, options.labels)) for name, fact in facts)
    pieces = [(mark.label, *_asking.number_of(mark)) for mark in marks[:2]]
    title = (*pieces[0], "，", *pieces[1]) if len(pieces) > 1 else pieces[0]
    return Figure(
        "", KIND, title, ("主要数量，", _asking.when(book.period)), marks, _asking.alt("数字卡", marks),
        source=_asking.source(fact for _, fact in facts), notes=_asking.notes(fact for _, fact in facts),
    )  # fmt: skip


def draw(figure: Figure) -> Plot:
    """Cards in even rows, parted by hairlines; the number large, its 量词 small on the same baseline."""
    width = _rows.sheet_width(figure)
    count = len(figure.marks)
    rows = -(-count // _ACROSS[figure.size])
    across = -(-count // rows)
    cell = width / across
    labels = [_lettering.wrap(mark.label, LABEL, cell - 2 * _PAD) for mark in figure.marks]
    depth = max(map(len, labels)) * LABEL * LEADING
    height = _BIG + depth + 2 * _PAD + 2
    if figure.size == "half":
        height = max(height, _rows.HEIGHTS["half"] / rows)
    plot = Plot(width, height * rows)
    for number, (mark, label) in enumerate(zip(figure.marks, labels, strict=True)):
        row, column = divmod(number, across)
        left, top = column * cell + (_PAD if column else 0), row * height
        if column:
            plot.put(Line(column * cell, top + _PAD, column * cell, top + height - _PAD, MIDDLE))
        elif row:
            plot.put(Line(0, top, width, top, LIGHT))
        start = top + (height - _BIG - depth) / 2
        _number(plot, mark, left, start + 0.9 * _BIG)
        plot.lines(left, start + _BIG + 3 + depth / 2 - (depth - len(label) * LABEL * LEADING) / 2, label, fill=GREY)
    return plot


def _number(plot: Plot, mark: Mark, x: float, baseline: float) -> None:
    """The number with its 量词, digits large, words small."""
    found = _NUMBER.fullmatch(mark.text)
    parts = (found["before"], found["digits"], found["after"]) if found else ("", mark.text, "")
    for words, size, fill in zip(parts, (_UNIT, _BIG, _UNIT), (INK, BLUE, INK), strict=True):
        if words:
            plot.put(Text(x, baseline, words, size, fill, fact=mark.fact))
            x += _lettering.width(words, size) + 1.5


ASKS = """
id: counts
kind: cards
of: [新增科技型企业, 引进人才, 新申报企业研究院, 下派骨干]
"""
EXAMPLE = Figure(
    "example", KIND, ("新增科技型企业59家，引进人才17名",), ("主要数量",),
    tuple(
        Mark(label, Decimal(number), text, f"{label}:level@2024-H1", qualifier=qualifier)
        for label, number, text, qualifier in (
            ("新增科技型企业", "59", "59家", ""), ("引进人才", "17", "17名", ""),
            ("新申报企业研究院", "14", "14家", ""), ("下派骨干", "400", "400余名", "余"),
        )
    ),
    "数字卡：新增科技型企业59家；引进人才17名；新申报企业研究院14家；下派骨干400余名。",
)  # fmt: skip
