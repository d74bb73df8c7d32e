"""Turn several indicators into small multiples: one little line each, on the same months and the same scale."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from reporter.document.charts import _asking, _axes, _labels, _lettering, _months, _rows, _runs
from reporter.document.charts._months import Slot
from reporter.document.charts._plot import BLUE, GREY, INK, LABEL, LEADING, MIDDLE, SMALL, WHITE, Line, Plot, Text, dot
from reporter.model.document import Figure, Mark, said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

    from reporter.document.charts._axes import Sheet
    from reporter.model.document import FactBook, Phrase
    from reporter.model.fact import Fact

KIND = "panels"
SAYS = "小多图：多个指标各一幅，同一横轴，同一刻度"
THINS = True
"""Each panel tells its newest number, and its first where there is room."""
_ACROSS = {"full": (4, 5), "half": (2, 3)}
"""Panels in a row; of many panels."""
_HEIGHT, _FLAT = 58.0, 40.0
"""Of the plot of one panel; of one among many."""
_MANY = 12
_BETWEEN = 14.0
_DOT = 2.1

Options = _runs.Options
"""What the front matter may say."""


def plan(options: Options, book: FactBook) -> Figure | None:
    """A panel for each indicator with at least two reported periods."""
    runs = _runs.gather(options, book)
    if not runs:
        return None
    facts, row = runs.every, runs.slots
    return Figure(
        "", KIND, _title(runs.facts), (f"{runs.what}，单位：{facts[0].unit}，各图同一刻度，", _asking.when(book.period)),
        runs.marks, _asking.alt_series("小多图", runs.marks), source=_asking.source(facts), notes=_runs.notes(facts),
        options={"slots": row, "scale": _months.printed((row[0], row[-1])) * len(runs.facts), "groups": tuple(runs.facts)},
    )  # fmt: skip


def _title(runs: Mapping[str, Sequence[Fact]]) -> Phrase:
    """The finding: how many go faster than at the beginning - named, not counted - or that all do."""
    faster = [name for name, run in runs.items() if run[-1].value > run[0].value]
    slower = [name for name, run in runs.items() if run[-1].value < run[0].value]
    kind = next(iter(runs.values()))[-1].kind
    verbs = ("加快", "回落") if kind == "growth" else ("上升", "下降")
    what = "增速" if kind == "growth" else ""
    for names, verb in zip((faster, slower), verbs, strict=True):
        if len(names) == len(runs) > 1:
            return (f"各项{what}均比期初{verb}",)
    fewer, verb = min(((faster, verbs[0]), (slower, verbs[1])), key=lambda pair: len(pair[0]) or len(runs) + 1)
    if fewer and len(fewer) <= 3:  # noqa: PLR2004 - as many names as a headline bears
        return (f"{'、'.join(fewer)}{what}比期初{verb}",)
    name, run = next(iter(runs.items()))
    return (name, *said(run[-1]))


def draw(figure: Figure) -> Plot:
    """Panels in even rows; the name above each, its first and newest number at the ends of its line."""
    groups: tuple[str, ...] = figure.options["groups"]
    width = _rows.sheet_width(figure)
    usual, many = _ACROSS[figure.size]
    across = many if len(groups) > _MANY else min(usual, len(groups))
    cell = (width + _BETWEEN) / across
    names = [_lettering.wrap(group, LABEL, cell - _BETWEEN) for group in groups]
    high = _FLAT if len(groups) > _MANY else _HEIGHT
    tops, y = [], 0.0
    for start in range(0, len(groups), across):
        head = max(len(lines) for lines in names[start : start + across]) * LABEL * LEADING + 3
        tops.append((y, y + head))
        y += head + high + _months.FOOT + 5
    sheet = _axes.sheet(width, y - 5)
    ends = _axes.limits([float(mark.value) for mark in figure.marks], air=0.3)
    for number, group in enumerate(groups):
        row, column = divmod(number, across)
        top, plot = tops[row]
        left = column * cell
        axes = sheet.axes(left, plot, left + cell - _BETWEEN, plot + high)
        axes.set_ylim(*ends)
        _panel(sheet, axes, figure, _months.run(figure, group), (left, plot, left + cell - _BETWEEN, plot + high))
        lines = names[number]
        sheet.over += [Text(left, top + LABEL * (0.9 + LEADING * index), line) for index, line in enumerate(lines)]
    return _axes.plot(sheet)


def _panel(sheet: Sheet, axes: Axes, figure: Figure, run: Sequence[Mark], box: _labels.Box) -> None:
    """One line on its base, with the first and the last month named below it."""
    row: tuple[Slot, ...] = figure.options["slots"]
    left, _, right, bottom = box
    own = {mark.label: float(mark.value) for mark in run}
    axes.set_xlim(row[0].at, row[-1].at)
    axes.xaxis.set_visible(False)
    axes.yaxis.set_visible(False)
    low, high = axes.get_ylim()
    if low < 0 < high:
        axes.axhline(0, color=INK, linewidth=0.7)
    inset = 4.0
    step = (right - left - 2 * inset) / max(row[-1].at - row[0].at, 1e-9)
    axes.set_xlim(row[0].at - inset / step, row[-1].at + inset / step)
    axes.plot([slot.at for slot in row], [own.get(slot.label, float("nan")) for slot in row], color=BLUE, linewidth=1.6)
    at = {slot.label: slot.at for slot in row}
    points = [sheet.place(axes, at[mark.label], float(mark.value)) for mark in run]
    board = _labels.Board((left, box[1] - 2, right + 2, bottom))
    board.line(points)
    chosen = [len(run) - 1, 0]
    labels = {
        number: text
        for number in chosen
        if (text := board.label(*points[number], run[number].text, fact=run[number].fact, fill=INK if number else GREY))
    }
    sheet.under.append(Line(left, bottom, right, bottom, MIDDLE, 0.6))
    for at_end, fill in ((0, WHITE), (-1, BLUE)):
        sheet.over += dot(*points[at_end], _DOT, fill, BLUE, 1.0, cut=bool(run[at_end].qualifier))
    sheet.over += [labels[number] for number in sorted(labels)]
    first, last = row[0], row[-1]
    sheet.over.append(Text(left, bottom + 10, first.name, SMALL, GREY))
    if len(row) > 1:
        sheet.over.append(Text(right, bottom + 10, last.name, SMALL, GREY, "end"))


_SLOTS = (
    Slot("1—2月", "1—2月", 0.5, joined=True), *(Slot(f"1—{month}月", f"1—{month}月", month - 1.0) for month in range(3, 7)),
)  # fmt: skip
ASKS = """
id: months
kind: panels
of: [工业增加值, 固定资产投资, 社会消费品零售总额, 外贸出口]
labels: {社会消费品零售总额: 社零}
"""
EXAMPLE = Figure(
    "example", KIND, ("外贸出口增速比期初加快",), ("累计同比增速，单位：%，各图同一刻度，2024年上半年",),
    tuple(
        Mark(f"1—{month}月", Decimal(value), f"{value}%".replace("-", "−"), f"{group}:growth@2024-M01..M{month:02}", group=group)
        for group, values in (
            ("工业增加值", ("7.1", "6.8", "6.6", "6.5", "6.4")), ("固定资产投资", ("9.8", "8.1", "", "6.9", "6.4")),
            ("社零", ("5.5", "5.0", "4.9", "4.9", "4.7")), ("外贸出口", ("-4.2", "-2.0", "-1.1", "0.8", "2.3")),
        )
        for month, value in zip(range(2, 7), values, strict=True) if value
    ),
    "小多图：工业增加值1—2月7.1%，1—6月6.4%；固定资产投资1—2月9.8%，1—6月6.4%；社零1—2月5.5%，1—6月4.7%；外贸出口1—2月−4.2%，1—6月2.3%。",
    source="统计局、商务局", options={"slots": _SLOTS, "scale": _months.printed((_SLOTS[0], _SLOTS[-1])) * 4, "groups": ("工业增加值", "固定资产投资", "社零", "外贸出口")},
)  # fmt: skip
