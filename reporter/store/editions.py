"""Keep the editions: what they are, how far they came, and who is working on them.

Whoever works holds a lease with a fence. The fence grows with every lease, and a write with an older one is refused:
a worker that was stopped, forgotten and woken again can do no harm.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, astuple, dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from reporter.errors import StaleFence
from reporter.model.edition import FINAL, Edition, EditionKey, State
from reporter.model.issue import Issue
from reporter.model.owed import Owed
from reporter.model.period import Period
from reporter.store.engine import insert_or_ignore
from reporter.store.schema import editions as table
from reporter.store.schema import occurrences, runs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from reporter.store.engine import Database

_TRYING = ("due", "producing")
"""States in which an attempt that ends without a step forward still counts."""
_ABANDONED = ("producing", "sending")
"""States that are finished by whoever finds them without a live lease."""
_UNDER_WAY = ("due", "waiting", "producing", "sending")
_WRITTEN = ("state", "why", "cut_off", "report_date", "content_hash", "issued_hash")


@dataclass(frozen=True, slots=True)
class Run:
    """One lease of an edition: an attempt at producing or dispatching it."""

    edition_id: int
    fence: int
    owner: str
    started: dt.datetime
    ended: dt.datetime | None
    """``None`` while it works, and for ever if it died."""
    outcome: str
    """State of the edition when it ended."""
    config: str
    """Hash of what was configured when it began; it is kept to the end."""


class Editions:
    """The editions."""

    def __init__(self, database: Database) -> None:
        """Use ``Store.editions``."""
        self._database = database

    def get(self, key: EditionKey) -> Edition | None:
        """The edition of ``key``, if there is one."""
        return self._one(*_is(key))

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
            return _edition(connection.execute(sa.select(table).where(table.c.id == edition_id)).one())

    def list(self, limit: int = 50) -> tuple[Edition, ...]:
        """The editions that moved last, newest first."""
        query = sa.select(table).order_by(table.c.updated.desc(), table.c.id.desc()).limit(limit)
        with self._database.reading() as connection:
            return tuple(_edition(row) for row in connection.execute(query))

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
                _free(now),
                sa.or_(asked, table.c.wanted, table.c.state.in_(_ABANDONED)),
            )
            .order_by(table.c.id)
        )
        with self._database.reading() as connection:
            return tuple(_edition(row) for row in connection.execute(query))

    def lease(
        self, edition_id: int, owner: str, now: dt.datetime, seconds: float, *, fence: int | None = None, config: str = ""
    ) -> Edition | None:  # fmt: skip
        """Take the edition for ``seconds``; ``None`` when somebody else has it. The attempt is counted at once.

        With ``fence`` it is taken only if nobody has worked on it since that fence was read; without it look at the
        state of what is returned: somebody else may just have finished. ``config`` is what is configured, as a hash.
        """
        unchanged = () if fence is None else (table.c.fence == fence,)
        with self._database.writing() as connection:
            taken = connection.execute(
                sa.update(table)
                .where(table.c.id == edition_id, _free(now), *unchanged)
                .values(
                    fence=table.c.fence + 1, attempts=table.c.attempts + 1, lease_owner=owner,
                    lease_until=now + dt.timedelta(seconds=seconds), updated=now,
                )
            )  # fmt: skip
            if taken.rowcount != 1:
                return None
            edition = _edition(connection.execute(sa.select(table).where(table.c.id == edition_id)).one())
            connection.execute(
                sa.insert(runs).values(
                    edition_id=edition.id, fence=edition.fence, owner=owner, started=now, config=config
                )
            )
            return edition

    def renew(self, edition_id: int, fence: int, now: dt.datetime, seconds: float) -> None:
        """Hold the lease for another ``seconds`` from now; raises :class:`StaleFence` when it was taken over."""
        with self._database.writing() as connection:
            _update(connection, edition_id, fence, lease_until=now + dt.timedelta(seconds=seconds))

    def write(self, edition: Edition, *, fence: int, now: dt.datetime) -> Edition:
        """Store state, reason, dates and content hash; raises :class:`StaleFence` when the lease was taken over."""
        values = {name: getattr(edition, name) for name in _WRITTEN} | {"lacking": _packed(edition.lacking)}
        values["since"] = sa.case(
            (sa.and_(table.c.state == edition.state, table.c.since.is_not(None)), table.c.since), else_=now
        )
        if edition.state not in _UNDER_WAY:
            values["attempts"] = 0
        if edition.state == "produced" and not edition.issued_hash:
            values["produced"] = now
        with self._database.writing() as connection:
            _update(connection, edition.id, fence, updated=now, **values)
            return _edition(connection.execute(sa.select(table).where(table.c.id == edition.id)).one())

    def confirm(self, edition_id: int, *, fence: int, now: dt.datetime) -> Edition:
        """Say that it would be made the same now."""
        with self._database.writing() as connection:
            _update(connection, edition_id, fence, produced=now, updated=now)
            return _edition(connection.execute(sa.select(table).where(table.c.id == edition_id)).one())

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
            return tuple(_edition(row) for row in connection.execute(query.order_by(table.c.id)))

    def waiting(self) -> tuple[Edition, ...]:
        """Editions that wait for figures or for people."""
        query = sa.select(table).where(table.c.state.in_(("waiting", "held", "awaiting sign-off"))).order_by(table.c.id)
        with self._database.reading() as connection:
            return tuple(_edition(row) for row in connection.execute(query))

    def ended(self, before: dt.datetime) -> tuple[Edition, ...]:
        """Editions that came to their end before that moment, oldest first."""
        query = sa.select(table).where(table.c.state.in_(sorted(FINAL)), table.c.updated < before).order_by(table.c.id)
        with self._database.reading() as connection:
            return tuple(_edition(row) for row in connection.execute(query))

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
            return tuple(_edition(row) for row in connection.execute(query))

    def counts(self) -> dict[State, int]:
        """How many editions there are in each state."""
        query = sa.select(table.c.state, sa.func.count().label("number")).group_by(table.c.state)
        with self._database.reading() as connection:
            return {row.state: row.number for row in connection.execute(query)}

    def release(self, edition_id: int, fence: int, *, now: dt.datetime | None = None, idle: bool = False) -> None:
        """Give the lease back; does nothing when it was taken over. ``idle``: nothing was done, and no run is kept.

        The attempts are forgotten unless the edition is still to be produced: a delivery that is put off counts its
        own. ``now`` closes the run's row; without it the row keeps its start as its end.
        """
        attempts = sa.case((table.c.state.in_(_TRYING), table.c.attempts), else_=0)
        held = (table.c.id == edition_id, table.c.fence == fence)
        with self._database.writing() as connection:
            connection.execute(
                sa.update(table).where(*held).values(lease_owner="", lease_until=None, attempts=attempts)
            )
            mine = (runs.c.edition_id == edition_id, runs.c.fence == fence, runs.c.ended.is_(None))
            if idle:
                connection.execute(sa.delete(runs).where(*mine))
                return
            state = sa.select(table.c.state).where(table.c.id == edition_id).scalar_subquery()
            ended = runs.c.started if now is None else now
            connection.execute(sa.update(runs).where(*mine).values(ended=ended, outcome=state))

    def hand_back(self, owner: str) -> int:
        """End every lease of ``owner`` and shut out what is left of its work; how many there were.

        A process that ends in good order is no failed attempt.
        """
        with self._database.writing() as connection:
            done = connection.execute(
                sa.update(table)
                .where(table.c.lease_owner == owner, table.c.lease_until.is_not(None))
                .values(
                    lease_owner="", lease_until=None, fence=table.c.fence + 1,
                    attempts=sa.case((table.c.attempts > 0, table.c.attempts - 1), else_=0),
                )
            )  # fmt: skip
            return int(done.rowcount)

    def runs(self, edition_id: int) -> tuple[Run, ...]:
        """Every attempt at an edition, oldest first."""
        query = sa.select(runs).where(runs.c.edition_id == edition_id).order_by(runs.c.fence)
        with self._database.reading() as connection:
            return tuple(
                Run(row.edition_id, row.fence, row.owner, row.started, row.ended, row.outcome, row.config)
                for row in connection.execute(query)
            )

    def _one(self, *conditions: sa.ColumnElement[bool]) -> Edition | None:
        query = sa.select(table).where(*conditions).order_by(table.c.number.desc(), table.c.id.desc()).limit(1)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return _edition(row) if row else None


def ensure(connection: sa.Connection, key: EditionKey, *, now: dt.datetime, **values: Any) -> int:
    """Id of the edition of ``key``, written within the caller's transaction if there is none."""
    columns = asdict(key) | {"period": key.period.code}
    connection.execute(
        insert_or_ignore(connection, table).values(state="due", created=now, updated=now, **columns, **values)
    )
    return int(connection.execute(sa.select(table.c.id).where(*_is(key))).scalar_one())


