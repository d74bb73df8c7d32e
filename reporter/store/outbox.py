"""Keep one row for every message to every recipient, and what became of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from reporter.errors import StaleFence
from reporter.model.message import Delivery, DeliveryState, Event
from reporter.store import deliveries, letters
from reporter.store.leases import guard, prolong
from reporter.store.schema import deliveries as table
from reporter.store.schema import delivery_events as events

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reporter.store.engine import Database

_SETTLED = ("accepted", "refused")
_OPEN = ("queued", "sending", "dot_sent", "deferred", "uncertain")
_UNTOUCHED = (table.c.state == "queued", table.c.attempts == 0)
_MOVED = ("state", "code", "reply", "next_try", "fence", "updated")
_ON_THE_WAY = ("sending", "dot_sent")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a delivery, to be written down."""

    delivery: Delivery
    state: DeliveryState
    code: int = 0
    reply: str = ""
    next_try: dt.datetime | None = None
    give_up: dt.datetime | None = None
    """Kept where none was set before."""


class Outbox:
    """The deliveries."""

    def __init__(self, database: Database) -> None:
        """Use ``Store.outbox``."""
        self._database = database

    def put(self, edition_id: int, rows: Iterable[Delivery], *, fence: int, now: dt.datetime) -> tuple[Delivery, ...]:
        """Queue a message for every recipient that has none yet; raises :class:`StaleFence`.

        ``id``, ``edition_id`` and ``state`` of the rows handed in do not matter. An edition has one row for an address
        and a channel, however often this is called; trial copies are apart and never count. Returns the stored rows
        of those recipients, new and old.
        """
        wanted = list(rows)
        with self._database.writing() as connection:
            guard(connection, edition_id, fence)
            deliveries.insert(connection, wanted, now, edition_id=edition_id, fence=fence)
            found = [deliveries.read(row) for row in connection.execute(_of(edition_id))]
        identities = {_identity(row) for row in wanted}
        return tuple(row for row in found if _identity(row) in identities)

    def plan(self, edition_id: int, rows: Iterable[Delivery], *, fence: int, now: dt.datetime) -> None:
        """Make ``rows`` the recipients of an edition that was just sealed; those of an earlier seal give way.

        What was tried already stays: somebody may have it. Raises :class:`StaleFence`.
        """
        with self._database.writing() as connection:
            guard(connection, edition_id, fence)
            connection.execute(
                sa.delete(table).where(table.c.edition_id == edition_id, table.c.trial.is_(False), *_UNTOUCHED)
            )
            deliveries.insert(connection, list(rows), now, edition_id=edition_id, fence=fence)

    def due(self, now: dt.datetime) -> tuple[Delivery, ...]:
        """Every delivery that wants a step now: to be sent, sent again, or found out about."""
        query = (
            sa.select(table)
            .where(table.c.state.in_(_OPEN), sa.or_(table.c.next_try.is_(None), table.c.next_try <= now))
            .order_by(table.c.id)
        )
        with self._database.reading() as connection:
            return tuple(deliveries.read(row) for row in connection.execute(query))

    def of(self, edition_id: int) -> tuple[Delivery, ...]:
        """Every delivery of an edition, oldest first, trial copies included."""
        return self._all(_of(edition_id))

    def tried(self, edition_id: int) -> bool:
        """Whether an edition was ever on its way to somebody; trial copies do not count.

        Who sends again begins to count the attempts anew: the history knows of those before.
        """
        before = sa.exists().where(events.c.delivery_id == table.c.id)
        mine = (table.c.edition_id == edition_id, table.c.trial.is_(False), sa.or_(table.c.attempts > 0, before))
        with self._database.reading() as connection:
            return connection.scalar(sa.select(table.c.id).where(*mine).limit(1)) is not None

    def of_letter(self, letter_id: int) -> tuple[Delivery, ...]:
        """Every delivery of a letter, oldest first."""
        return self._all(sa.select(table).where(table.c.letter_id == letter_id).order_by(table.c.id))

    def events(self, ids: Iterable[int]) -> dict[int, tuple[Event, ...]]:
        """How every attempt at these deliveries ended, oldest first."""
        found: dict[int, tuple[Event, ...]] = dict.fromkeys(ids, ())
        query = sa.select(events).where(events.c.delivery_id.in_(list(found))).order_by(events.c.id)
        with self._database.reading() as connection:
            for row in connection.execute(query):
                found[row.delivery_id] += (Event(row.at, row.attempt, row.state, row.code, row.reply),)
        return found

    def move(
        self, delivery: Delivery, state: DeliveryState, *, fence: int, now: dt.datetime, code: int = 0,
        reply: str = "", next_try: dt.datetime | None = None, lease: float = 0, give_up: dt.datetime | None = None,
    ) -> Delivery:  # fmt: skip
        """Write one step of a delivery and return it; see :meth:`moves`."""
        step = Step(delivery, state, code, reply, next_try, give_up)
        (done,) = self.moves([step], fence=fence, now=now, lease=lease)
        if done is None:
            message = f"发给{delivery.address}的邮件已有结果，不再改动"
            raise StaleFence(message)
        return done

    def moves(
        self, steps: Sequence[Step], *, fence: int, now: dt.datetime, lease: float = 0
    ) -> tuple[Delivery | None, ...]:
        """Write what became of deliveries of one edition or letter, in one transaction; ``None`` for what is settled.

        Entering ``sending`` counts an attempt; the end of an attempt is written into the history as well. ``lease``
        holds what is being sent for so many seconds more. Raises :class:`StaleFence` when it was taken over.
        """
        until = now + dt.timedelta(seconds=lease) if lease else None
        with self._database.writing() as connection:
            _guard(connection, steps[0].delivery, fence, until)
            done = [_written(connection, step, fence, now) for step in steps]
            _remember(connection, [row for row in done if row is not None and row.state not in _ON_THE_WAY], now)
            return tuple(None if row is None else deliveries.read(row) for row in done)

    def put_off(
        self, rows: Sequence[Delivery], *, fence: int, now: dt.datetime, until: dt.datetime, code: int = 0, reply: str = "",
        give_up: dt.datetime | None = None,
    ) -> None:  # fmt: skip
        """Try these not before ``until``.

        With ``give_up`` the server served nobody: that counts as an attempt for each of them.
        """
        if not rows:
            return
        tried = give_up is not None
        with self._database.writing() as connection:
            _guard(connection, rows[0], fence, None)
            done = connection.execute(
                sa.update(table)
                .where(table.c.id.in_([row.id for row in rows]), table.c.state.in_(("queued", "deferred", "uncertain")))
                .values(
                    state=sa.case((table.c.state == "queued", "deferred" if tried else "queued"), else_=table.c.state),
                    attempts=table.c.attempts + int(tried),
                    give_up=sa.func.coalesce(table.c.give_up, give_up) if tried else table.c.give_up,
                    code=code, reply=reply, next_try=until, fence=fence, updated=now,
                )
                .returning(*table.c)
            ).all()  # fmt: skip
            if tried:
                _remember(connection, done, now)

    def again(self, rows: Sequence[Delivery], *, fence: int, now: dt.datetime, give_up: dt.datetime) -> None:
        """Queue these once more, whatever became of them, because a person says so; the history keeps what was."""
        if not rows:
            return
        with self._database.writing() as connection:
            _guard(connection, rows[0], fence, None)
            done = connection.execute(
                sa.update(table)
                .where(table.c.id.in_([row.id for row in rows]))
                .values(
                    state="queued", attempts=0, code=0, reply="", next_try=None, give_up=give_up, bounced=None, bounce="",
                    fence=fence, updated=now,
                )
                .returning(*table.c)
            ).all()  # fmt: skip
            _remember(connection, done, now)

    def find(self, message_id: str) -> Delivery | None:
        """The delivery with that Message-ID, if there is one."""
        rows = self._all(sa.select(table).where(table.c.message_id == message_id))
        return rows[0] if rows else None

    def bounced(self, message_id: str, bounce: str, *, at: dt.datetime) -> Delivery | None:
        """Mark the delivery with that Message-ID as returned; ``None`` when it is none of ours or marked already.

        Its state stays: the server did accept it.
        """
        with self._database.writing() as connection:
            done = connection.execute(
                sa.update(table)
                .where(table.c.message_id == message_id, table.c.bounced.is_(None))
                .values(bounced=at, bounce=bounce)
                .returning(*table.c)
            ).one_or_none()
        return deliveries.read(done) if done is not None else None

    def bounces(self, since: dt.datetime) -> dict[str, int]:
        """How often mail to an address came back since then; addresses by the number, most first."""
        query = (
            sa.select(table.c.address, sa.func.count().label("number"))
            .where(table.c.bounced >= since)
            .group_by(table.c.address)
            .order_by(sa.text("number DESC"), table.c.address)
        )
        with self._database.reading() as connection:
            return {row.address: row.number for row in connection.execute(query)}

    def _all(self, query: sa.Select[Any]) -> tuple[Delivery, ...]:
        with self._database.reading() as connection:
            return tuple(deliveries.read(row) for row in connection.execute(query))


