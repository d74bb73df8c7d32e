"""Turn the year so far into columns of what was done and a line of how it grew, in two panels or on one zero line."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from reporter.document.charts import _asking, _axes, _labels, _lettering, _months, _rows, _runs
from reporter.document.charts._months import Slot
from reporter.document.charts._plot import BLUE, GREY, INK, LIGHT, PALE, SMALL, WHITE, Line, Plot, Rect, Text, dot
from reporter.model.document import Figure, Mark, said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

    from reporter.document.charts._axes import Sheet
    from reporter.model.document import FactBook, Phrase
    from reporter.model.fact import Fact

KIND = "columns_line"
SAYS = "柱线图：累计额为柱，增速为线，分上下两幅；或合为一幅，两条零线对齐"
THINS = True
"""A label that finds no room is left out; the scale at the side still tells the height."""
MOST = 1
"""One indicator: two would need four scales."""
_LEVEL, _GROWTH = "level", "growth"
_PANELS, _SHARED = (74.0, 84.0), 138.0
"""Height of the line's and the columns' panel; of a panel that they share."""
_HEAD, _BETWEEN = 15.0, 10.0
_WIDE = 0.62
_DEEPEST = 0.5
"""Share of a panel below the zero line at most, so that columns keep their height where everything falls."""
_DOT = 2.1
_STEPS = 3


@dataclass(frozen=True, slots=True)
class Options:
    """What the front matter may say."""

    of: tuple[str, ...]
    """One indicator with levels and growth rates."""
    shared: bool = False
    """One panel with a scale at either side and one zero line for both; otherwise a panel for each."""
    monthly: bool = False
    """Each month alone (当月), with 1—2月 joined; otherwise the year so far (累计)."""
    since: str = ""
    """A period from which on to draw; January of the report's year where empty."""


def plan(options: Options, book: FactBook) -> Figure | None:
    """Columns and line of an indicator with at least two reported periods; without levels there is nothing to draw."""
    wanted = _months.periods(book, options.since, monthly=options.monthly)
    several = _months.several(wanted)
    levels, rates = (_months.series(book, kind, options.of[0], wanted) for kind in (_LEVEL, _GROWTH))
    if len(levels) < _runs.LEAST or not rates:
        return None
    facts = [*levels, *rates]
    marks = tuple(_asking.mark(fact, _months.label_of(fact.period, several=several), group=fact.kind) for fact in facts)
    row, unit = _months.slots(wanted, facts), levels[0].unit
    names = {_LEVEL: f"{'当月' if options.monthly else '累计'}（{unit}）", _GROWTH: "同比增速（%）"}
    scales = {
        kind: _axes.ticks(*_axes.limits([float(fact.value) for fact in run], air=0.12, zero=True), _STEPS)
        for kind, run in ((_LEVEL, levels), (_GROWTH, rates))
    }
    return Figure(
        "", KIND, _title(levels, rates), (f"{options.of[0]}，单位：{unit}、%，", _asking.when(book.period)), marks,
        _asking.alt_series("柱线图", [_named(mark, names) for mark in marks]), source=_asking.source(facts),
        notes=_runs.notes(facts),
        options={
            "slots": row, "names": names, "shared": options.shared, "ticks": scales,
            "scale": (_drawn(scales, shared=options.shared), *_months.printed(row)),
        },
    )  # fmt: skip


def _drawn(scales: Mapping[str, Mapping[float, str]], *, shared: bool) -> str:
    """The numbers of the scales in the order in which they are drawn, as one who reads the page back finds them."""
    order = (_LEVEL, _GROWTH) if shared else (_GROWTH, _LEVEL)
    return "".join(words for kind in order for words in scales[kind].values())


def _named(mark: Mark, names: Mapping[str, str]) -> Mark:
    """The mark with its series' name in words."""
    return Mark(mark.label, mark.value, mark.text, mark.fact, group=names[mark.group].partition("（")[0])


def _title(levels: Sequence[Fact], rates: Sequence[Fact]) -> Phrase:
    """The finding: the newest growth, against where the row began."""
    last, first = rates[-1], rates[0]
    name = levels[-1].indicator
    if last.value == first.value or len(rates) < _runs.LEAST:
        return (name, *said(last))
    since = "年初" if first.period.year == last.period.year else f"{first.period.year}年初"
    return (name, *said(last), f"，增速比{since}{'加快' if last.value > first.value else '回落'}")


