"""Give an edition to one worker at a time.

Whoever works holds a lease with a fence. The fence grows with every lease, and a write with an older one is refused:
a worker that was stopped, forgotten and woken again can do no harm.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from reporter.errors import StaleFence
from reporter.store.edition_rows import edition_of
from reporter.store.schema import editions as table
from reporter.store.schema import runs

if TYPE_CHECKING:
    from reporter.model.edition import Edition
    from reporter.store.engine import Database


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


class Leases:
    """The leases of the editions."""

    def __init__(self, database: Database) -> None:
        """Use ``Store.leases``."""
        self._database = database

    def take(
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
                .where(table.c.id == edition_id, free(now), *unchanged)
                .values(
                    fence=table.c.fence + 1, attempts=table.c.attempts + 1, lease_owner=owner,
                    lease_until=now + dt.timedelta(seconds=seconds), updated=now,
                )
            )  # fmt: skip
            if taken.rowcount != 1:
                return None
            edition = edition_of(connection.execute(sa.select(table).where(table.c.id == edition_id)).one())
            connection.execute(
                sa.insert(runs).values(
                    edition_id=edition.id, fence=edition.fence, owner=owner, started=now, config=config
                )
            )
            return edition

    def renew(self, edition_id: int, fence: int, now: dt.datetime, seconds: float) -> None:
        """Hold the lease for another ``seconds`` from now; raises :class:`StaleFence` when it was taken over."""
        with self._database.writing() as connection:
            update(connection, edition_id, fence, lease_until=now + dt.timedelta(seconds=seconds))

    def release(
        self, edition_id: int, fence: int, *, now: dt.datetime | None = None, idle: bool = False, failed: bool = False
    ) -> None:  # fmt: skip
        """Give the lease back; does nothing when it was taken over. ``idle``: nothing was done, and no run is kept.

        The attempts are forgotten, unless this one ``failed``. ``now`` closes the run's row; without it the row keeps
        its start as its end.
        """
        failures = sa.case((table.c.attempts > 0, table.c.attempts), else_=1)
        with self._database.writing() as connection:
            connection.execute(
                sa.update(table)
                .where(table.c.id == edition_id, table.c.fence == fence)
                .values(lease_owner="", lease_until=None, attempts=failures if failed else 0)
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


def update(connection: sa.Connection, edition_id: int, fence: int, **values: Any) -> None:
    """Change the row if ``fence`` is still its newest."""
    done = connection.execute(sa.update(table).where(table.c.id == edition_id, table.c.fence == fence).values(**values))
    if done.rowcount != 1:
        raise _stale(edition_id)


def _stale(edition_id: int) -> StaleFence:
    return StaleFence(f"这一期（编号{edition_id}）已由另一个进程接手", advice="不需要处理，接手的进程会做完")


def free(now: dt.datetime) -> sa.ColumnElement[bool]:
    """Whether nobody holds a live lease."""
    return sa.or_(table.c.lease_until.is_(None), table.c.lease_until < now)
