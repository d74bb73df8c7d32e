"""Turn the tables of a sheet - titles, header, rows, notes, one below the other - into figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
from reporter.sources.shape.period_words import Said

_BETWEEN = re.compile(r"[、,;/及和]")
_PARTLY = re.compile(r"#|其中:?")
_FRACTIONS = 3
"""Rates, all below 1, from which on a column looks as if it held 0.116 for 11.6%."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the surroundings of a table say about all of its figures."""

    columns: tuple[Column, ...]
    periods: dict[int, Period]
    """Period of each column that holds figures."""
    units: tuple[str, ...]
    """Units in the corner."""
    department: str


def read(grid: Grid, collector: Collector) -> None:
    """Collect every figure of every table."""
    found = blocks.tables(grid, collector.dictionary)
    if not found and blocks.has_figures(grid):
        collector.error("no_header", grid.place(0), "有数字，但找不到表头", "表头写明指标名称、时期（1—6月累计）和量度（增长%、位次 …）")
    frame = None
    for table in found:
        frame = _frame(grid, table, collector, frame)
        rates: dict[int, list[Decimal]] = {}
        for row in table.body:
            _read_row(grid, row, frame, collector, rates)
        _look_for_fractions(grid, table, frame, collector, rates)


def _frame(grid: Grid, table: Table, collector: Collector, before: _Frame | None) -> _Frame:
    """What holds for the whole table; an untold unit or department is that of the table above it."""
    columns = header.columns(grid, table.header, collector.dictionary.units)
    titles = [fold(grid.text(row, column)) for row in table.titles for column in grid.filled(row)]
    units = [unit for title in titles for found in CORNER.finditer(title) for unit in _BETWEEN.split(found["units"]) if unit]
    maker = next((found["maker"] for title in titles if (found := MAKER.search(title))), "")
    around = period_words.settle([*reversed(titles), grid.sheet, PurePosixPath(grid.file).name, collector.source.period])
    _name_unknown(grid, table, columns, collector)
    return _Frame(
        columns, _periods(grid, table, columns, around, collector),
        tuple(units) or (before.units if before else ()), maker or (before.department if before else ""),
    )  # fmt: skip


def _name_unknown(grid: Grid, table: Table, columns: Sequence[Column], collector: Collector) -> None:
    """Tell of columns that hold figures and are not understood; nothing is dropped in silence."""
    for column in columns:
        if column.role == "unknown" and any(is_figure(grid.value(row, column.index)) for row in table.body):
            words = f"“{column.text}”" if column.text else "空白"
            advice = "表头可写：累计、绝对量、增长%、增减百分点、位次、占比、完成年度计划%、年度目标"
            collector.find("warning", "unknown_column", grid.place(table.header[-1], column.index), f"看不懂的表头{words}，这一列没有读取", advice)


def _periods(grid: Grid, table: Table, columns: Sequence[Column], around: Said, collector: Collector) -> dict[int, Period]:
    """The period of each column: its own words, else the column to its left for a rate, else the surroundings."""
    periods: dict[int, Period] = {}
    months = next((column.said for column in columns if column.said.months), Said())
    left = Said()
    for column in columns:
        if column.role != "figure":
            continue
        said = column.said
        if said.silent and column.measure not in ("level", "target"):
            said = left
        elif (said.running or said.single) and not said.months:
            said = said.within(months)
        said = said.within(around)
        period = said.period()
        if period is None:
            advice = "在标题或表头写明，如2018年1—6月，或在数据源里写明period"
            collector.error("unknown_period", grid.place(table.header[-1], column.index), f"“{column.text}”一列的时期不明", advice)
            continue
        left = said
        period = period.whole_year if column.measure == "target" else period
        periods[column.index] = period.year_ago if column.year_ago else period
    return periods


