"""Bring a database to the present revision, or refuse one that is newer than this program."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from reporter.crashpoint import crashpoint
from reporter.errors import StoreError
from reporter.store import copying
from reporter.store.schema import REVISIONS, metadata

if TYPE_CHECKING:
    from reporter.store.engine import Database

_log = logging.getLogger(__name__)
_LOCK = 0x7265_706F_7274
"""Key of the advisory lock that lets one process at a time change a PostgreSQL schema."""


def prepare(database: Database, *, upgrade: bool = True) -> str:
    """Create the tables or upgrade them where needed; raises :class:`StoreError` for a newer database.

    A database that is upgraded is copied first; returns where to, empty when nothing was upgraded.
    """
    with database.reading() as connection:
        found = revision(connection)
        if _known(found):
            return ""
    if not upgrade:
        message = "数据库尚未建立，或者需要升级"
        raise StoreError(message, advice="请先运行reporter admin upgrade")
    saved = _saved(database, found) if found else ""
    with database.writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        present = revision(connection)  # another process may have been quicker
        if present is None:
            create(connection)
        elif not _known(present):
            migrate(connection, REVISIONS[-1])
            crashpoint("migrate.mid")
    return saved


def _saved(database: Database, found: str) -> str:
    """Copy a database of an old revision; a PostgreSQL one stays with its administrator where there is no pg_dump."""
    if database.url.get_backend_name() == "postgresql":
        target = Path.cwd() / f"{database.url.database}.{found}.dump"
        try:
            copying.copy(database, target)
        except StoreError as problem:
            _log.warning("database not copied before its upgrade, which is one transaction: %s", problem)
            return ""
        return str(target)
    file = Path(str(database.url.database))
    target = file.with_name(f"{file.name}.{found}")
    if not target.exists():
        draft = file.with_name(f".{file.name}.{found}.part")
        draft.unlink(missing_ok=True)
        copying.copy(database, draft)
        draft.rename(target)
    return str(target)


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