_STEP = (
    sa.update(table)
    .where(table.c.id == sa.bindparam("this"), table.c.state.not_in(_SETTLED))
    .values(
        {name: sa.bindparam(f"new_{name}", type_=table.c[name].type) for name in _MOVED}
        | {
            "attempts": table.c.attempts + sa.bindparam("begun", type_=sa.Integer()),
            "give_up": sa.func.coalesce(table.c.give_up, sa.bindparam("new_give_up", type_=table.c.give_up.type)),
        }
    )
    .returning(*table.c)
)
"""Put together once: with thousands of deliveries it is the putting together that costs."""


def _written(connection: sa.Connection, step: Step, fence: int, now: dt.datetime) -> Any | None:
    """The row after the step; ``None`` when it is settled."""
    values = {
        "this": step.delivery.id, "new_state": step.state, "new_code": step.code, "new_reply": step.reply,
        "new_next_try": step.next_try, "new_fence": fence, "new_updated": now, "begun": int(step.state == "sending"),
        "new_give_up": step.give_up,
    }  # fmt: skip
    return connection.execute(_STEP, values).one_or_none()


def _guard(connection: sa.Connection, delivery: Delivery, fence: int, until: dt.datetime | None) -> None:
    """Hold what the delivery belongs to, and its lease until then; raises :class:`StaleFence`."""
    if delivery.letter_id:
        letters.guard(connection, delivery.letter_id, fence, until)
    elif until is None:
        guard(connection, delivery.edition_id, fence)
    else:
        prolong(connection, delivery.edition_id, fence, until)


def _remember(connection: sa.Connection, rows: Sequence[Any], now: dt.datetime) -> None:
    """Write the present states into the history."""
    values = [
        {"delivery_id": row.id, "at": now, "attempt": row.attempts, "state": row.state, "code": row.code, "reply": row.reply}
        for row in rows
    ]  # fmt: skip
    if values:
        connection.execute(sa.insert(events), values)


def _of(edition_id: int) -> sa.Select[Any]:
    return sa.select(table).where(table.c.edition_id == edition_id).order_by(table.c.id)


def _identity(row: Delivery) -> tuple[str, ...]:
    """What makes a delivery the same: a recipient's own copy, or one trial message."""
    return ("trial", row.message_id) if row.trial else (row.address, row.channel)
