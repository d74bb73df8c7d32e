"""Turn the tables of a sheet, one below the other, into figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import PurePosixPath

from reporter.model.indicator import Indicator
from reporter.model.observation import Measure, Observation
from reporter.model.period import Period
from reporter.sources.shape import blocks, header, period_words
from reporter.sources.shape.blocks import CORNER, MAKER, Table, is_figure
from reporter.sources.shape.collect import POINTS, Collector
from reporter.sources.shape.grid import Grid, fold
from reporter.sources.shape.header import Column
from reporter.sources.shape.number import is_mark
from reporter.sources.shape.period_words import SILENT, Said

_BETWEEN = re.compile(r"[、,;/及和]")
_PARTLY = re.compile(r"#|其中:?")
_FRACTIONS = 3
"""Rates, all below 1, from which on a column looks as if it held 0.116 for 11.6%."""


def read(grid: Grid, collector: Collector) -> None:
    """Collect every figure of every table."""
    tables = blocks.tables(grid, collector.dictionary)
    if not tables and blocks.has_figures(grid):
        advice = "表头写明指标名称、时期（1—6月累计）和量度（增长%、位次 …）"
        collector.error("no_header", grid.place(0), "有数字，但找不到表头", advice)
    frame = None
    for table in tables:
        frame = _frame(grid, table, collector, frame)
        _name_unknown(grid, table, frame.columns, collector)
        reader = _Reader(grid, frame, collector)
        for row in table.body:
            reader.read_row(row)
        _suspect_fractions(grid, table, reader)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the surroundings of a table say about all of its figures."""

    columns: tuple[Column, ...]
    periods: dict[int, Period]
    """Period of each column that holds figures."""
    units: tuple[str, ...]
    """Units in the corner."""
    department: str

    @property
    def label_places(self) -> list[int]:
        """The columns that hold labels: those that say so, else those without a header before the first figure."""
        first = min(self.periods, default=len(self.columns))
        named = [column.index for column in self.columns if column.role == "label"]
        return named or [column.index for column in self.columns if column.role == "unknown" and column.index < first]


def _frame(grid: Grid, table: Table, collector: Collector, before: _Frame | None) -> _Frame:
    """What holds for a whole table; an untold unit or department is that of the table above it."""
    columns = header.columns(grid, table.header, collector.dictionary.units)
    titles = [fold(grid.text(row, column)) for row in table.titles for column in grid.filled(row)]
    units = [
        unit for title in titles for found in CORNER.finditer(title) for unit in _BETWEEN.split(found["units"]) if unit
    ]
    maker = next((found["maker"] for title in titles if (found := MAKER.search(title))), "")
    around = period_words.settle(
        [*reversed(titles), grid.sheet, PurePosixPath(grid.file).name], collector.source.period
    )
    return _Frame(
        columns, _periods(grid, table, columns, around, collector),
        tuple(units) or (before.units if before else ()), maker or (before.department if before else ""),
    )  # fmt: skip


def _periods(
    grid: Grid, table: Table, columns: Sequence[Column], around: Said, collector: Collector
) -> dict[int, Period]:
    """The period of each column: its own words, else the column to its left for a rate, else the surroundings."""
    periods: dict[int, Period] = {}
    months = next((column.said for column in columns if column.said.months), SILENT)
    left = SILENT
    for column in columns:
        if column.role != "figure":
            continue
        said = column.said
        if said.silent and column.measure not in ("level", "target"):
            said = left
        elif (said.running or said.single) and not said.months:
            said = said.within(months)
        said = said.within(around)
        period = Period.parse(str(said.year)) if said.year and column.measure == "target" else said.period()
        if period is None:
            advice = "在标题或表头写明，如2018年1—6月、2018年全年，或在数据源里写明period"
            collector.error(
                "unknown_period", grid.place(table.header[-1], column.index), f"“{column.text}”一列的时期不明", advice
            )
            continue
        left = said
        periods[column.index] = period.year_ago if column.year_ago else period
    return periods


