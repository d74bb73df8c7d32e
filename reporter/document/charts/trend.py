"""Turn the growth of the year so far, month by month, into lines; a month that nobody reported stays a gap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from reporter.document.charts import _asking, _axes, _rows
from reporter.document.charts._plot import BLUE, GREY, INK, MIDDLE
from reporter.model.document import Figure, Mark, said
from reporter.model.period import Period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reporter.document.charts._axes import Canvas
    from reporter.model.document import FactBook, Phrase
    from reporter.model.fact import Fact

KIND = "trend"
_HEIGHT = 132.0
_LEFT, _RIGHT, _FOOT, _HEAD = 30.0, 66.0, 16.0, 12.0
"""Room for scale, names of the lines, periods and the topmost label, in points."""
_LEAST = 2
"""Fewer points make no line."""
_COLOURS = (BLUE, GREY, MIDDLE, INK)


@dataclass(frozen=True, slots=True)
class Options:
    """What the front matter may say."""

    of: tuple[str, ...]
    """Indicators, at most four; the first is the one that the chart is about."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Shorter labels, by indicator."""


def plan(options: Options, book: FactBook) -> Figure | None:
    """A line for each indicator with at least two reported periods."""
    periods = [Period(book.period.year, 1, month) for month in range(1, book.period.last + 1)]
    marks: list[Mark] = []
    facts: list[Fact] = []
    for name in options.of[: len(_COLOURS)]:
        found = [fact for period in periods if (fact := _asking.ask(book, "growth", name, period=period.code))]
        if len(found) >= _LEAST:
            label = _asking.label_of(name, options.labels)
            marks += [_asking.mark(fact, fact.period.months_said, group=label) for fact in found]
            facts += found
    if not marks:
        return None
    return Figure(
        "", KIND, _title(marks[0].group, facts), ("累计同比增速，单位：%，", _asking.when(book.period)), tuple(marks),
        _asking.alt("折线图", marks), source=_asking.source(facts), notes=_asking.notes(facts),
        options={"months": [period.months_said for period in periods]},
    )  # fmt: skip


def _title(label: str, facts: Sequence[Fact]) -> Phrase:
    """The finding: where the first line stands, against its start."""
    own = [fact for fact in facts if fact.indicator == facts[0].indicator]
    first, last = own[0], own[-1]
    verb = "加快" if last.value > first.value else "回落" if last.value < first.value else "持平"
    return (label, *said(last), f"，增速较年初{verb}")


def sheet(figure: Figure) -> Canvas:
    """Lines with every value at its point and the name of each line at its end; only months that were reported."""
    groups = list(dict.fromkeys(mark.group for mark in figure.marks))
    reported = {mark.label for mark in figure.marks}
    months = [label for label in figure.options["months"] if label in reported]
    width = _rows.sheet_width(figure)
    canvas = _axes.canvas(width, _HEIGHT)
    axes = canvas.axes
    axes.set_position((_LEFT / width, _FOOT / _HEIGHT, 1 - (_LEFT + _RIGHT) / width, 1 - (_FOOT + _HEAD) / _HEIGHT))
    for number, group in enumerate(groups):
        own = {mark.label: mark for mark in figure.marks if mark.group == group}
        points = [(at, own[label]) for at, label in enumerate(months) if label in own]
        colour = _COLOURS[number]
        line = [float(own[label].value) if label in own else float("nan") for label in months]
        axes.plot(
            range(len(months)), line, color=colour, linewidth=1.6 if number == 0 else 1.1, marker="o", markersize=3.4
        )
        for (_, before), (at, mark) in zip([points[0], *points], points, strict=False):
            aside = 9 if before.value > mark.value else 0  # a falling line passes to the left of its label
            place = (at, float(mark.value))
            axes.annotate(mark.text, place, (aside, 4), textcoords="offset points", ha="center", color=colour)
        at, last = points[-1]
        axes.annotate(group, (at, float(last.value)), (16, -3), textcoords="offset points", color=colour)
    axes.set_xticks(range(len(months)), months)
    axes.margins(x=0.06, y=0.22)
    axes.yaxis.set_visible(False)
    if min(float(mark.value) for mark in figure.marks) < 0:
        axes.axhline(0, color=INK, linewidth=0.8)
    return canvas


EXAMPLE = Figure(
    "example", KIND, ("固定资产投资增长6.4%，增速较年初回落",), ("累计同比增速，单位：%",),
    tuple(
        Mark(month, Decimal(value), f"{value}%", f"固定资产投资:growth@{code}", group="固投")
        for month, value, code in (
            ("1—2月", "9.8", "2024-M01..M02"), ("1—3月", "8.1", "2024-Q1"), ("1—4月", "7.2", "2024-M01..M04"),
            ("1—5月", "6.9", "2024-M01..M05"), ("1—6月", "6.4", "2024-H1"),
        )
    ),
    "折线图", options={"months": ["1月", "1—2月", "1—3月", "1—4月", "1—5月", "1—6月"]},
)  # fmt: skip
