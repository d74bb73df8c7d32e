"""Keep every figure that was ever reported, and tell which one was in force at a given moment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from reporter.clock import local
from reporter.model.finding import Place
from reporter.model.observation import Observation
from reporter.model.period import Period
from reporter.store.schema import observations as table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reporter.store.engine import Database

_CHUNK = 1000
"""Figures looked up at a time; six parameters each stay below the limits of both databases."""
_KEY = ("indicator", "measure", "area", "period", "basis", "scope")
_CONTENT = ("value", "unit", "comparator", "qualifier", "status", "department", "note")
_ORIGIN = ("file", "line", "sheet", "cell", "part")
_COLUMNS = (*_KEY, *_CONTENT, "released", "source", *_ORIGIN)
_parse = lru_cache(maxsize=4096)(Period.parse)

Key = tuple[str, str, str, str, str, str]
_Vintage = tuple[dt.date, Observation]


@dataclass(frozen=True, slots=True)
class Difference:
    """What an import brought."""

    new: int = 0
    """Figures that were not known before."""
    changed: tuple[tuple[Observation, Observation], ...] = ()
    """(old, new) for every figure that now has another vintage."""
    same: int = 0
    """Figures that say what was known already."""


class Observations:
    """The figures; a revision is a new row, and no row is ever changed."""

    def __init__(self, database: Database, zone: str) -> None:
        """``zone`` decides on which day something was recorded."""
        self._database = database
        self._zone = zone

    def add(self, observations: Iterable[Observation], *, recorded: dt.datetime) -> Difference:
        """Store what is new, all of it or nothing.

        A figure says nothing new when the one in force on its own release date (without one: now) has the same value,
        unit, comparator, qualifier, status, department and note; so the same file may be read as often as one likes.
        """
        new = same = 0
        changed: list[tuple[Observation, Observation]] = []
        today = local(recorded, self._zone).date()
        with self._database.writing() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.text("LOCK TABLE observations IN SHARE ROW EXCLUSIVE MODE"))
            for chunk in _chunks(observations):
                known = _vintages(connection, chunk)
                rows = []
                for observation in chunk:
                    effective = observation.released or today
                    vintages = known.setdefault(observation.key, [])
                    place, old = _in_force(vintages, effective)
                    if old and _content(old) == _content(observation):
                        same += 1
                        continue
                    if vintages:
                        changed.append((old or vintages[0][1], observation))
                    else:
                        new += 1
                    vintages.insert(place, (effective, observation))
                    rows.append(_row(observation, recorded, effective))
                if rows:
                    connection.execute(sa.insert(table), rows)
        return Difference(new, tuple(changed), same)

    def as_of(
        self, cut_off: dt.datetime, areas: Iterable[str] | None = None, indicators: Iterable[str] | None = None
    ) -> tuple[Observation, ...]:
        """The vintage in force at ``cut_off`` of every figure, ordered by its key; one query.

        Known by then is what was released on or before that day, or recorded by that instant where no release date is
        given; in force is the one released (or recorded) last. ``areas`` and ``indicators`` narrow the answer.
        """
        age = sa.func.row_number().over(
            partition_by=[table.c[name] for name in _KEY],
            order_by=[table.c.effective.desc(), table.c.recorded.desc(), table.c.id.desc()],
        )
        query = sa.select(*(table.c[name] for name in _COLUMNS), age.label("age")).where(
            table.c.effective <= local(cut_off, self._zone).date(),
            sa.or_(table.c.released.is_not(None), table.c.recorded <= cut_off),
        )
        if areas is not None:
            query = query.where(table.c.area.in_(sorted(set(areas))))
        if indicators is not None:
            query = query.where(table.c.indicator.in_(sorted(set(indicators))))
        ranked = query.subquery()
        with self._database.reading() as connection:
            rows = connection.execute(sa.select(*(ranked.c[name] for name in _COLUMNS)).where(ranked.c.age == 1))
            found = [_observation(row) for row in rows]
        return tuple(sorted(found, key=lambda observation: observation.key))

    def history(self, indicator: str, area: str = "") -> tuple[tuple[dt.datetime, Observation], ...]:
        """Every vintage of an indicator with the instant at which it was recorded, oldest first within each figure."""
        order = [table.c[name] for name in (*_KEY, "effective", "recorded", "id")]
        query = (
            sa.select(table.c.recorded, *(table.c[name] for name in _COLUMNS))
            .where(table.c.area == area, table.c.indicator == indicator)
            .order_by(*order)
        )
        with self._database.reading() as connection:
            return tuple((row.recorded, _observation(row)) for row in connection.execute(query))

    def indicators(self) -> tuple[str, ...]:
        """Full name of every indicator that has a figure, sorted."""
        with self._database.reading() as connection:
            return tuple(sorted(connection.scalars(sa.select(table.c.indicator).distinct())))


def _chunks(observations: Iterable[Observation]) -> Iterator[list[Observation]]:
    """The same observations, a bounded number at a time."""
    stream = iter(observations)
    while chunk := list(islice(stream, _CHUNK)):
        yield chunk


def _vintages(connection: sa.Connection, chunk: Sequence[Observation]) -> dict[Key, list[_Vintage]]:
    """Every stored vintage of the figures in ``chunk``, the one that takes precedence first."""
    keys = {observation.key for observation in chunk}
    query = (
        sa.select(table.c.effective, *(table.c[name] for name in _COLUMNS))
        .where(sa.tuple_(*(table.c[name] for name in _KEY)).in_(sorted(keys)))
        .order_by(table.c.effective.desc(), table.c.recorded.desc(), table.c.id.desc())
    )
    known: dict[Key, list[_Vintage]] = {}
    for row in connection.execute(query):
        known.setdefault(tuple(getattr(row, name) for name in _KEY), []).append((row.effective, _observation(row)))
    return known


def _in_force(vintages: Sequence[_Vintage], day: dt.date) -> tuple[int, Observation | None]:
    """Where a vintage of ``day`` would stand among those there, and which one it would replace."""
    for place, (effective, observation) in enumerate(vintages):
        if effective <= day:
            return place, observation
    return len(vintages), None


def _content(observation: Observation) -> tuple[Any, ...]:
    """What a figure says."""
    return tuple(getattr(observation, name) for name in _CONTENT)


def _row(observation: Observation, recorded: dt.datetime, effective: dt.date) -> dict[str, Any]:
    """The observation as a row."""
    row = {name: getattr(observation, name) for name in (*_CONTENT, "released", "source")}
    row.update(zip(_KEY, observation.key, strict=True))
    row.update({name: getattr(observation.origin, name) for name in _ORIGIN})
    row["value"] = None if observation.value is None else str(observation.value)
    row["recorded"] = recorded
    row["effective"] = effective
    return row


def _observation(row: Any) -> Observation:
    """A row as the observation that it was."""
    return Observation(
        indicator=row.indicator, measure=row.measure, area=row.area, period=_parse(row.period),
        value=None if row.value is None else Decimal(row.value), unit=row.unit, basis=row.basis, scope=row.scope,
        comparator=row.comparator, qualifier=row.qualifier, status=row.status, released=row.released,
        department=row.department, source=row.source, note=row.note,
        origin=Place(row.file, row.line, row.sheet, row.cell, row.part),
    )  # fmt: skip
