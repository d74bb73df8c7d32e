"""Write the fixture of a revision: ``python -m tests.unit.store.keep_revision 0003`` - once, when it is released.

A database at that revision with a row in every table that it has, as SQL. It is never written anew: it is what users have.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from reporter.store.upgrade import migrate

FOLDER = Path(__file__).with_name("revisions")
_AT = "2018-08-07 00:30:00.000000"


def main(revision: str) -> None:
    """Make the file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "reporter.db"
        engine = sa.create_engine(f"sqlite:///{file}")
        with engine.begin() as connection:
            migrate(connection, revision)
        engine.dispose()
        with closing(sqlite3.connect(file)) as database:
            for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                if table not in {"alembic_version", "sqlite_sequence"}:
                    _row(database, table)
            database.commit()
            said = "\n".join(database.iterdump()) + "\n"
    (FOLDER / f"{revision}.sql").write_text(said, encoding="utf-8")


def _row(database: sqlite3.Connection, table: str) -> None:
    """One row with a value in every column that wants one."""
    values: dict[str, object] = {}
    for _, name, kind, needed, default, key in database.execute(f"PRAGMA table_info({table})"):
        if (not needed and name != "mark") or (default is not None and not key):
            continue
        values[name] = _VALUES.get((table, name), _VALUES.get(("", name), _plain(kind)))
    marks = ", ".join("?" * len(values))
    database.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", list(values.values()))


def _plain(kind: str) -> object:
    """Some value of a type."""
    words = kind.upper()
    if "DATETIME" in words:
        return _AT
    if "DATE" in words:
        return "2018-08-07"
    if "INT" in words or "BOOL" in words:
        return 1
    return b"x" if "BLOB" in words else "x"


_VALUES: dict[tuple[str, str], object] = {
    ("", "period"): "2018-H1", ("", "id"): 1, ("editions", "report"): "half_year", ("editions", "cut"): "public",
    ("editions", "state"): "sent", ("occurrences", "state"): "due", ("deliveries", "state"): "accepted",
    ("observations", "indicator"): "固定资产投资", ("observations", "measure"): "growth", ("schedules", "name"): "half_year",
    ("occurrences", "schedule"): "half_year", ("occurrences", "nominal"): "2018-08-07T08:30", ("letters", "kind"): "alert",
    ("deliveries", "channel"): "smtp", ("deliveries", "address"): "office@example.org", ("delivery_events", "state"): "accepted",
    ("signatures", "verdict"): "signed", ("signatures", "role"): "签发",
}  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1])
