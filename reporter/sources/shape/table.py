"""Turn the tables of a sheet, side by side or one below the other, into figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from reporter.model.finding import Place
from reporter.model.indicator import Indicator
from reporter.model.observation import MEASURE_WORDS, Measure, Observation
from reporter.model.period import Period
from reporter.sources.shape import blocks
from reporter.sources.shape.blocks import is_figure
from reporter.sources.shape.collect import POINTS, Collector
from reporter.sources.shape.frame import Frame, frames
from reporter.sources.shape.grid import Grid
from reporter.sources.shape.header import Column
from reporter.sources.shape.heads import Head, Heads
from reporter.sources.shape.number import Number
from reporter.sources.shape.period_words import Said
from reporter.sources.shape.telling import explain_header, explain_titles, role_of, tell_unknown

_ELIDED = re.compile(r"[.…]+")
_FRACTIONS = 3
"""Rates, all below 1, from which on a column looks as if it held 0.116 for 11.6%."""


def read(grid: Grid, collector: Collector) -> None:
    """Collect every figure of every table."""
    tables = blocks.tables(grid, collector.dictionary, collector.layout)
    if not tables and blocks.has_figures(grid):
        advice = "表头写明指标名称、时期（1—6月累计）和量度（增长%、位次 …）；认不出的，在layout里写header: 3-4"
        collector.error("no_header", grid.place(0), "有数字，但找不到表头", advice)
    before = None
    for table in tables:
        explain_titles(grid, table, collector)
        for frame in frames(grid, table, collector, before):
            before = frame
            explain_header(grid, frame, collector)
            tell_unknown(grid, frame, collector)
            reader = _Reader(grid, frame, collector, Heads(grid, frame, collector), figures=frame.figures)
            for row in table.body:
                reader.read_row(row)
            _suspect_fractions(grid, reader)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the rows of one table."""

    grid: Grid
    frame: Frame
    collector: Collector
    heads: Heads
    rates: dict[int, list[Decimal]] = field(default_factory=dict)
    """Bare numbers in columns of rates, by column."""
    figures: Sequence[Column] = ()
    """The columns that are read."""

    def read_row(self, row: int) -> None:
        """Collect the figures of one row; a row of words that names no indicator is a heading or a note."""
        columns = self.figures
        if self._is_elided(row):
            return
        figures = any(is_figure(self.grid.value(row, column.index)) for column in columns)
        head = self.heads.read(row, figures=figures)
        if head is None:
            return
        for column in self.frame.columns if self.collector.explains else ():
            text = self.grid.text(row, column.index)
            if text and column.role in ("ordinal", "unit", "note", "unread"):
                self.collector.explain(self.grid.place(row, column.index), role_of(self.frame, column), text)
        for column in columns:
            if not self._read_cell(row, _column_of(head, column), head):
                return

    def _is_elided(self, row: int) -> bool:
        """Whether a row only says that rows were left out: dots under every heading."""
        filled = self.grid.filled(row)
        return bool(filled) and all(_ELIDED.fullmatch(self.grid.text(row, place)) for place in filled)

    def _read_cell(self, row: int, column: Column, head: Head) -> bool:
        """Collect the figure in one cell; false when the row's indicator is unknown and was told."""
        place = self.grid.place(row, column.index)
        period = self._period(column, head)
        if period is None:
            return True
        names = head.names or column.names or ((self.frame.layout.indicator,) if self.frame.layout.indicator else ())
        if not names:
            names, where = (column.text,), self.grid.place(self.frame.table.header[-1], column.index)
            pinned = "columns"
            if row != self.frame.table.body[0]:
                return True
        else:
            where, pinned = head.place, "names"
        indicator = self.collector.indicator(names, period, where, pinned)
        if indicator is None:
            return not head.names
        if head.names and self.collector.explains:
            self.collector.explain(where, "指标", self.grid.text(row, self._label_place(row)), indicator.name)
        found = self.collector.number(self.grid.value(row, column.index), place, column.measure)
        if found is not None:
            self._put(row, column, head, indicator, period, found)
        return True

    def _label_place(self, row: int) -> int:
        return next((place for place in reversed(self.frame.labels) if self.grid.text(row, place)), 0)

    def _period(self, column: Column, head: Head) -> Period | None:
        """The period of a cell: told by its column, or by its row together with 当月 and 累计 in the header."""
        if not self.frame.months:
            period = self.frame.periods.get(column.index)
            own = head.column.said if head.column else head.said
            return self._own_period(period, own, head.place, column) if period else None
        period = column.said.within(head.said).period()
        return period.year_ago if period and column.year_ago else period

    def _own_period(self, period: Period, own: Said, place: Place, column: Column) -> Period | None:
        """The period that a label names itself, as what always comes a month later does: 营业收入（1—5月）."""
        if own.first is None or own.last is None:
            return period
        if own.year is None and own.last > period.last:
            message = f"这一行写的时期比“{column.text}”一列晚"
            self.collector.error("unknown_period", place, message, "在这一行写明年份，如（2025年1—12月）")
            return None
        alone = column.said.single or (period.months == 1 and period.last > 1)
        year = (own.year or period.year) - (own.year is not None and column.year_ago)
        return Period(year, own.last if alone else own.first, own.last)

    def _put(self, row: int, column: Column, head: Head, indicator: Indicator, period: Period, found: Number) -> None:
        """Keep a figure with its unit."""
        place = self.grid.place(row, column.index)
        measure = _measure_in(column, found.unit)
        if measure != column.measure:
            self.collector.find("note", "points_in_rates", place, "增速一列里写的是百分点，按增减百分点读取")
        if (
            self.frame.layout.fractions
            and measure in ("growth", "share", "completion")
            and found.value
            and not found.unit
        ):
            found = replace(found, value=found.value.scaleb(2))
        beside = (
            [found.unit]
            if found.unit
            else self._units(row, column, head.unit)
            if measure in ("level", "target")
            else []
        )
        measured = self.collector.measured(indicator, measure, found, beside, place)
        if measured is None:
            return
        value, unit, note = measured
        if value is not None and column.measure in ("growth", "share", "completion") and not found.unit:
            self.rates.setdefault(column.index, []).append(value)
        source = self.collector.source
        if self.collector.explains:
            self.collector.explain(place, "数", self.grid.text(row, column.index))
        self.collector.put(Observation(
            indicator.name, measure, head.area or self.frame.layout.area, period, value, unit,
            column.basis, column.scope, qualifier=found.qualifier, released=self.frame.released or source.released,
            department=source.department or self.frame.department, source=source.name, origin=place, note=note,
        ))  # fmt: skip

    def _units(self, row: int, column: Column, written: str) -> list[str]:
        """The unit of a level as the nearest words tell it: label, unit column, header, corner, layout."""
        beside = (self.grid.text(row, place) for place in self.frame.unit_places)
        nearest = written or next((unit for unit in beside if unit), "") or column.unit
        return [nearest] if nearest else list(self.frame.units) or [self.frame.layout.unit]


