"""Turn the titles and the header of a table into what they say about all of its figures."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from reporter.model.observation import Measure
from reporter.model.period import Period
from reporter.sources.shape import header, period_words
from reporter.sources.shape.bands import bands, shifted
from reporter.sources.shape.blocks import CORNER, MAKER, Table
from reporter.sources.shape.collect import Collector
from reporter.sources.shape.grid import Grid, fold, letters
from reporter.sources.shape.header import Column
from reporter.sources.shape.layout import UNREAD, Layout
from reporter.sources.shape.period_words import SILENT, Said

_BETWEEN = re.compile(r"[、,;/及和]")
_COMPOSITION = re.compile(r"(?:\d+[、.．])?(?P<whole>[^\d、.．:]{2,}?)的?构成")
_RELEASED = re.compile(r"(?:发布|公布|报出|报送|填报|制表)(?:日期|时间):?(?P<day>[^:,;()]+?日|[\d./-]+)")
_MOST_OF = 2


@dataclass(frozen=True, slots=True)
class Frame:
    """What holds for a whole table, or for one of several that stand side by side."""

    table: Table
    layout: Layout
    columns: tuple[Column, ...]
    labels: tuple[int, ...]
    """Columns that name the indicators; none where the headers name them."""
    months: tuple[int, ...]
    """Columns that name the periods; none where the headers or the surroundings name them."""
    areas: tuple[int, ...]
    """Columns that name the areas."""
    around: Said
    """The period of titles, sheet, file and definition."""
    periods: dict[int, Period]
    """Period of each column of figures; with periods below each other, none."""
    units: tuple[str, ...]
    """Units in the corner."""
    department: str
    released: dt.date | None

    @property
    def unit_places(self) -> list[int]:
        """The columns that hold units."""
        return [column.index for column in self.columns if column.role == "unit"]

    @property
    def figures(self) -> list[Column]:
        """The columns that are read, those whose period is known."""
        return [
            column for column in self.columns
            if column.role == "figure" and (self.months or column.index in self.periods)
        ]  # fmt: skip


def frames(grid: Grid, table: Table, collector: Collector, before: Frame | None) -> Iterator[Frame]:
    """The frame of each table that stands in these rows; an untold unit or department is that of the one before."""
    title = "".join(grid.text(row, column) for row in table.titles for column in grid.filled(row))
    layout = collector.layout.of_table(title)
    width = max(len(grid.rows[row]) for row in (*table.header, *table.body))
    width = width if layout.align != "right" else _filled_width(grid, table)
    words = header.texts(grid, table.header, layout, width)
    columns = [_column(grid, index, text, collector, layout) for index, text in enumerate(words)]
    slipped = shifted(grid, table, columns)
    if slipped:
        message = f"表头“{slipped.text}”下面是文字，最右一列有数而没有表头，像是表头整行向左错了位"
        advice = "表头前补上空格子；来文如此的，在layout里写align: right"
        place, remedy = grid.place(table.header[0], slipped.index), ("layout", "align", "right")
        collector.error("header_shifted", place, message, advice, remedy)
        return
    side_by_side = list(bands(grid, table, columns))
    for band in side_by_side:
        before = _frame(grid, table, layout, band, collector, before, alone=len(side_by_side) == 1)
        yield before


def _filled_width(grid: Grid, table: Table) -> int:
    """Columns up to the last one in which a row of figures holds anything."""
    return 1 + max((column for row in table.body for column in grid.filled(row)), default=0)


def _column(grid: Grid, index: int, text: str, collector: Collector, layout: Layout) -> Column:
    """What a column holds, with the words that the layout puts in place of its header."""
    if layout.columns:
        said = {fold(words): instead for words, instead in layout.columns.items()}
        instead = said.get(fold(text), said.get(letters(grid.left + index)))
        if instead is not None:
            return (
                Column(index, text, "unread")
                if instead == UNREAD
                else replace(_read(index, instead, collector), text=text)
            )
    return _read(index, text, collector)


def _read(index: int, text: str, collector: Collector) -> Column:
    return header.read(index, text, collector.dictionary.is_unit)


def _frame(
    grid: Grid, table: Table, layout: Layout, columns: tuple[Column, ...], collector: Collector, before: Frame | None, *,
    alone: bool,
) -> Frame:  # fmt: skip
    """What the surroundings say about the figures in these columns."""
    titles = _titles(grid, table, columns, alone=alone)
    folded = [fold(text) for text in titles]
    units = [
        unit for text in folded for found in CORNER.finditer(text) for unit in _BETWEEN.split(found["units"]) if unit
    ]
    maker = next((found["maker"] for text in folded if (found := MAKER.search(text))), "")
    file = "" if "://" in grid.file else PurePosixPath(grid.file).name
    around = period_words.settle([*reversed(folded), grid.sheet, file], collector.source.period)
    columns = _ordinals(grid, table, columns)
    labels, months, areas = _down(grid, table, columns, layout)
    if not labels:
        columns = tuple(_named(column, collector, layout) for column in columns)
    columns = tuple(_with_measure(column, layout, folded) for column in columns)
    columns = _told_by_the_left(columns) if months else columns
    periods = {} if months else _periods(grid, table, columns, around, collector)
    return Frame(
        table, layout, columns, labels, months, areas, around, periods, tuple(units) or (before.units if before else ()),
        maker or (before.department if before else ""), _released(grid, table),
    )  # fmt: skip


def _titles(grid: Grid, table: Table, columns: Sequence[Column], *, alone: bool) -> list[str]:
    """The titles over these columns; one that stands alone in its row counts for all tables below it."""
    found = []
    for row in table.titles:
        filled = grid.filled(row)
        inside = [place for place in filled if columns[0].index <= place <= columns[-1].index]
        found += [grid.text(row, place) for place in (filled if alone or len(filled) == 1 else inside)]
    return found


def _down(
    grid: Grid, table: Table, columns: Sequence[Column], layout: Layout
) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """The columns that name indicators, periods and areas: told by their header, by the layout, else by what is in them."""
    places = {
        role: tuple(column.index for column in columns if column.role == role) for role in ("label", "period", "area")
    }
    first = min((column.index for column in columns if column.role == "figure"), default=1 << 30)
    silent = tuple(column.index for column in columns if column.role == "unknown" and column.index < first)
    if not any(places.values()):
        labels = [grid.text(row, silent[0]) for row in table.body if grid.text(row, silent[0])] if silent else []
        dated = any(column.said.months for column in columns if column.role == "figure")
        dates = bool(labels) and not dated and all(not period_words.find(text).silent for text in labels)
        places["period" if dates else "label"] = silent
    if layout.down:
        role = {"indicators": "label", "periods": "period", "areas": "area"}[layout.down]
        if not places[role]:
            places = {**dict.fromkeys(places, ()), role: next(filter(None, places.values()), ())}
    return places["label"], places["period"], places["area"]


def _ordinals(grid: Grid, table: Table, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns, a first one without a header that only counts the rows as what it is."""
    first = columns[0]
    if (
        first.role != "unknown"
        or first.text
        or not any(column.role in ("period", "label", "area") for column in columns)
    ):
        return columns
    counted = [grid.text(row, first.index) for row in table.body]
    holds = any(counted) and all(text.isdecimal() or not text.strip(".…") for text in counted)
    return (replace(first, role="ordinal"), *columns[1:]) if holds else columns


