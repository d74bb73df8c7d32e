"""Turn growth or levels, month by month, into lines; a month that nobody reported stays open."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from reporter.document.charts import _asking, _axes, _labels, _lettering, _months, _rows, _runs
from reporter.document.charts._months import Slot
from reporter.document.charts._plot import (
    BLUE,
    GREY,
    INK,
    LABEL,
    LEADING,
    LIGHT,
    MIDDLE,
    RISE,
    WHITE,
    Line,
    Plot,
    Text,
    dot,
)
from reporter.model.document import Figure, Mark, said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

    from reporter.document.charts._axes import Sheet
    from reporter.model.document import FactBook, Phrase
    from reporter.model.fact import Fact

KIND = "trend"
SAYS = "月度走势：一至四条线，1—2月合并，未报送的月份断开"
THINS = True
"""A label that finds no room is left out."""
MOST = 4
"""Lines that can be told apart; more of them are small multiples."""
_HEIGHT = 132.0
_HEAD = 14.0
_NAMES = {"full": 0.22, "half": 0.3}
_LINES = ((BLUE, 1.8, ()), (MIDDLE, 1.4, ()), (GREY, 1.2, (3.0, 2.0)), (INK, 1.0, (1.0, 1.8)))
"""Colour, thickness and dash of each: they stay apart in black and white."""
_DOT = 2.1

Options = _runs.Options
"""What the front matter may say."""


def plan(options: Options, book: FactBook) -> Figure | None:
    """A line for each indicator with at least two reported periods."""
    runs = _runs.gather(options, book)
    if not runs:
        return None
    facts = runs.every
    return Figure(
        "", KIND, _title(runs.marks[0].group, facts), (f"{runs.what}，单位：{facts[0].unit}，", _asking.when(book.period)),
        runs.marks, _asking.alt_series("折线图", runs.marks), source=_asking.source(facts), notes=_runs.notes(facts),
        options={"slots": runs.slots, "scale": _months.printed(runs.slots), "groups": tuple(runs.facts)},
    )  # fmt: skip


def _title(label: str, facts: Sequence[Fact]) -> Phrase:
    """The finding: where the first line stands, against its start."""
    own = [fact for fact in facts if fact.indicator == facts[0].indicator]
    first, last = own[0], own[-1]
    if last.kind != "growth":
        return (label, *said(last))
    since = "年初" if first.period.year == last.period.year else f"{first.period.year}年初"
    if last.value == first.value:
        return (label, *said(last), f"，增速与{since}持平")
    verb = "加快" if last.value > first.value else "回落"
    return (label, *said(last), f"，增速较{since}{verb}")


def draw(figure: Figure) -> Plot:
    """Lines with their numbers at the points and the name of each line at its end."""
    row: tuple[Slot, ...] = figure.options["slots"]
    groups: tuple[str, ...] = figure.options["groups"]
    width = _rows.sheet_width(figure)
    names = [_lettering.wrap(group, LABEL, width * _NAMES[figure.size]) for group in groups]
    tail = max(_lettering.width(line, LABEL) for lines in names for line in lines) + 10
    foot = _months.FOOT + (_months.FOOT * 0.75 if any(slot.year for slot in row) else 0)
    depth = sum(map(_depth, names))
    sheet = _axes.sheet(width, max(_HEIGHT, depth + foot))
    left, right, bottom = 16.0, width - tail - 8, sheet.height - foot
    axes = sheet.axes(left, _HEAD, right, bottom)
    for number, group in enumerate(groups):
        own = {mark.label: float(mark.value) for mark in figure.marks if mark.group == group}
        colour, thick, dash = _LINES[number]
        style = (0, dash) if dash else "solid"
        heights = [own.get(slot.label, float("nan")) for slot in row]
        axes.plot([slot.at for slot in row], heights, color=colour, linewidth=thick, linestyle=style)
    axes.set_xlim(row[0].at - 0.35, row[-1].at + 0.35)
    axes.set_ylim(*_axes.limits([float(mark.value) for mark in figure.marks], air=0.24))
    axes.yaxis.set_visible(False)
    axes.xaxis.set_visible(False)
    sheet.under.append(Line(0, bottom, right, bottom, MIDDLE, 0.6))
    if min(float(mark.value) for mark in figure.marks) < 0:
        axes.axhline(0, color=INK, linewidth=0.8)
    board = _labels.Board((0, 0, right + 8, bottom - 1))
    _lines(sheet, axes, figure, groups, board)
    _ends(sheet, axes, figure, dict(zip(groups, names, strict=True)), right + 10)
    sheet.over += _months.scale(row, lambda slot: sheet.place(axes, slot.at, 0)[0], bottom, right + 8)
    return _axes.plot(sheet)


def _depth(lines: Sequence[str]) -> float:
    """The height that a name of so many lines takes."""
    return len(lines) * LABEL * LEADING + 1


def _lines(sheet: Sheet, axes: Axes, figure: Figure, groups: Sequence[str], board: _labels.Board) -> None:
    """Dots and numbers of every line; the first line chooses its places first."""
    at = {slot.label: slot.at for slot in figure.options["slots"]}
    runs = [_months.run(figure, group) for group in groups]
    places = [[sheet.place(axes, at[mark.label], float(mark.value)) for mark in run] for run in runs]
    for points in places:
        board.line(points)
        board.dots(points, _DOT)
    for number, (run, points) in enumerate(zip(runs, places, strict=True)):
        colour = _LINES[number][0]
        fill = colour if number == 0 else WHITE
        for mark, (x, y) in zip(run, points, strict=True):
            sheet.over += dot(x, y, _DOT, fill, colour, 1.0, cut=bool(mark.qualifier))
        ink = colour if number in {0, MOST - 1} else GREY
        sheet.over += _labels.numbers(board, run, points, ink)


def _ends(sheet: Sheet, axes: Axes, figure: Figure, names: Mapping[str, tuple[str, ...]], x: float) -> None:
    """The name of each line beside its end, kept apart, led to it by a hairline where it had to move."""
    at = {slot.label: slot.at for slot in figure.options["slots"]}
    last = {group: _months.run(figure, group)[-1] for group in names}
    ends = [sheet.place(axes, at[last[group].label], float(last[group].value)) for group in names]
    heights = _labels.spread([y for _, y in ends], list(map(_depth, names.values())), 0, sheet.height)
    for number, (lines, (_, end), y) in enumerate(zip(names.values(), ends, heights, strict=True)):
        if abs(end - y) > LABEL / 2:
            sheet.over.append(Line(x - 7, end, x - 1, y, LIGHT, 0.6))
        top = y - LABEL * LEADING * (len(lines) - 1) / 2 + RISE * LABEL
        ink = BLUE if number == 0 else GREY
        sheet.over += [Text(x, top + LABEL * LEADING * index, line, LABEL, ink) for index, line in enumerate(lines)]


_SLOTS = (
    Slot("1—2月", "1—2月", 0.5, joined=True), *(Slot(f"1—{month}月", f"1—{month}月", month - 1.0) for month in range(3, 7)),
)  # fmt: skip
ASKS = """
id: rates
kind: trend
of: [固定资产投资, 工业增加值]
labels: {固定资产投资: 固投}
"""
EXAMPLE = Figure(
    "example", KIND, ("固投增长6.4%，增速较年初回落",), ("累计同比增速，单位：%，2024年上半年",),
    tuple(
        Mark(f"1—{month}月", Decimal(value), f"{value}%", f"{name}:growth@2024-M01..M{month:02}", group=group)
        for name, group, values in (
            ("固定资产投资", "固投", ("9.8", "8.1", "7.2", "6.9", "6.4")), ("工业增加值", "工业增加值", ("5.2", "5.9", "", "6.1", "6.0")),
        )
        for month, value in zip(range(2, 7), values, strict=True) if value
    ),
    "折线图：固投1—2月9.8%，1—3月8.1%，1—4月7.2%，1—5月6.9%，1—6月6.4%；工业增加值1—2月5.2%，1—3月5.9%，1—5月6.1%，1—6月6.0%。",
    source="统计局", options={"slots": _SLOTS, "scale": _months.printed(_SLOTS), "groups": ("固投", "工业增加值")},
)  # fmt: skip
