"""Turn rows in the exchange format, one figure a row, into observations; columns may stand in any order."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any, cast

from reporter.model.cell import meant
from reporter.model.finding import Place
from reporter.model.observation import (
    COLUMN_WORDS,
    EXCHANGE_COLUMNS,
    MEASURE_WORDS,
    MEASURES,
    QUALIFIERS,
    STATUSES,
    Measure,
    Observation,
    Qualifier,
    Status,
)  # fmt: skip
from reporter.sources.shape import period_words
from reporter.sources.shape.collect import Collector
from reporter.sources.shape.grid import Grid, Value, fold, words
from reporter.sources.shape.number import MISSING

REQUIRED = EXCHANGE_COLUMNS[:5]
_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,6})?").fullmatch
"""A value without anything to understand in it, written as the store writes it."""
_ENOUGH = 3
"""Required columns that make a first row a header of this format, so that a misspelt one is told as such."""
_NAMES = {words: name for name, words in COLUMN_WORDS.items()}
_MEASURES: dict[str, Measure] = {name: name for name in MEASURES} | {word: name for name, word in MEASURE_WORDS.items()}
_period = lru_cache(maxsize=4096)(period_words.parse)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row by column name."""

    grid: Grid
    number: int
    head: dict[str, int]

    def value(self, column: str) -> Value:
        """What a column holds; ``None`` where the file does not have it."""
        place = self.head.get(column)
        return None if place is None else self.grid.value(self.number, place)

    def text(self, column: str) -> str:
        """The words of a column."""
        return meant(words(self.value(column)))

    def place(self, column: str) -> Place:
        """Where a column of this row stands."""
        return self.grid.place(self.number, self.head.get(column))

    @property
    def origin(self) -> Place:
        """Where the figure stands: the line of a text file, the cell of a sheet."""
        return self.grid.place(self.number) if self.grid.lines else self.place("value")


def head_of(grid: Grid) -> dict[str, int] | None:
    """The columns by name when the grid is in this format, else ``None``.

    Its Chinese words are those of other tables too, all but 量度.
    """
    if not grid.rows:
        return None
    head: dict[str, int] = {}
    for column in grid.filled(0):
        head.setdefault(_name(grid, column), column)
    if "measure" in head and fold(grid.text(0, head["measure"])) == COLUMN_WORDS["measure"]:
        return head
    return head if sum(name in head for name in REQUIRED) >= _ENOUGH else None


def _name(grid: Grid, column: int) -> str:
    """What a column is called, in the words of the format."""
    written = fold(grid.text(0, column)).casefold()
    return _NAMES.get(written, written)


def _both(name: str) -> str:
    """A column as a fault names it."""
    return f"{name}（{COLUMN_WORDS[name]}）"


def read(grid: Grid, head: dict[str, int], collector: Collector) -> None:
    """Collect every row; nothing is read when the header itself is wrong."""
    if not _head_holds(grid, head, collector):
        collector.stopped = True
        return
    ignored = frozenset(fold(label) for label in collector.layout.ignore)
    alike = _Alike(grid, head, collector)
    number = 0
    while (number := alike.after(number)) < len(grid.rows):
        if not grid.filled(number):
            continue
        if collector.stopped:
            return
        beyond = [column for column in grid.filled(number) if column not in head.values()]
        if beyond:
            place = grid.place(number, beyond[0])
            collector.error("row_width", place, "这一格在表头之外", "值里有逗号的，整个值加双引号")
            continue
        row = _Row(grid, number, head)
        if not ignored or fold(row.text("indicator")) not in ignored:
            alike.learn(number, _collect(row, collector))


class _Alike:
    """Rows that differ from one already understood in nothing but area, value and note are understood at once."""

    def __init__(self, grid: Grid, head: dict[str, int], collector: Collector) -> None:
        """Only where the columns of the header are all that there are, and nobody asks for explanations."""
        self._lines, self._collector, self._width = grid.lines, collector, len(head)
        self._rows = cast("Sequence[Sequence[str]]", grid.rows)  # a text file holds nothing but words
        self._area, self._value, self._note = (head.get(name) for name in ("area", "value", "note"))
        fixed = [column for name, column in head.items() if name not in ("area", "value", "note")]
        whole = sorted(head.values()) == list(range(self._width)) and bool(grid.lines) and len(fixed) > 1
        self._may = whole and not (collector.explains or collector.layout.zero_is_missing or collector.layout.missing)
        self._likeness: Callable[[Any], Any] = itemgetter(*fixed) if self._may else bool
        self._known = collector.kept.likenesses

    def learn(self, number: int, found: Observation | None) -> None:
        """Remember a row whose value was taken as it stood."""
        cells = self._rows[number]
        if found and self._may and len(cells) == self._width and found.measure != "rank":
            self._collector.kept.learn(self._likeness(cells), found)

    def after(self, number: int) -> int:
        """The next row that must be understood by itself; those before it were like one that is known, and are collected."""
        rows, lines, likeness, kept = self._rows, self._lines, self._likeness, self._collector.kept
        area_at, value_at, note_at, otherwise = self._area, self._value or 0, self._note, self._collector.layout.area
        for next_one in range(number + 1, len(rows)):
            cells = rows[next_one]
            known = self._known.get(likeness(cells)) if self._may and len(cells) == self._width else None
            if known is None:
                return next_one
            value = cells[value_at]
            if value and not _PLAIN(value):
                return next_one
            area = "" if area_at is None else meant(cells[area_at].strip())
            note = "" if note_at is None else meant(cells[note_at].strip())
            clash = kept.put_alike(known, area or otherwise, value or None, lines[next_one], note)
            if clash is not None:
                self._collector.clash(*clash)
        return len(rows)


