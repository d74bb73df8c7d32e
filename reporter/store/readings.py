"""Keep which file was read when, and how many figures were in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from reporter.store.schema import readings as table

if TYPE_CHECKING:
    from reporter.store.engine import Database


@dataclass(frozen=True, slots=True)
class FileRead:
    """One file as it was read."""

    source: str
    file: str
    original: str
    """SHA-256 of its content."""
    figures: int
    recorded: dt.datetime


class Readings:
    """The files that were read; one that is the same as the last time is not told again."""

    def __init__(self, database: Database) -> None:
        """Use ``Store.readings``."""
        self._database = database

    def add(self, rows: Iterable[FileRead]) -> None:
        """Keep what was read, unless it is what was last read of that file."""
        with self._database.writing() as connection:
            for row in rows:
                last = connection.scalar(
                    sa.select(table.c.original)
                    .where(table.c.source == row.source, table.c.file == row.file)
                    .order_by(table.c.id.desc())
                    .limit(1)
                )
                if last != row.original:
                    connection.execute(sa.insert(table).values(
                        source=row.source, file=row.file, original=row.original, figures=row.figures, recorded=row.recorded
                    ))  # fmt: skip

    def of_original(self, digest: str) -> FileRead | None:
        """The last time that a file with this hash was read; ``None`` where none was."""
        query = sa.select(table).where(table.c.original == digest).order_by(table.c.id.desc()).limit(1)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else FileRead(row.source, row.file, row.original, row.figures, row.recorded)

    def of(self, source: str) -> tuple[FileRead, ...]:
        """Everything that was read of a source, oldest first."""
        query = sa.select(table).where(table.c.source == source).order_by(table.c.id)
        with self._database.reading() as connection:
            return tuple(
                FileRead(row.source, row.file, row.original, row.figures, row.recorded)
                for row in connection.execute(query)
            )
