"""Bring a database to the present revision, or refuse one that is newer than this program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from reporter.errors import StoreError
from reporter.store.schema import REVISIONS, metadata

if TYPE_CHECKING:
    from reporter.store.engine import Database

_LOCK = 0x7265_706F_7274
"""Key of the advisory lock that lets one process at a time change a PostgreSQL schema."""


def prepare(database: Database, *, upgrade: bool = True) -> None:
    """Create the tables or upgrade them where needed; raises :class:`StoreError` for a newer database."""
    with database.reading() as connection:
        if _known(revision(connection)):
            return
    if not upgrade:
        message = "数据库尚未建立，或者需要升级"
        raise StoreError(message, advice="请先运行reporter admin upgrade")
    with database.writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        present = revision(connection)  # another process may have been quicker
        if present is None:
            create(connection)
        elif not _known(present):
            migrate(connection, REVISIONS[-1])


def revision(connection: sa.Connection) -> str | None:
    """The revision of the database; ``None`` for an empty one."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return found


def _known(present: str | None) -> bool:
    """Whether it is the newest revision; raises :class:`StoreError` for one that this program has never heard of."""
    if present is not None and present not in REVISIONS:
        message = "数据库由更新版本的程序建立，这个版本不能打开"
        raise StoreError(message, advice="请升级程序，或者从备份恢复旧的数据库")
    return present == REVISIONS[-1]


def create(connection: sa.Connection) -> None:
    """All tables at once, as the migrations would leave them: a test compares the two."""
    metadata.create_all(connection, checkfirst=False)
    key = "version_num VARCHAR(32) NOT NULL CONSTRAINT alembic_version_pkc PRIMARY KEY"
    connection.execute(sa.text(f"CREATE TABLE alembic_version ({key})"))
    connection.execute(sa.text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": REVISIONS[-1]})


def migrate(connection: sa.Connection, target: str) -> None:
    """Run the migrations up to ``target`` within the connection's transaction."""
    from alembic import command  # noqa: PLC0415 - slow to import, and hardly ever needed
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, target)