def draw(figure: Figure) -> Plot:
    """Two panels over one row of months, or one panel whose two scales share their zero."""
    row: tuple[Slot, ...] = figure.options["slots"]
    scales: Mapping[str, Mapping[float, str]] = figure.options["ticks"]
    width = _rows.sheet_width(figure)
    foot = _months.FOOT + (_months.FOOT * 0.75 if any(slot.year for slot in row) else 0)
    sides = {
        kind: max((_lettering.width(words, SMALL) for words in scale.values()), default=0) + 6
        for kind, scale in scales.items()
    }
    shared = bool(figure.options["shared"])
    if shared:
        sheet = _axes.sheet(width, _SHARED + foot)
        box = (sides[_LEVEL], _HEAD + 4, width - sides[_GROWTH], _SHARED)
        columns, line = sheet.axes(*box), sheet.axes(*box)
        line.grid(visible=False)
        line.yaxis.tick_right()
    else:
        top, below = _PANELS
        sheet = _axes.sheet(width, top + below + _BETWEEN + foot)
        left = max(sides.values())
        line = sheet.axes(left, _HEAD, width, top)
        columns = sheet.axes(left, top + _BETWEEN + _HEAD, width, top + _BETWEEN + below)
    _set(columns, line, figure, shared=shared)
    _words(sheet, (columns, line), figure, shared=shared)
    sheet.over += _months.scale(row, lambda slot: sheet.place(columns, slot.at, 0)[0], sheet.height - foot, width)
    return _axes.plot(sheet)


def _set(columns: Axes, line: Axes, figure: Figure, *, shared: bool) -> None:
    """Scales, columns and line."""
    row: tuple[Slot, ...] = figure.options["slots"]
    at = {slot.label: slot.at for slot in row}
    own = {kind: _months.run(figure, kind) for kind in (_LEVEL, _GROWTH)}
    ends = {kind: _axes.limits([float(mark.value) for mark in own[kind]], air=0.22, zero=True) for kind in own}
    if shared:
        ends = _one_zero(ends)
    for axes, kind in ((columns, _LEVEL), (line, _GROWTH)):
        axes.set_xlim(row[0].at - 0.6, row[-1].at + 0.6)
        axes.set_ylim(*ends[kind])
        axes.xaxis.set_visible(False)
        scale = figure.options["ticks"][kind]
        axes.set_yticks(list(scale), list(scale.values()))
        axes.axhline(0, color=INK, linewidth=0.8)
    fill = PALE if shared else BLUE
    columns.bar(
        [at[mark.label] for mark in own[_LEVEL]], [float(mark.value) for mark in own[_LEVEL]], _WIDE, color=fill
    )
    rates = {mark.label: float(mark.value) for mark in own[_GROWTH]}
    line.plot(
        [slot.at for slot in row], [rates.get(slot.label, float("nan")) for slot in row], color=BLUE, linewidth=1.8
    )