def _named(column: Column, collector: Collector, layout: Layout) -> Column:
    """A column of a table whose headers name the indicators; with one pinned indicator they need not."""
    if column.role not in ("figure", "unknown") or not column.text:
        return column
    found = header.naming(column.index, column.text, collector.dictionary)
    if found.names or not layout.indicator:
        return found if column.text not in layout.columns else replace(column, names=found.names)
    return column


def _with_measure(column: Column, layout: Layout, titles: Sequence[str]) -> Column:
    """A column of levels in a table of 构成 holds shares; the layout may say what else it holds."""
    if column.role != "figure" or column.measure not in ("level", "difference", "share", "rank"):
        return column
    whole = next((found["whole"] for text in titles if (found := _COMPOSITION.search(text))), "")
    measure: Measure = column.measure
    if measure == "level" and (layout.measure or whole):
        measure = layout.measure or "share"
    scoped = measure in ("share", "rank") or (measure == "difference" and bool(whole or layout.measure))
    return replace(column, measure=measure, scope=(column.scope or layout.scope or whole) if scoped else column.scope)


def _told_by_the_left(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """A rate that does not say whether it is of the month or of the year so far is of what stands to its left."""
    told: list[Column] = []
    for column in columns:
        rate = column.role == "figure" and column.measure not in ("level", "target") and column.said.silent
        before = next((one for one in reversed(told) if one.role == "figure"), None)
        same = before is not None and before.names == column.names
        told.append(replace(column, said=before.said) if rate and same and before else column)
    return tuple(told)


def _released(grid: Grid, table: Table) -> dt.date | None:
    """The day that a row above the table names as the one of its release."""
    days = (released_in(grid.text(row, column)) for row in table.titles for column in grid.filled(row))
    return next(filter(None, days), None)


def released_in(text: str) -> dt.date | None:
    """The day of release that a text names: 填报日期：2024年7月9日."""
    found = _RELEASED.search(fold(text))
    return period_words.day_in(found["day"]) if found else None


def _misread_range(grid: Grid, table: Table, columns: Sequence[Column]) -> bool:
    """Whether a column that is not understood stands under a day of the calendar, which will be told."""
    unknown = [column.index for column in columns if column.role == "unknown"]
    return any(isinstance(grid.value(row, place), dt.date) for row in table.header for place in unknown)


def _periods(
    grid: Grid, table: Table, columns: Sequence[Column], around: Said, collector: Collector
) -> dict[int, Period]:
    """The period of each column: its own words, else the surroundings; a rate is of the newest level to its left.

    Behind 2024年1—5月 and 2023年1—5月 stands the growth of 2024.
    """
    periods: dict[int, Period] = {}
    misread = _misread_range(grid, table, columns)
    months = next((column.said for column in columns if column.said.months), SILENT)
    beside: list[Said] = []
    """What the columns of one group say: levels, and the rates behind them."""
    rates = False
    for column in columns:
        if column.role != "figure":
            continue
        said = column.said
        rate = column.measure not in ("level", "target")
        if rates and not rate:
            beside = []
        rates = rate
        if said.silent and (rate or column.year_ago):
            said = max(beside, key=lambda one: one.year or 0) if beside else said
        elif (said.running or said.single) and not said.months:
            said = said.within(months)
        only_year = said.year is not None and not said.months and around.last is None
        said = Said(said.year, 1, 12) if only_year and not (said.running or said.single) else said.within(around)
        period = Period.parse(str(said.year)) if said.year and column.measure == "target" else said.period()
        if period is None and misread:
            continue
        if period is None:
            advice = "在标题或表头写明，如2018年1—6月、2018年全年，或在数据源里写明period"
            place, message = grid.place(table.header[-1], column.index), f"“{column.text}”一列的时期不明"
            collector.error("unknown_period", place, message, advice, ("period", "？"))
            continue
        beside.insert(0, said)  # the nearest first: of two levels of one year it counts
        periods[column.index] = period.year_ago if column.year_ago else period
    return periods
