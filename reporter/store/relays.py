"""Keep which mail servers turned us away as a whole, and until when they are left in peace."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import sqlalchemy as sa

from reporter.store.engine import insert_or_ignore
from reporter.store.schema import deliveries
from reporter.store.schema import relays as table

if TYPE_CHECKING:
    from reporter.store.engine import Database


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

    def _write(self, name: str, until: dt.datetime | None, why: str) -> None:
        with self._database.writing() as connection:
            connection.execute(insert_or_ignore(connection, table).values(name=name, paused_until=None))
            connection.execute(sa.update(table).where(table.c.name == name).values(paused_until=until, why=why))