def _one_zero(ends: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Both scales stretched so that their zeros stand at the same height (domain 2.6)."""
    below = min(max(-low / (high - low) for low, high in ends.values()), _DEEPEST)
    made = {}
    for kind, (low, high) in ends.items():
        span = max(high / (1 - below), -low / below if below else 0.0)
        made[kind] = (-span * below, span * (1 - below))
    return made


def _words(sheet: Sheet, both: tuple[Axes, Axes], figure: Figure, *, shared: bool) -> None:
    """Names of the two scales, and the numbers: the line's first, because it is what the chart is about."""
    at = {slot.label: slot.at for slot in figure.options["slots"]}
    names = figure.options["names"]
    columns, line = both
    heads_at = [sheet.place(axes, 0, axes.get_ylim()[1])[1] - _HEAD + SMALL for axes in both]
    heads = [
        Text(0, heads_at[0], names[_LEVEL], SMALL, GREY),
        Text(sheet.width if shared else 0, heads_at[1], names[_GROWTH], SMALL, GREY, "end" if shared else "start"),
    ]
    board = _labels.Board((0, 0, sheet.width, sheet.height - _months.FOOT))
    for head in heads:
        board.take(head)
    sheet.over += heads
    runs = {kind: _months.run(figure, kind) for kind in (_LEVEL, _GROWTH)}
    points = {
        kind: [sheet.place(axes, at[mark.label], float(mark.value)) for mark in runs[kind]]
        for kind, axes in ((_LEVEL, columns), (_GROWTH, line))
    }
    board.line(points[_GROWTH])
    base = sheet.place(line, 0, 0)[1]
    board.line(((0, base), (sheet.width, base)))
    if not shared:
        bottom = sheet.place(line, 0, line.get_ylim()[0])[1]
        sheet.under.append(Line(0, bottom + _BETWEEN / 2, sheet.width, bottom + _BETWEEN / 2, LIGHT, 0.4))
    rates = _labels.numbers(board, runs[_GROWTH], points[_GROWTH], BLUE)
    half = _WIDE / 2 * (sheet.place(columns, 1, 0)[0] - sheet.place(columns, 0, 0)[0])
    zero = sheet.place(columns, 0, 0)[1]
    tops = [
        _top(sheet, mark, point, half, PALE if shared else BLUE)
        for mark, point in zip(runs[_LEVEL], points[_LEVEL], strict=True)
    ]
    for x, y in tops:
        board.block((x - half, min(y, zero), x + half, max(y, zero)))
    levels = _labels.numbers(board, runs[_LEVEL], tops, GREY if shared else INK, caps=True)
    sheet.over += [
        *levels,
        *(
            shape
            for mark, place in zip(runs[_GROWTH], points[_GROWTH], strict=True)
            for shape in dot(*place, _DOT, WHITE if shared else BLUE, BLUE, 1.0, cut=bool(mark.qualifier))
        ),
        *rates,
    ]


def _top(sheet: Sheet, mark: Mark, point: tuple[float, float], half: float, fill: str) -> tuple[float, float]:
    """Where a column ends: beyond its slices where its figure is a 概数, which are put here."""
    x, y = point
    if not mark.qualifier:
        return point
    side = -1 if mark.value >= 0 else 1
    sheet.over += [
        Rect(x - half, y + side * step - (thick if side < 0 else 0), 2 * half, thick, fill)
        for step, thick in _rows.SLICES
    ]
    return x, y + side * _rows.OPEN


_SLOTS = (
    Slot("1—2月", "1—2月", 0.5, joined=True), *(Slot(f"1—{month}月", f"1—{month}月", month - 1.0) for month in range(3, 7)),
)  # fmt: skip
_TICKS = {_LEVEL: {0.0: "0", 100.0: "100", 200.0: "200"}, _GROWTH: {0.0: "0", 5.0: "5", 10.0: "10"}}
ASKS = """
id: investment
kind: columns_line
of: 固定资产投资
"""
EXAMPLE = Figure(
    "example", KIND, ("固定资产投资增长6.4%，增速比年初回落",), ("固定资产投资，单位：亿元、%，2024年上半年",),
    tuple(
        Mark(f"1—{month}月", Decimal(value), f"{value}{unit}", f"固定资产投资:{group}@2024-M01..M{month:02}", group=group)
        for group, unit, values in (
            (_LEVEL, "亿元", ("48.2", "86.5", "121.4", "160.9", "205.3")), (_GROWTH, "%", ("9.8", "8.1", "7.2", "6.9", "6.4")),
        )
        for month, value in zip(range(2, 7), values, strict=True)
    ),
    "柱线图：累计1—2月48.2亿元，1—3月86.5亿元，1—4月121.4亿元，1—5月160.9亿元，1—6月205.3亿元；"
    "同比增速1—2月9.8%，1—3月8.1%，1—4月7.2%，1—5月6.9%，1—6月6.4%。",
    source="统计局",
    options={
        "slots": _SLOTS, "names": {_LEVEL: "累计（亿元）", _GROWTH: "同比增速（%）"}, "shared": False, "ticks": _TICKS,
        "scale": (_drawn(_TICKS, shared=False), *_months.printed(_SLOTS)),
    },
)  # fmt: skip
