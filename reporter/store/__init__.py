"""Turn observations, editions, occurrences and deliveries into rows, and back; the one room of SQLAlchemy."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING
from uuid import uuid4

import sqlalchemy as sa

from reporter.store import copying, schema
from reporter.store.arrivals import Difference
from reporter.store.editions import Editions
from reporter.store.engine import Database, insert_or_ignore, location
from reporter.store.leases import Leases
from reporter.store.letters import Letters
from reporter.store.observations import Observations, Terms
from reporter.store.occurrences import Occurrences
from reporter.store.originals import Originals
from reporter.store.outbox import Outbox
from reporter.store.readings import FileRead, Readings
from reporter.store.relays import Relays
from reporter.store.service import Heartbeat, Service
from reporter.store.signing import Issued, Signing
from reporter.store.upgrade import prepare

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Difference", "FileRead", "Heartbeat", "Issued", "Originals", "Store", "Terms", "location", "owner"]


def owner() -> str:
    """A name for the leases of this process that no other one has."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"


class Store:
    """Everything that is remembered; safe to use from several threads and processes at once."""

    def __init__(self, database: Database, zone: str, saved: str = "") -> None:
        """Use :meth:`open`."""
        self.saved = saved
        """Where the database was copied to before it was upgraded; empty when it was not."""
        self._database = database
        self.observations = Observations(database, zone)
        self.readings = Readings(database)
        self.editions = Editions(database)
        self.leases = Leases(database)
        self.occurrences = Occurrences(database)
        self.outbox = Outbox(database)
        self.letters = Letters(database)
        self.relays = Relays(database)
        self.service = Service(database)
        self.signing = Signing(database)

    @classmethod
    def open(cls, url: str, *, upgrade: bool = True, zone: str = "Asia/Shanghai") -> Store:
        """Open the database, creating or upgrading it where needed.

        ``zone`` is the office's: it decides on which day something was recorded. Raises :class:`StoreError` for a
        database that is newer than this program, and for one that needs an upgrade when ``upgrade`` is false.
        """
        database = Database(url)
        saved = prepare(database, upgrade=upgrade)
        return cls(database, zone, saved)

    @property
    def installation(self) -> str:
        """A random name, given once to this database; it makes Message-IDs unique in the world."""
        table = schema.installation
        with self._database.reading() as connection:
            name = connection.scalar(sa.select(table.c.name))
        if name is None:
            with self._database.writing() as connection:
                connection.execute(insert_or_ignore(connection, table).values(id=1, name=uuid4().hex))
                name = connection.scalar(sa.select(table.c.name))
        return str(name)

    @property
    def embedded(self) -> bool:
        """Whether it is SQLite, in a file of this machine."""
        return self._database.url.get_backend_name() == "sqlite"

    def copy(self, target: Path) -> None:
        """A consistent copy of the database in one file, while it is in use; raises :class:`StoreError`."""
        copying.copy(self._database, target)

    def sound(self) -> None:
        """Raise :class:`StoreError` when the database is damaged, or lies where it cannot be relied on."""
        copying.sound(self._database)

    def close(self) -> None:
        """Give every connection back."""
        self._database.close()