def _name_unknown(grid: Grid, table: Table, columns: Sequence[Column], collector: Collector) -> None:
    """Tell of columns that hold figures and are not understood; nothing is dropped in silence."""
    for column in columns:
        if column.role == "unknown" and any(is_figure(grid.value(row, column.index)) for row in table.body):
            words = f"“{column.text}”" if column.text else "空白"
            advice = "表头可写：累计、绝对量、增长%、增减百分点、位次、占比、完成年度计划%、年度目标"
            place = grid.place(table.header[-1], column.index)
            collector.find("warning", "unknown_column", place, f"看不懂的表头{words}，这一列没有读取", advice)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the rows of one table."""

    grid: Grid
    frame: _Frame
    collector: Collector
    rates: dict[int, list[Decimal]] = field(default_factory=dict)
    """Bare numbers in columns of rates, by column."""

    def read_row(self, row: int) -> None:
        """Collect the figures of one row; a row of words that names no indicator is a heading or a note."""
        place, label = self._label(row)
        spellings = tuple(self.collector.dictionary.spellings(label))
        if any(fold(name) in self.collector.ignored for name, _ in spellings):
            return
        known = [(name, unit) for name, unit in spellings if self.collector.dictionary.find(name, None)]
        if not known and not any(is_figure(self.grid.value(row, column)) for column in self.frame.periods):
            return
        if not label:
            self.collector.error("no_label", self.grid.place(row), "这一行有数字，没有指标名称")
            return
        for column in self.frame.columns:
            if column.index not in self.frame.periods:
                continue
            period = self.frame.periods[column.index]
            indicator = self.collector.indicator([name for name, _ in spellings], period, self.grid.place(row, place))
            if indicator is None:
                return
            self._read_cell(row, column, indicator, known[0][1])

    def _label(self, row: int) -> tuple[int, str]:
        """Column and words of a row's label; of several label columns, the innermost."""
        places = self.frame.label_places
        for place in reversed(places):
            value = self.grid.value(row, place)
            text = self.grid.text(row, place)
            if isinstance(value, str) and text and not _PARTLY.fullmatch(fold(text)) and not is_mark(value):
                return place, text
        return (places[0] if places else 0), ""

    def _read_cell(self, row: int, column: Column, indicator: Indicator, written: str) -> None:
        """The figure in one cell; ``written`` is the unit within the label."""
        place = self.grid.place(row, column.index)
        found = self.collector.number(self.grid.value(row, column.index), place)
        if found is None:
            return
        measure = _measure_in(column, found.unit)
        if measure != column.measure:
            self.collector.find("note", "points_in_rates", place, "增速一列里写的是百分点，按增减百分点读取")
        beside = (
            [found.unit] if found.unit else self._units(row, column, written) if measure in ("level", "target") else []
        )
        unit = self.collector.unit(indicator, measure, [] if found.value is None else beside, place)
        if unit is None:
            return
        if found.value is not None and column.measure in ("growth", "share", "completion") and not found.unit:
            self.rates.setdefault(column.index, []).append(found.value)
        source = self.collector.source
        self.collector.put(Observation(
            indicator.name, measure, self.collector.layout.area, self.frame.periods[column.index], found.value, unit,
            column.basis, column.scope, qualifier=found.qualifier, released=source.released,
            department=source.department or self.frame.department, source=source.name, origin=place,
        ))  # fmt: skip

    def _units(self, row: int, column: Column, written: str) -> list[str]:
        """The unit of a level as the nearest words tell it: label, unit column, header, corner."""
        beside = (self.grid.text(row, other.index) for other in self.frame.columns if other.role == "unit")
        nearest = written or next((unit for unit in beside if unit), "") or column.unit
        return [nearest] if nearest else list(self.frame.units)


def _measure_in(column: Column, unit: str) -> Measure:
    """The measure of a cell: 10.17个百分点 in a column of growth is a difference."""
    return "difference" if column.measure == "growth" and unit in (POINTS, POINTS[1:]) else column.measure


def _suspect_fractions(grid: Grid, table: Table, reader: _Reader) -> None:
    """Warn of a column of rates that looks as if it held 0.116 for 11.6%."""
    for index, rates in reader.rates.items():
        values = [value for value in rates if value]
        if len(values) >= _FRACTIONS and all(abs(value) < 1 for value in values):
            message = f"“{reader.frame.columns[index].text}”一列的数都小于1，可能把11.6%存成了0.116"
            place = grid.place(table.header[-1], index)
            reader.collector.find("warning", "perhaps_a_fraction", place, message, "确认单位是%，数值写11.6")