def _labels(grid: Grid, row: int, frame: _Frame) -> tuple[int, str]:
    """Column and words of a row's label; of several label columns, the innermost."""
    named = [column.index for column in frame.columns if column.role == "label"]
    first = min(frame.periods, default=len(frame.columns))
    places = named or [column.index for column in frame.columns if column.role == "unknown" and column.index < first]
    for place in reversed(places):
        text = grid.text(row, place)
        if text and not _PARTLY.fullmatch(fold(text)) and not is_figure(grid.value(row, place)):
            return place, text
    return (places[0] if places else 0), ""


def _read_row(grid: Grid, row: int, frame: _Frame, collector: Collector, rates: dict[int, list[Decimal]]) -> None:
    """The figures of one row; a row of words that names no indicator is a heading or a note."""
    place, label = _labels(grid, row, frame)
    spellings = tuple(collector.dictionary.spellings(label))
    if any(fold(name) in collector.ignored for name, _ in spellings):
        return
    known = any(collector.dictionary.find(name, None) for name, _ in spellings)
    if not known and not any(is_figure(grid.value(row, column)) for column in frame.periods):
        return
    if not label:
        collector.error("no_label", grid.place(row), "这一行有数字，没有指标名称")
        return
    written = next((unit for name, unit in spellings if unit and collector.dictionary.find(name, None)), "")
    said: set[Indicator | None] = set()
    for column in frame.columns:
        if column.index not in frame.periods:
            continue
        period = frame.periods[column.index]
        if None in said:
            return
        indicator = collector.indicator((name for name, _ in spellings), period, grid.place(row, place))
        said.add(indicator)
        if indicator:
            _read_cell(grid, (row, column), indicator, frame, written, collector, rates)


def _read_cell(
    grid: Grid, at: tuple[int, Column], indicator: Indicator, frame: _Frame, written: str, collector: Collector, rates: dict[int, list[Decimal]]
) -> None:
    """The figure in one cell."""
    row, column = at
    place = grid.place(row, column.index)
    found = collector.number(grid.value(row, column.index), place)
    if found is None:
        return
    measure = _measure_in(column, found.unit)
    if measure != column.measure:
        collector.find("note", "points_in_rates", place, "增速一列里写的是百分点，按增减百分点读取")
    units = [found.unit] if found.unit else _units(grid, row, column, frame, written) if measure in ("level", "target") else []
    unit = collector.unit(indicator, measure, units if found.value is not None else [], place)
    if unit is None:
        return
    if found.value is not None and unit == "%" and not found.unit:
        rates.setdefault(column.index, []).append(found.value)
    collector.put(Observation(
        indicator.name, measure, collector.layout.area, frame.periods[column.index], found.value, unit, column.basis, column.scope,
        qualifier=found.qualifier, released=collector.source.released, department=collector.source.department or frame.department,
        source=collector.source.name, origin=place,
    ))  # fmt: skip


def _measure_in(column: Column, unit: str) -> Measure:
    """The measure of a cell: 10.17个百分点 in a column of growth is a difference."""
    points = column.measure == "growth" and unit in (POINTS, POINTS[1:])
    return "difference" if points else column.measure


def _units(grid: Grid, row: int, column: Column, frame: _Frame, written: str) -> list[str]:
    """The unit of a level as the nearest words tell it: label, unit column, header, corner."""
    beside: Iterator[str] = (grid.text(row, other.index) for other in frame.columns if other.role == "unit")
    nearest = written or next((unit for unit in beside if unit), "") or column.unit
    return [nearest] if nearest else list(frame.units)


def _look_for_fractions(grid: Grid, table: Table, frame: _Frame, collector: Collector, rates: dict[int, list[Decimal]]) -> None:
    """Warn of a column of rates that looks as if it held 0.116 for 11.6%."""
    for column in frame.columns:
        values = [value for value in rates.get(column.index, ()) if value]
        if column.measure in ("growth", "share", "completion") and len(values) >= _FRACTIONS and all(abs(value) < 1 for value in values):
            message = f"“{column.text}”一列的数都小于1，可能把11.6%存成了0.116"
            collector.find("warning", "perhaps_a_fraction", grid.place(table.header[-1], column.index), message, "确认单位是%，数值写11.6")