def guard(connection: sa.Connection, edition_id: int, fence: int) -> None:
    """Hold the edition's row until the transaction ends; raises :class:`StaleFence` unless ``fence`` is its newest."""
    present = connection.scalar(sa.select(table.c.fence).where(table.c.id == edition_id).with_for_update())
    if present != fence:
        raise _stale(edition_id)


def prolong(connection: sa.Connection, edition_id: int, fence: int, until: dt.datetime) -> None:
    """Hold the lease until then, within the caller's transaction; raises :class:`StaleFence` when it was taken over."""
    done = connection.execute(_PROLONG, {"this": edition_id, "mine": fence, "until": until})
    if done.rowcount != 1:
        raise _stale(edition_id)


_PROLONG = (
    sa.update(table)
    .where(table.c.id == sa.bindparam("this"), table.c.fence == sa.bindparam("mine"))
    .values(lease_until=sa.bindparam("until", type_=table.c.lease_until.type))
)
"""Put together once: every step of every delivery does it."""


def _update(connection: sa.Connection, edition_id: int, fence: int, **values: Any) -> None:
    """Change the row if ``fence`` is still its newest."""
    done = connection.execute(sa.update(table).where(table.c.id == edition_id, table.c.fence == fence).values(**values))
    if done.rowcount != 1:
        raise _stale(edition_id)