def _head_holds(grid: Grid, head: dict[str, int], collector: Collector) -> bool:
    """Whether the header has every required column, none that is unknown and none twice."""
    faults = len(collector.findings)
    for name in REQUIRED:
        if name not in head:
            needed = "、".join(map(_both, REQUIRED))
            collector.error("missing_column", grid.place(0), f"表头缺少{_both(name)}一栏", f"必需的栏：{needed}")
    for column in grid.filled(0):
        name = _name(grid, column)
        if name not in EXCHANGE_COLUMNS:
            near = difflib.get_close_matches(name, [*EXCHANGE_COLUMNS, *_NAMES], 1)
            advice = f"是不是{near[0]}？" if near else f"可用的栏：{'、'.join(map(_both, EXCHANGE_COLUMNS))}"
            collector.error("unknown_column", grid.place(0, column), f"不认识的栏“{grid.text(0, column)}”", advice)
        elif head[name] != column:
            collector.error("duplicate_column", grid.place(0, column), f"{name}一栏出现了两次", "删去其中一栏")
    return len(collector.findings) == faults


def _collect(row: _Row, collector: Collector) -> Observation | None:
    """One row; all its faults are told together. Returns the figure if its value was taken as it stands."""
    period = _period(row.text("period"))
    if period is None:
        advice = "写作2018、2018-H1、2018-Q2、2018-M06、2018-M01..M05，或2018年1—6月"
        collector.error("unknown_period", row.place("period"), f"读不懂的报告期“{row.text('period')}”", advice)
    measure = _MEASURES.get(row.text("measure"))
    if measure is None:
        advice = f"应为：{'、'.join(MEASURES)}"
        collector.error("unknown_measure", row.place("measure"), f"没有“{row.text('measure')}”这种量度", advice)
    indicator = collector.indicator([row.text("indicator")], period, row.place("indicator"))
    number = collector.number(row.value("value"), row.place("value"), measure or "level")
    qualifier = _one_of(row, "qualifier", QUALIFIERS, collector)
    status = _one_of(row, "status", STATUSES, collector)
    released, dated = _date(row, collector)
    if number and qualifier and number.qualifier not in ("", qualifier):
        message = f"值里写“{number.qualifier}”，qualifier一栏写“{qualifier}”"
        collector.error("qualifier_conflict", row.place("qualifier"), message, "两处取一")
        return None
    if not (period and measure and indicator and number and dated) or qualifier is None or status is None:
        return None
    beside = ((row.text("unit"), "unit"), (number.unit, "value"))
    measured = [collector.measured(indicator, measure, number, [unit], row.place(column)) for unit, column in beside]
    if measured[0] is None or measured[1] is None:
        return None
    value, unit, note = measured[1] if number.unit else measured[0]
    if collector.explains:
        for column in row.head:
            if column != "value":
                collector.explain(row.place(column), column, row.text(column))
        collector.explain(row.origin, "数", row.text("value"))
    found = Observation(
        indicator.name, measure, row.text("area") or collector.layout.area, period, value, unit,
        _basis(row.text("basis"), measure), row.text("scope"), row.text("comparator"), cast("Qualifier", qualifier or number.qualifier),
        cast("Status", status), released or collector.source.released, row.text("department") or collector.source.department,
        row.text("source") or collector.source.name, row.origin,
        row.text("note") or ("" if number == MISSING else note),
    )  # fmt: skip
    collector.put(found)
    return found if value == number.value and not note and not number.qualifier and not number.unit else None


def _basis(written: str, measure: Measure) -> str:
    """The basis as written; a growth that does not say is 同比, as in every other table."""
    return written or ("同比" if measure == "growth" else "")


def _one_of(row: _Row, column: str, allowed: tuple[str, ...], collector: Collector) -> str | None:
    """A word out of a short list; ``None`` when it is another one."""
    text = row.text(column)
    if text in allowed:
        return text
    collector.error(
        f"unknown_{column}",
        row.place(column),
        f"{column}一栏写的是“{text}”",
        f"应为：{'、'.join(filter(None, allowed))}，或空着",
    )
    return None


def _date(row: _Row, collector: Collector) -> tuple[dt.date | None, bool]:
    """The date of release, and whether the column holds one or nothing."""
    text = row.text("released")
    try:
        return (dt.date.fromisoformat(text) if text else None), True
    except ValueError:
        collector.error("bad_date", row.place("released"), f"读不懂的日期“{text}”", "写作2018-07-18")
        return None, False
