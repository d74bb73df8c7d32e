"""Turn one share into one bar: the part in full colour, the rest pale."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from reporter.document.charts import _asking, _lettering, _rows
from reporter.document.charts._plot import BLUE, GREY, INK, LABEL, LEADING, PALE, Line, Plot, Rect, Text
from reporter.model.document import Figure, Mark, Mention

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.model.document import FactBook, Phrase
    from reporter.model.fact import Fact

KIND = "share_bar"
SAYS = "占比条：一个部分占总体的比重"
_HALF = 50
_BAR = 26.0
_BIG = 24.0
_BETWEEN = 12.0
MOST = 4
"""Each share takes a bar and two lines; more of them are rows of ``rates``."""
_WHOLE = 100.0


@dataclass(frozen=True, slots=True)
class Options:
    """What the front matter may say."""

    of: tuple[str, ...]
    """One indicator with a share; more of them give a bar each."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """What the part is called, by indicator."""
    rest: str = "其他"
    """What the remainder is called."""


def plan(options: Options, book: FactBook) -> Figure | None:
    """A bar for each indicator that has a share."""
    facts = [(name, fact) for name in options.of if (fact := _asking.ask(book, "share", name))]
    if not facts:
        return None
    marks = tuple(_asking.mark(fact, _asking.label_of(name, options.labels)) for name, fact in facts)
    title = _title(marks[0].label, facts[0][1])
    whole = facts[0][1].scope
    return Figure(
        "", KIND, title, (f"占{whole}的比重，单位：%，" if whole else "占比，单位：%，", _asking.when(book.period)),
        marks, _asking.alt("占比条", marks), source=_asking.source(fact for _, fact in facts),
        notes=_asking.notes(fact for _, fact in facts), options={"rest": options.rest},
    )  # fmt: skip


def _title(label: str, fact: Fact) -> Phrase:
    """The finding: how large the part is, and whether it is the larger one."""
    whole = f"{fact.scope}的" if fact.scope else ""
    if fact.value > _HALF:
        return (f"{label}占{whole or '比'}半数以上，达", Mention.of(fact))
    return (f"{label}占{whole or '比为'}", Mention.of(fact))


def draw(figure: Figure) -> Plot:
    """The number large, the bar below it, the names of part and rest under the bar."""
    width = _rows.sheet_width(figure)
    plot = Plot(width, 0)
    for number, mark in enumerate(figure.marks):
        top = plot.height + (_BETWEEN if number else 0)
        part = width * min(float(mark.value) / _WHOLE, 1.0)
        bar = top + _BIG + 10
        plot.put(Text(0, top + 0.9 * _BIG, mark.text, _BIG, BLUE, fact=mark.fact))
        plot.put(Rect(0, bar, width, _BAR, PALE), Rect(0, bar, part, _BAR, BLUE))
        if mark.qualifier:
            plot.put(Rect(part + 1.5, bar, 2.2, _BAR, BLUE), Rect(part + 5.4, bar, 1.4, _BAR, BLUE))
        plot.put(Line(part, bar - 3, part, bar + _BAR + 3, INK, 0.8))
        depth = _names(plot, mark.label, figure.options["rest"], bar + _BAR + 11)
        plot.height = bar + _BAR + 6 + depth
    return plot


def _names(plot: Plot, part: str, rest: str, top: float) -> float:
    """What the part and the rest are called, at either end of the bar; the height that it takes."""
    pitch = LABEL * LEADING
    tail = min(_lettering.width(rest, LABEL), plot.width * 0.4)
    own, other = _lettering.wrap(part, LABEL, plot.width - tail - 12), _lettering.wrap(rest, LABEL, tail + 0.1)
    plot.lines(0, top + (len(own) - 1) * pitch / 2, own, fill=INK)
    plot.lines(plot.width, top + (len(other) - 1) * pitch / 2, other, anchor="end", fill=GREY)
    return max(len(own), len(other)) * pitch


ASKS = """
id: share
kind: share_bar
of: 甲类企业
rest: 其他新注册企业
size: half
"""
EXAMPLE = Figure(
    "example", KIND, ("甲类企业占新注册企业的半数以上",), ("占新注册企业的比重，单位：%",),
    (Mark("甲类企业", Decimal("52.21"), "52.21%", "甲类企业:share@2024-H1"),),
    "占比条：甲类企业52.21%。", "half", options={"rest": "其他新注册企业"},
)  # fmt: skip
