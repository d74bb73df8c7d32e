"""Keep every figure that was ever reported, and tell which one stood at a given moment.

Each source has its own line of vintages about a figure; which source is believed is decided when the figure is read.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa

from reporter.clock import local
from reporter.model.batch import batched
from reporter.model.vintage import Decision, Standing, Vintage, agree, says
from reporter.store.arrivals import Arrivals, Difference
from reporter.store.rows import COLUMNS, KEY, insert, key_of, vintage_of
from reporter.store.schema import decisions
from reporter.store.schema import observations as table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reporter.model.observation import Observation
    from reporter.store.engine import Database

Row = TypeVar("Row")
_CHUNK = 1000
"""Figures looked up at a time; six parameters each stay below the limits of both databases."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Which figures are asked for, as of when, and whom to believe."""

    cut_off: dt.datetime
    areas: Iterable[str] | None = None
    """``None`` asks for all, as of indicators and years."""
    indicators: Iterable[str] | None = None
    years: tuple[int, int] | None = None
    """First and last."""
    precedence: Sequence[str] = ()
    """Sources or departments, best first."""
    known: dt.datetime | None = None
    """Leaves out what was recorded after it, and so tells what could be read on a past day."""


class Observations:
    """The figures; a revision is a new row, and no row is ever changed."""

    def __init__(self, database: Database, zone: str) -> None:
        """``zone`` decides on which day something was recorded."""
        self._database = database
        self._zone = zone

    def add(self, observations: Iterable[Observation], *, recorded: dt.datetime) -> Difference:
        """Store what is new, all of it or nothing.

        A figure says nothing new when what its source said of it as of its own release date (without one: now) has the
        same value, unit, comparator, qualifier, status, department and note; so the same file may be read as often as
        one likes.
        """
        with self.intake(recorded=recorded) as arrivals:
            for batch in batched(observations):
                arrivals.take(batch)
            return arrivals.store()

    @contextmanager
    def intake(self, *, recorded: dt.datetime) -> Iterator[Arrivals]:
        """An import that takes figures as they come; nothing is stored before :meth:`Arrivals.store`."""
        with self._database.apart() as connection:
            arrivals = Arrivals(connection, recorded, lambda one: self.effective(one, recorded))
            yield arrivals
            arrivals.leave()

    def restore(self, rows: Iterable[Vintage]) -> Difference:
        """Store vintages as they are, but for those that are there already; all of them or nothing."""
        difference = Difference()
        with self._database.writing() as connection:
            last = connection.scalar(sa.select(sa.func.max(table.c.id))) or 0
            for chunk in _chunks(rows):
                there = Counter(map(_identity, _known(connection, [one.observation for one in chunk], last)))
                fresh = []
                for one in chunk:
                    if there[_identity(one)]:
                        there[_identity(one)] -= 1
                        difference.same += 1
                    else:
                        difference.new += 1
                        fresh.append(one)
                if fresh:
                    insert(connection, fresh)
        return difference

    def effective(self, row: Observation, recorded: dt.datetime) -> dt.date:
        """From which day a figure counts: its release, or the office's day on which it was recorded."""
        return row.released or local(recorded, self._zone).date()

    def would_stand(
        self, observations: Iterable[Observation], terms: Terms, *, recorded: dt.datetime
    ) -> tuple[Standing, ...]:
        """What would stand if these had been stored: they are, read, and taken back."""
        with self._database.writing() as connection, connection.begin_nested() as trial:
            arrivals = Arrivals(connection, recorded, lambda one: self.effective(one, recorded))
            for batch in batched(observations):
                arrivals.take(batch)
            arrivals.settle()
            stood = self._stood(connection, terms)
            trial.rollback()
        return stood

    def as_of(
        self, cut_off: dt.datetime, areas: Iterable[str] | None = None, indicators: Iterable[str] | None = None, *,
        years: tuple[int, int] | None = None, precedence: Sequence[str] = (), known: dt.datetime | None = None,
    ) -> tuple[Observation, ...]:  # fmt: skip
        """What stood of every figure at ``cut_off``, ordered by its key; see :meth:`standing`."""
        terms = Terms(cut_off, areas, indicators, years, precedence, known)
        return tuple(one.observation for one in self.standing(terms))

    def standing(self, terms: Terms) -> tuple[Standing, ...]:
        """What stood of every figure, with what other sources said; two queries, whatever the number.

        Known by the cut-off is what was released on or before that day, or recorded by that instant where no release
        date is given. The last word of each source counts. Between sources a person's decision counts, then a value
        before a missing one, then the precedence, then the one released (or recorded) last.
        """
        with self._database.reading() as connection:
            return self._stood(connection, terms)

    def _stood(self, connection: sa.Connection, terms: Terms) -> tuple[Standing, ...]:
        ranked = _last_words(terms, local(terms.cut_off, self._zone).date()).subquery()
        order = [ranked.c[name] for name in KEY]
        query = sa.select(*(ranked.c[name] for name in (*COLUMNS, "recorded", "effective", "id")))
        made = (one for one in _decisions(connection) if terms.known is None or one.decided <= terms.known)
        decided = {one.figure: one for one in made}
        rows = connection.execute(query.where(ranked.c.age == 1).order_by(*order, ranked.c.id.desc())).all()
        stood = (
            _standing([vintage_of(row) for row in group], terms.precedence, decided.get(key))
            for key, group in groupby(rows, key_of)
        )
        return tuple(sorted(stood, key=lambda one: one.observation.key))

    def history(self, indicator: str, area: str | None = None) -> tuple[Vintage, ...]:
        """Every vintage of an indicator, oldest first within each figure."""
        order = [table.c[name] for name in (*KEY, "effective", "recorded", "id")]
        query = sa.select(table).where(table.c.indicator == indicator).order_by(*order)
        if area is not None:
            query = query.where(table.c.area == area)
        with self._database.reading() as connection:
            return tuple(vintage_of(row) for row in connection.execute(query))

    def every(self) -> Iterator[Vintage]:
        """Every vintage that there is, in the order in which they came; read a stretch at a time."""
        last = 0
        while True:
            query = sa.select(table).where(table.c.id > last).order_by(table.c.id).limit(_CHUNK)
            with self._database.reading() as connection:
                rows = connection.execute(query).all()
            if not rows:
                return
            yield from map(vintage_of, rows)
            last = rows[-1].id

    def decide(self, decision: Decision) -> None:
        """Keep a person's word on which source to believe; a later one about the same figure replaces it."""
        values = dict(zip(KEY, decision.figure, strict=True)) | {
            name: getattr(decision, name) for name in ("source", "by", "why", "decided")
        }
        with self._database.writing() as connection:
            connection.execute(sa.insert(decisions).values(**values))

    def decisions(self) -> tuple[Decision, ...]:
        """Every decision that was ever made, oldest first."""
        with self._database.reading() as connection:
            return _decisions(connection)

    def indicators(self) -> tuple[str, ...]:
        """Full name of every indicator that has a figure, sorted."""
        with self._database.reading() as connection:
            return tuple(sorted(connection.scalars(sa.select(table.c.indicator).distinct())))


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """The same rows, a bounded number at a time."""
    stream = iter(rows)
    while chunk := list(islice(stream, _CHUNK)):
        yield chunk