def _stale(edition_id: int) -> StaleFence:
    return StaleFence(f"这一期（编号{edition_id}）已由另一个进程接手", advice="不需要处理，接手的进程会做完")


def _free(now: dt.datetime) -> sa.ColumnElement[bool]:
    """Whether nobody holds a live lease."""
    return sa.or_(table.c.lease_until.is_(None), table.c.lease_until < now)


def _is(key: EditionKey) -> tuple[sa.ColumnElement[bool], ...]:
    """Whether a row has that key."""
    return (
        table.c.report == key.report, table.c.cut == key.cut, table.c.area == key.area,
        table.c.period == key.period.code, table.c.number == key.number,
    )  # fmt: skip


def _edition(row: Any) -> Edition:
    """A row as the edition that it is."""
    return Edition(
        id=row.id, key=EditionKey(row.report, row.cut, row.area, Period.parse(row.period), row.number),
        state=row.state, why=row.why, cut_off=row.cut_off, report_date=row.report_date,
        content_hash=row.content_hash, fence=row.fence, updated=row.updated, produced=row.produced,
        deadline=row.deadline, attempts=row.attempts, owner=row.lease_owner, leased_until=row.lease_until,
        mailed=row.mailed, wanted=row.wanted, reason=row.reason, lacking=_unpacked(row.lacking),
        issue=Issue(row.issue_number, row.issue_date, row.issue_signer), issued_hash=row.issued_hash, since=row.since,
        told=row.told,
    )  # fmt: skip


def _packed(lacking: Iterable[Owed]) -> str:
    """What is waited for, as text; empty when nothing is."""
    rows = [astuple(one) for one in lacking]
    return json.dumps(rows, ensure_ascii=False) if rows else ""


def _unpacked(text: str) -> tuple[Owed, ...]:
    return tuple(Owed(*row) for row in json.loads(text)) if text else ()
