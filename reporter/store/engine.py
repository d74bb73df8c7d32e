"""Turn a database URL into short transactions, and whatever the driver says into errors of our own.

SQLite runs in WAL mode with ``synchronous=FULL``; every writing transaction takes its lock at once (``BEGIN
IMMEDIATE``), because a lock that is asked for in the middle is refused without waiting.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from sqlite3 import OperationalError
from threading import Event
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from reporter.clock import monotonic
from reporter.errors import StoreBusy, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

BUSY_MILLISECONDS = 10_000
_BUSY_SQLITE = ("database is locked", "database table is locked", "database schema is locked", "database is busy")
_FULL = ("disk is full", "no space left")
_BROKEN = ("malformed", "not a database")
_BUSY_SQLSTATES = ("08", "40", "53", "55P03", "57P")
"""Connection lost, rolled back by the server, out of resources, lock not available, shutting down."""


def location(database: str, output: Path) -> str:
    """The database URL: ``database`` as given, or SQLite below ``output``."""
    return database or f"sqlite:///{output / 'reporter.db'}"


class Database:
    """A database, spoken to in transactions that either read or write."""

    def __init__(self, url: str) -> None:
        """``url`` is an SQLAlchemy URL of SQLite or PostgreSQL; nothing is opened yet."""
        try:
            parsed = sa.make_url(url)
            self.url = parsed
            self._engine = _postgresql(parsed) if parsed.get_backend_name() == "postgresql" else _sqlite(parsed)
        except ImportError as problem:
            message = "没有安装PostgreSQL的驱动"
            raise StoreError(message, advice="在安装reporter的环境里运行pip install 'psycopg[binary]'") from problem
        except SQLAlchemyError as problem:
            message = "数据库地址无法识别"
            raise StoreError(message, advice="地址应以sqlite:///或postgresql://开头") from problem

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that sees one state of the database and changes nothing."""
        with self._transaction(writes=False) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that is committed at the end of the block, or leaves nothing behind."""
        with self._transaction(writes=True) as connection:
            yield connection

    @contextmanager
    def apart(self) -> Iterator[sa.Connection]:
        """A connection of one's own, with tables that nobody else sees; it reads until its ``writes`` option says otherwise."""
        try:
            with self._engine.connect().execution_options(writes=False) as connection:
                yield connection
        except SQLAlchemyError as problem:
            raise translated(problem) from problem

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[sa.Connection]:
        try:
            with self._engine.connect().execution_options(writes=writes) as connection, connection.begin():
                yield connection
        except SQLAlchemyError as problem:
            raise translated(problem) from problem

    def close(self) -> None:
        """Give every connection back."""
        self._engine.dispose()


def insert_or_ignore(connection: sa.Connection, table: sa.Table) -> Any:
    """An INSERT that leaves a row alone whose key is there already."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - 25 ms that SQLite need not pay

        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()


def _sqlite(url: sa.URL) -> sa.Engine:
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        message = "数据库只支持SQLite文件与PostgreSQL"
        raise StoreError(message, advice="地址应以sqlite:///或postgresql://开头")
    Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(url)

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin transactions by itself
        connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
        _write_ahead(connection)
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _write_ahead(connection: Any) -> None:
    """Switch to WAL; of several processes that do so at once SQLite turns all but one away without waiting."""
    patience = monotonic() + BUSY_MILLISECONDS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except OperationalError as problem:
            if "locked" not in str(problem) or monotonic() > patience:
                raise
            Event().wait(0.02)
        else:
            return


def _postgresql(url: sa.URL) -> sa.Engine:
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    return sa.create_engine(
        url, pool_pre_ping=True, connect_args={"connect_timeout": 10, "options": "-c lock_timeout=10s"}
    )


def translated(problem: SQLAlchemyError) -> StoreError:
    """The same problem in our own words: :class:`StoreBusy` when it may pass, else :class:`StoreError`."""
    said = str(getattr(problem, "orig", problem)).lower()
    if any(words in said for words in _FULL):
        return StoreBusy("数据库所在的磁盘已满", advice="清出空间后会自动继续，已写入的内容不受影响")
    if any(words in said for words in _BROKEN):
        return StoreError("数据库文件已损坏，或者不是数据库", advice="停止服务，用reporter admin restore从备份恢复")
    if "unable to open" in said:
        return StoreError("数据库文件打不开", advice="请检查output目录是否存在、权限是否正确、所在的盘是否只读")
    if "readonly" in said or "read-only" in said:
        return StoreError("数据库只能读、不能写", advice="请检查output目录的权限与挂载方式")
    if _passes(problem, said):
        return StoreBusy(
            "数据库暂时无法使用", advice="稍后会自动重试；如一直如此，请检查数据库是否在运行、是否被别的程序锁住"
        )
    return StoreError("数据库拒绝了这次操作", advice="详情见日志")


def _passes(problem: SQLAlchemyError, said: str) -> bool:
    """Whether the same transaction may succeed later."""
    if isinstance(problem, PoolTimeout) or any(words in said for words in _BUSY_SQLITE):
        return True
    if not isinstance(problem, DBAPIError):
        return False
    state = getattr(problem.orig, "sqlstate", None)
    if state:
        return str(state).startswith(_BUSY_SQLSTATES)
    unreachable = ("connection failed", "connection refused", "timeout", "server closed the connection")
    return problem.connection_invalidated or any(words in said for words in unreachable)
