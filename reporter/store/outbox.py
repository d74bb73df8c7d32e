"""Keep one row for every message to every recipient, and what became of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from reporter.errors import StaleFence
from reporter.model.message import Delivery, DeliveryState
from reporter.store.editions import guard
from reporter.store.engine import insert_or_ignore
from reporter.store.schema import deliveries as table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reporter.store.engine import Database

_SETTLED = ("accepted", "refused")
_OPEN = ("queued", "sending", "dot_sent", "deferred", "uncertain")
_WRITTEN = ("address", "name", "channel", "trial", "message_id", "dated", "body", "next_try")


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
            for row in wanted:
                values = {name: getattr(row, name) for name in _WRITTEN}
                connection.execute(
                    insert_or_ignore(connection, table).values(
                        edition_id=edition_id, state="queued", fence=fence, created=now, updated=now, **values
                    )
                )
            stored = connection.execute(_of(edition_id))
            found = [_delivery(row) for row in stored]
        identities = {_identity(row) for row in wanted}
        return tuple(row for row in found if _identity(row) in identities)

    def due(self, now: dt.datetime) -> tuple[Delivery, ...]:
        """Every delivery that wants a step now: to be sent, sent again, or found out about."""
        query = (
            sa.select(table)
            .where(table.c.state.in_(_OPEN), sa.or_(table.c.next_try.is_(None), table.c.next_try <= now))
            .order_by(table.c.id)
        )
        with self._database.reading() as connection:
            return tuple(_delivery(row) for row in connection.execute(query))

    def of(self, edition_id: int) -> tuple[Delivery, ...]:
        """Every delivery of an edition, oldest first, trial copies included."""
        with self._database.reading() as connection:
            return tuple(_delivery(row) for row in connection.execute(_of(edition_id)))

    def move(
        self, delivery: Delivery, state: DeliveryState, *, fence: int, now: dt.datetime, code: int = 0,
        reply: str = "", next_try: dt.datetime | None = None,
    ) -> Delivery:  # fmt: skip
        """Write what became of a delivery and return it; entering ``sending`` counts an attempt.

        Raises :class:`StaleFence` when the edition was taken over, or the delivery is settled already.
        """
        attempts = table.c.attempts + 1 if state == "sending" else table.c.attempts
        with self._database.writing() as connection:
            guard(connection, delivery.edition_id, fence)
            done = connection.execute(
                sa.update(table)
                .where(table.c.id == delivery.id, table.c.state.not_in(_SETTLED))
                .values(
                    state=state, attempts=attempts, code=code, reply=reply, next_try=next_try, fence=fence, updated=now
                )
            )
            if done.rowcount != 1:
                message = f"发给{delivery.address}的邮件已有结果，不再改动"
                raise StaleFence(message)
            return _delivery(connection.execute(sa.select(table).where(table.c.id == delivery.id)).one())


def _of(edition_id: int) -> sa.Select[Any]:
    return sa.select(table).where(table.c.edition_id == edition_id).order_by(table.c.id)


def _identity(row: Delivery) -> tuple[str, ...]:
    """What makes a delivery the same: a recipient's own copy, or one trial message."""
    return ("trial", row.message_id) if row.trial else (row.address, row.channel)


def _delivery(row: Any) -> Delivery:
    """A row as the delivery that it is."""
    return Delivery(
        id=row.id, edition_id=row.edition_id, address=row.address, name=row.name, channel=row.channel,
        message_id=row.message_id, dated=row.dated, body=row.body, state=row.state, trial=row.trial,
        attempts=row.attempts, next_try=row.next_try, code=row.code, reply=row.reply, updated=row.updated,
        fence=row.fence,
    )  # fmt: skip
