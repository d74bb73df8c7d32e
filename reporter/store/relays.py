"""Keep what all processes together must heed of a mail server: its pauses, its turns, its places for connections."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import sqlalchemy as sa

from reporter.store.engine import insert_or_ignore
from reporter.store.schema import deliveries
from reporter.store.schema import relay_places as places
from reporter.store.schema import relays as table

if TYPE_CHECKING:
    from reporter.store.engine import Database

_FORESEEN = 60
"""Turns that may be given away in advance; more are left by a clock that was ahead."""


class Relays:
    """The relays; ``name`` is host and port."""

    def __init__(self, database: Database) -> None:
        """Use ``Store.relays``."""
        self._database = database

    def pause(self, name: str, until: dt.datetime, why: str) -> None:
        """Send nothing by this relay before ``until``."""
        self._write(name, until, why)

    def resume(self, name: str) -> None:
        """The relay serves us again: whoever was put off because of it need not wait any longer."""
        paused = self.paused(name)
        if paused is None:
            return
        self._write(name, None, "")
        with self._database.writing() as connection:
            connection.execute(
                sa.update(deliveries)
                .where(deliveries.c.state.in_(("queued", "deferred")), deliveries.c.next_try == paused[0])
                .values(next_try=None)
            )

    def paused(self, name: str) -> tuple[dt.datetime, str] | None:
        """Until when it is left in peace, and why; ``None`` when it is not."""
        query = sa.select(table).where(table.c.name == name, table.c.paused_until.is_not(None))
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return (row.paused_until, row.why) if row else None

    def turn(self, name: str, now: dt.datetime, interval: dt.timedelta) -> dt.datetime:
        """When the next message may go by this relay; the one after it an ``interval`` later."""
        with self._database.writing() as connection:
            connection.execute(insert_or_ignore(connection, table).values(name=name))
            taken = connection.execute(sa.select(table.c.next_turn).where(table.c.name == name).with_for_update())
            free = taken.scalar_one() or now
            mine = max(free, now) if free - now < _FORESEEN * interval else now
            connection.execute(sa.update(table).where(table.c.name == name).values(next_turn=mine + interval))
        return mine

    def take_place(self, name: str, most: int, holder: str, now: dt.datetime, seconds: float) -> bool:
        """Take one of the ``most`` connections that the relay allows, for so many seconds; ``False`` when all are taken.

        Who holds one already keeps it for longer.
        """
        until = now + dt.timedelta(seconds=seconds)
        free = sa.or_(places.c.until.is_(None), places.c.until < now)
        here = (places.c.relay == name, places.c.place < most)
        with self._database.writing() as connection:
            rows = [{"relay": name, "place": place} for place in range(most)]
            connection.execute(insert_or_ignore(connection, places), rows)
            held = sa.case((places.c.holder == holder, 0), else_=1)
            query = sa.select(places.c.place).where(*here, sa.or_(places.c.holder == holder, free)).order_by(held)
            place = connection.execute(query.limit(1).with_for_update(skip_locked=True)).scalar_one_or_none()
            if place is None:
                return False
            connection.execute(
                sa.update(places).where(*here, places.c.place == place).values(holder=holder, until=until)
            )
            return True

    def leave_place(self, name: str, holder: str) -> None:
        """Give the connection's place back."""
        with self._database.writing() as connection:
            connection.execute(
                sa.update(places).where(places.c.relay == name, places.c.holder == holder).values(holder="", until=None)
            )

    def _write(self, name: str, until: dt.datetime | None, why: str) -> None:
        with self._database.writing() as connection:
            connection.execute(insert_or_ignore(connection, table).values(name=name, paused_until=None))
            connection.execute(sa.update(table).where(table.c.name == name).values(paused_until=until, why=why))