def _column_of(head: Head, column: Column) -> Column:
    """The column as its row reads it: a row may name the measure where the header only tells a period."""
    if head.column is None or column.measure != "level":
        return column
    own = head.column
    return replace(column, measure=own.measure, basis=own.basis, scope=own.scope, unit=own.unit)


def _measure_in(column: Column, unit: str) -> Measure:
    """The measure of a cell: 10.17个百分点 in a column of growth is a difference."""
    return "difference" if column.measure == "growth" and unit in (POINTS, POINTS[1:]) else column.measure


def _suspect_fractions(grid: Grid, reader: _Reader) -> None:
    """Warn of a column of rates that looks as if it held 0.116 for 11.6%."""
    frame = reader.frame
    for index, rates in () if frame.layout.fractions else reader.rates.items():
        values = [value for value in rates if value]
        if len(values) >= _FRACTIONS and all(abs(value) < 1 for value in values):
            column = next(column for column in frame.columns if column.index == index)
            message = f"“{column.text}”一列的数都小于1，可能把11.6%存成了0.116"
            place = grid.place(frame.table.header[-1], index)
            advice = f"确认单位是%，数值写11.6；确是小数的，在layout里写fractions: true（{MEASURE_WORDS[column.measure]}乘以100）"
            reader.collector.find(
                "warning", "perhaps_a_fraction", place, message, advice, ("layout", "fractions", "true")
            )
