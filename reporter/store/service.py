"""Keep the heartbeat of every service process."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from reporter.store.engine import insert_or_ignore
from reporter.store.schema import service as table

if TYPE_CHECKING:
    from reporter.store.engine import Database


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """A sign of life."""

    owner: str
    """Which process."""
    started: dt.datetime
    last_tick: dt.datetime
    """The instant of the last tick whose decisions are all made."""
    ticks: int
    """How many there were."""
    busy: int
    """How many editions are being worked on."""


class Service:
    """The heartbeats."""

    def __init__(self, database: Database) -> None:
        """Use ``Store.service``."""
        self._database = database

    def beat(self, now: dt.datetime, busy: int, *, owner: str = "") -> None:
        """Say that the tick of ``now`` has decided everything, and that ``busy`` editions are being worked on."""
        self._write(owner, now, last_tick=now, ticks=table.c.ticks + 1, busy=busy)

    def rest(self, busy: int, *, owner: str = "") -> None:
        """Say between two ticks how many editions are still being worked on."""
        with self._database.writing() as connection:
            connection.execute(sa.update(table).where(table.c.owner == owner).values(busy=busy))

    def last(self) -> Heartbeat | None:
        """The newest heartbeat of all processes; ``None`` when no service ever ran."""
        query = sa.select(table).order_by(table.c.last_tick.desc(), table.c.started.desc()).limit(1)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return Heartbeat(row.owner, row.started, row.last_tick, row.ticks, row.busy) if row else None

    def _write(self, owner: str, now: dt.datetime, **values: Any) -> None:
        with self._database.writing() as connection:
            connection.execute(
                insert_or_ignore(connection, table).values(owner=owner, started=now, last_tick=now, ticks=0, busy=0)
            )
            connection.execute(sa.update(table).where(table.c.owner == owner).values(**values))