def _known(connection: sa.Connection, chunk: Sequence[Observation], last: int | None = None) -> list[Vintage]:
    """Every stored vintage of the figures in ``chunk``, newest first; ``last`` leaves out rows after it."""
    keys = {observation.key for observation in chunk}
    if not keys:
        return []
    query = (
        sa.select(table)
        .where(sa.tuple_(*(table.c[name] for name in KEY)).in_(sorted(keys)))
        .order_by(table.c.effective.desc(), table.c.recorded.desc(), table.c.id.desc())
    )
    if last is not None:
        query = query.where(table.c.id <= last)
    return [vintage_of(row) for row in connection.execute(query)]


def _identity(vintage: Vintage) -> tuple[object, ...]:
    """What makes two vintages one and the same."""
    row = vintage.observation
    return row.key, row.source, row.released, says(row), vintage.recorded


def _last_words(terms: Terms, day: dt.date) -> sa.Select[Any]:
    """What each source last said of each figure by then has age 1."""
    age = sa.func.row_number().over(
        partition_by=[table.c[name] for name in (*KEY, "source")],
        order_by=[table.c.effective.desc(), table.c.recorded.desc(), table.c.id.desc()],
    )
    query = sa.select(table, age.label("age")).where(
        table.c.effective <= day, sa.or_(table.c.released.is_not(None), table.c.recorded <= terms.cut_off)
    )
    if terms.areas is not None:
        query = query.where(table.c.area.in_(sorted(set(terms.areas))))
    if terms.indicators is not None:
        query = query.where(table.c.indicator.in_(sorted(set(terms.indicators))))
    if terms.years is not None:
        query = query.where(table.c.period >= str(terms.years[0]), table.c.period < str(terms.years[1] + 1))
    return query if terms.known is None else query.where(table.c.recorded <= terms.known)


def _standing(group: Sequence[Vintage], precedence: Sequence[str], decision: Decision | None) -> Standing:
    """Which of the last words of all sources stands; the newest row stands first in ``group``."""
    believed = [one for one in group if decision and one.observation.source == decision.source]
    chosen = believed[0] if believed else min(group, key=lambda one: _worth(one, precedence))
    others = [one for one in group if one is not chosen and one.observation.value is not None]
    rivals = tuple(one for one in others if not agree(one.observation, chosen.observation))
    return Standing(chosen, rivals, decision if believed else None)


def _worth(vintage: Vintage, precedence: Sequence[str]) -> tuple[bool, int, int, float]:
    """The less, the better: a value, a source or department that takes precedence, the latest."""
    row = vintage.observation
    ranks = [precedence.index(name) for name in (row.source, row.department) if name in precedence]
    newest = (-vintage.effective.toordinal(), -vintage.recorded.timestamp())
    return row.value is None, min(ranks, default=len(precedence)), *newest


def _decisions(connection: sa.Connection) -> tuple[Decision, ...]:
    """Every decision, oldest first."""
    rows = connection.execute(sa.select(decisions).order_by(decisions.c.decided, decisions.c.id))
    return tuple(Decision(key_of(row), row.source, row.by, row.why, row.decided) for row in rows)
