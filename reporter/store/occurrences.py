"""Keep the due times of every schedule, each exactly once, together with the mark up to which they are complete.

The next one of every schedule has its row before its time: whoever comes to it, comes to the same row.
"""

from __future__ import annotations

import datetime as dt
from itertools import islice
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from reporter.crashpoint import crashpoint
from reporter.model.edition import FINAL, EditionKey
from reporter.model.occurrence import Occurrence, OccurrenceState
from reporter.model.period import Period
from reporter.store.edition_rows import ensure
from reporter.store.engine import insert_or_ignore
from reporter.store.schema import editions, schedules
from reporter.store.schema import occurrences as table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from reporter.store.engine import Database


_SLICE = 5000
_COMING: OccurrenceState = "coming"


class Occurrences:
    """The due times."""

    def __init__(self, database: Database) -> None:
        """Use ``Store.occurrences``."""
        self._database = database

    def marks(self, names: Collection[str] | None = None) -> dict[str, dt.datetime]:
        """For every schedule that was ever seen, or these, the instant up to which its due times have their rows."""
        found: dict[str, dt.datetime] = {}
        with self._database.reading() as connection:
            for some in [None] if names is None else _slices(names):
                query = sa.select(schedules) if some is None else sa.select(schedules).where(schedules.c.name.in_(some))
                found |= {row.name: row.mark for row in connection.execute(query)}
        return found

    def under_way(self, schedule: str) -> bool:
        """Whether an edition that a schedule asked for is still being made or sent."""
        query = (
            sa.select(table.c.id)
            .join(editions, editions.c.id == table.c.edition_id)
            .where(table.c.schedule == schedule, table.c.state == "due", editions.c.state.not_in(sorted(FINAL)))
            .limit(1)
        )
        with self._database.reading() as connection:
            return connection.scalar(query) is not None

    def advance(
        self, names: Collection[str], rows: Iterable[Occurrence], mark: dt.datetime, coming: Iterable[Occurrence] = ()
    ) -> tuple[Occurrence, ...]:
        """Store the due times of the schedules ``names`` with their editions, and raise their marks: all or nothing.

        A due time that fell due before, or an edition that is there already, stays as it is; a mark never goes back.
        ``coming`` are the due times after these. Returns those that fell due now.
        """
        with self._database.writing() as connection:
            new = [row for row in rows if _fallen(connection, row, mark)]
            _announce(connection, coming, mark)
            crashpoint("occ.before_commit")
            for some in _slices(names):
                _raise(connection, sorted(some), mark)
        crashpoint("occ.after_commit")
        return tuple(new)

    def foresee(self, coming: Iterable[Occurrence], now: dt.datetime) -> None:
        """Let these, and no others, be the due times that are still to come: the arrangements are new, or the process."""
        wanted = {(row.schedule, row.nominal): row for row in coming}
        known = {(row.schedule, row.nominal) for row in self.coming()}
        if wanted.keys() == known:
            return
        with self._database.writing() as connection:
            for some in _slices(sorted({schedule for schedule, _ in known - wanted.keys()})):
                connection.execute(sa.delete(table).where(table.c.state == _COMING, table.c.schedule.in_(some)))
            _announce(connection, wanted.values(), now)

    def coming(self) -> tuple[Occurrence, ...]:
        """The next due time of every schedule, soonest first."""
        return self._found(sa.select(table).where(table.c.state == _COMING).order_by(table.c.due, table.c.id))

    def list(self, limit: int = 50, schedule: str | None = None) -> tuple[Occurrence, ...]:
        """The latest due times that are over, newest first."""
        query = sa.select(table).order_by(table.c.due.desc(), table.c.id.desc()).limit(limit)
        query = query.where(table.c.state != _COMING)
        if schedule is not None:
            query = query.where(table.c.schedule == schedule)
        return self._found(query)

    def of(self, edition_id: int) -> tuple[Occurrence, ...]:
        """The due times that ask for an edition, oldest first."""
        return self._found(sa.select(table).where(table.c.edition_id == edition_id).order_by(table.c.due))

    def _found(self, query: sa.Select[Any]) -> tuple[Occurrence, ...]:
        joined = query.join(editions, editions.c.id == table.c.edition_id, isouter=True).add_columns(
            editions.c.report, editions.c.cut, editions.c.area, editions.c.number,
            editions.c.cut_off, editions.c.report_date, editions.c.deadline,
        )  # fmt: skip
        with self._database.reading() as connection:
            return tuple(_occurrence(row) for row in connection.execute(joined))


def _slices(names: Collection[str]) -> Iterator[list[str]]:
    """The names, a bounded number at a time: no database takes any number of parameters."""
    rest = iter(names)
    while some := list(islice(rest, _SLICE)):
        yield some


def _fallen(connection: sa.Connection, row: Occurrence, now: dt.datetime) -> bool:
    """Write that a time fell due, and the edition that it asks for; whether nobody had done so before."""
    this = (table.c.schedule == row.schedule, table.c.nominal == row.nominal)
    state = connection.scalar(sa.select(table.c.state).where(*this))
    if state not in {None, _COMING}:
        return False
    edition_id = None
    if row.key is not None:
        values = {"cut_off": row.cut_off, "report_date": row.report_date, "deadline": row.deadline}
        edition_id = ensure(connection, row.key, now=now, **values)
        connection.execute(
            sa.update(editions)
            .where(editions.c.id == edition_id)
            .values(deadline=sa.func.coalesce(editions.c.deadline, row.deadline), mailed=True)
        )
    said = {"due": row.due, "period": row.period.code, "state": row.state, "why": row.why, "edition_id": edition_id}
    if state == _COMING:
        return connection.execute(sa.update(table).where(*this, table.c.state == _COMING).values(**said)).rowcount == 1
    insert = insert_or_ignore(connection, table).values(**_named(row), **said, created=now)
    return connection.scalar(insert.returning(table.c.id)) is not None


def _announce(connection: sa.Connection, coming: Iterable[Occurrence], now: dt.datetime) -> None:
    """Write the rows of due times that are still to come; one that has its row keeps it."""
    rows = [
        _named(row) | {"due": row.due, "period": row.period.code, "state": _COMING, "created": now} for row in coming
    ]
    if rows:
        connection.execute(insert_or_ignore(connection, table), rows)


def _named(row: Occurrence) -> dict[str, Any]:
    """What a due time is called."""
    return {"schedule": row.schedule, "nominal": row.nominal}


def _raise(connection: sa.Connection, names: Sequence[str], mark: dt.datetime) -> None:
    """Raise the marks of the schedules ``names``; one that has none gets its first."""
    raised = sa.update(schedules).where(schedules.c.name.in_(names), schedules.c.mark < mark).values(mark=mark)
    if connection.execute(raised).rowcount < len(names):
        rows = [{"name": name, "mark": mark} for name in names]
        connection.execute(insert_or_ignore(connection, schedules), rows)


def _occurrence(row: Any) -> Occurrence:
    """A row as the occurrence that it is."""
    period = Period.parse(row.period)
    key = None if row.edition_id is None else EditionKey(row.report, row.cut, row.area, period, row.number)
    return Occurrence(
        schedule=row.schedule, nominal=row.nominal, due=row.due, period=period, state=row.state, why=row.why, key=key,
        cut_off=row.cut_off, report_date=row.report_date, deadline=row.deadline, edition_id=row.edition_id,
    )  # fmt: skip
