"""Keep the editions: what they are, and how far they came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from reporter.model.edition import FINAL, Edition, EditionKey, State
from reporter.store.edition_rows import called, edition_of, ensure, packed
from reporter.store.leases import free, update
from reporter.store.schema import editions as table
from reporter.store.schema import occurrences

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from reporter.model.period import Period
    from reporter.store.engine import Database

_ABANDONED = ("producing", "sending")
"""States that are finished by whoever finds them without a live lease."""
_UNDER_WAY = ("due", "waiting", "producing", "sending")
_WRITTEN = ("state", "why", "cut_off", "report_date", "content_hash", "issued_hash")


class Editions:
    """The editions."""

    def __init__(self, database: Database) -> None:
        """Use ``Store.editions``."""
        self._database = database

    def get(self, key: EditionKey) -> Edition | None:
        """The edition of ``key``, if there is one."""
        return self._one(*called(key))

    def by_id(self, edition_id: int) -> Edition | None:
        """The edition with that id, if there is one."""
        return self._one(table.c.id == edition_id)

    def find(self, report: str, period: Period) -> Edition | None:
        """The newest edition of a report for a period, if there is one."""
        return self._one(table.c.report == report, table.c.period == period.code)

    def ensure(
        self, key: EditionKey, *, cut_off: dt.datetime | None, report_date: dt.date | None, now: dt.datetime,
        deadline: dt.datetime | None = None, mailed: bool = True, reason: str = "",
    ) -> Edition:  # fmt: skip
        """The edition of ``key``; a new one with these dates if there is none. What is there stays as it is."""
        with self._database.writing() as connection:
            values: dict[str, Any] = {"cut_off": cut_off, "report_date": report_date, "deadline": deadline}
            values |= {"mailed": mailed, "reason": reason}
            edition_id = ensure(connection, key, now=now, **values)
            return edition_of(connection.execute(sa.select(table).where(table.c.id == edition_id)).one())

    def of(self, report: str, period: Period) -> tuple[Edition, ...]:
        """Every edition of a report for a period, the newest number first."""
        query = sa.select(table).where(table.c.report == report, table.c.period == period.code)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(table.c.number.desc(), table.c.id.desc()))
            return tuple(edition_of(row) for row in rows)

    def earlier(self, edition: Edition, limit: int = 1000) -> tuple[Edition, ...]:
        """The editions of the same report, cut and area that were there before this one, the latest first."""
        key = edition.key
        same = (table.c.report == key.report, table.c.cut == key.cut, table.c.area == key.area)
        query = sa.select(table).where(*same, table.c.id < edition.id).order_by(table.c.id.desc()).limit(limit)
        with self._database.reading() as connection:
            return tuple(edition_of(row) for row in connection.execute(query))

    def list(self, limit: int | None = 50) -> tuple[Edition, ...]:
        """The editions that moved last, newest first; all of them where there is no limit."""
        query = sa.select(table).order_by(table.c.updated.desc(), table.c.id.desc()).limit(limit)
        with self._database.reading() as connection:
            return tuple(edition_of(row) for row in connection.execute(query))

    def owed(self, now: dt.datetime) -> tuple[Edition, ...]:
        """Editions that somebody must look at: asked for by an occurrence, or left in the middle of work.

        Those under a live lease, and those that have come to their end, are not among them; nor is what lies made and
        is not to be mailed.
        """
        asked = sa.exists().where(
            occurrences.c.edition_id == table.c.id, occurrences.c.state == "due", occurrences.c.due <= now
        )
        query = (
            sa.select(table)
            .where(
                table.c.state.not_in(sorted(FINAL)),
                free(now),
                sa.or_(asked, table.c.wanted, table.c.state.in_(_ABANDONED)),
            )
            .order_by(table.c.id)
        )
        with self._database.reading() as connection:
            return tuple(edition_of(row) for row in connection.execute(query))

    def write(self, edition: Edition, *, fence: int, now: dt.datetime) -> Edition:
        """Store state, reason, dates and content hash; raises :class:`StaleFence` when the lease was taken over."""
        values = {name: getattr(edition, name) for name in _WRITTEN} | {"lacking": packed(edition.lacking)}
        values["since"] = sa.case(
            (sa.and_(table.c.state == edition.state, table.c.since.is_not(None)), table.c.since), else_=now
        )
        if edition.state not in _UNDER_WAY:
            values["attempts"] = 0
        if edition.state == "produced" and not edition.issued_hash:
            values["produced"] = now
        with self._database.writing() as connection:
            update(connection, edition.id, fence, updated=now, **values)
            return edition_of(connection.execute(sa.select(table).where(table.c.id == edition.id)).one())

    def confirm(self, edition_id: int, *, fence: int, now: dt.datetime) -> Edition:
        """Say that it would be made the same now."""
        with self._database.writing() as connection:
            update(connection, edition_id, fence, produced=now, updated=now)
            return edition_of(connection.execute(sa.select(table).where(table.c.id == edition_id)).one())

    def want(self, edition_id: int, *, mailed: bool = True) -> None:
        """Say that a person wants it to be sent: from now on the service sees to it."""
        with self._database.writing() as connection:
            connection.execute(sa.update(table).where(table.c.id == edition_id).values(wanted=True, mailed=mailed))

    def untold(self, states: Collection[State], now: dt.datetime) -> tuple[Edition, ...]:
        """Editions in one of these states of which the operators have not heard in it, and those that are overdue."""
        late = sa.and_(
            table.c.deadline < now, table.c.state.not_in(sorted(FINAL)), table.c.overdue_told.is_(None), table.c.mailed
        )
        query = sa.select(table).where(
            sa.or_(sa.and_(table.c.state.in_(sorted(states)), table.c.told != table.c.state), late)
        )
        with self._database.reading() as connection:
            return tuple(edition_of(row) for row in connection.execute(query.order_by(table.c.id)))

    def waiting(self) -> tuple[Edition, ...]:
        """Editions that wait for figures or for people."""
        query = sa.select(table).where(table.c.state.in_(("waiting", "held", "awaiting sign-off"))).order_by(table.c.id)
        with self._database.reading() as connection:
            return tuple(edition_of(row) for row in connection.execute(query))

    def ended(self, before: dt.datetime) -> tuple[Edition, ...]:
        """Editions that came to their end before that moment, oldest first."""
        query = sa.select(table).where(table.c.state.in_(sorted(FINAL)), table.c.updated < before).order_by(table.c.id)
        with self._database.reading() as connection:
            return tuple(edition_of(row) for row in connection.execute(query))

    def tell(self, edition: Edition, *, overdue: bool, now: dt.datetime) -> None:
        """Remember that the operators know its state, or that it is overdue."""
        values: dict[str, Any] = {"overdue_told": now} if overdue else {"told": edition.state}
        with self._database.writing() as connection:
            connection.execute(sa.update(table).where(table.c.id == edition.id).values(**values))

    def unwell(self, now: dt.datetime) -> tuple[Edition, ...]:
        """Editions that fell due and are not well: held, failed, or overdue."""
        asked = sa.exists().where(occurrences.c.edition_id == table.c.id, occurrences.c.state == "due")
        late = sa.and_(table.c.deadline < now, table.c.state.not_in(sorted(FINAL)))
        query = sa.select(table).where(asked, sa.or_(table.c.state.in_(("held", "failed")), late)).order_by(table.c.id)
        with self._database.reading() as connection:
            return tuple(edition_of(row) for row in connection.execute(query))

    def counts(self) -> dict[State, int]:
        """How many editions there are in each state."""
        query = sa.select(table.c.state, sa.func.count().label("number")).group_by(table.c.state)
        with self._database.reading() as connection:
            return {row.state: row.number for row in connection.execute(query)}

    def _one(self, *conditions: sa.ColumnElement[bool]) -> Edition | None:
        query = sa.select(table).where(*conditions).order_by(table.c.number.desc(), table.c.id.desc()).limit(1)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return edition_of(row) if row else None
