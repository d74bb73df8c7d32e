"""Turn the rows of a database query into a grid: read-only, bounded in time and rows, values bound and never pasted in.

SQLite, PostgreSQL, MySQL and MariaDB refuse to write and stop a query that takes too long, each of them itself. For any other
database that SQLAlchemy knows the account must be one that may only read: what is promised there is that nothing is
committed, and the bounds on rows.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporter.clock import monotonic
from reporter.errors import SourceError
from reporter.model.finding import Finding
from reporter.model.observation import EXCHANGE_COLUMNS
from reporter.model.office import Source
from reporter.sources._original import Original
from reporter.sources._reading import Example
from reporter.sources.shape import Grid

if TYPE_CHECKING:
    import sqlalchemy as sa

KIND = "sql"
_READS = re.compile(r"\s*(?:select|with|values|table)\b", re.IGNORECASE)
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_CHUNK = 1000
_STEPS = 10_000
"""Steps of SQLite's machine between two looks at the clock."""


@dataclass(frozen=True, slots=True)
class Options:
    """What ``options:`` may say."""

    url: str = ""
    """SQLAlchemy URL, or ``env:NAME`` or ``file:PATH`` that holds one; a SQLite file lies below the project folder."""
    query: str = ""
    """One SELECT; its columns are those of the exchange format, or of a table such as people make them."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    """Values of ``:name`` in the query, bound by the driver."""
    seconds: float = 30.0
    """The longest that the query may take. PostgreSQL, MySQL and MariaDB are told to stop by then, SQLite stops itself; of any
    other database, which cannot be told, only the rows are counted against the clock."""
    most_rows: int = 100_000
    """The most rows that may come back."""


def originals(source: Source, options: Options, folder: Path) -> Iterator[Original | Finding]:
    """The rows of the query, as JSON: what the database said then can be read again later."""
    del source
    query = _one_select(options.query)
    url = _url(options.url, folder)
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415

    try:
        columns, rows = _asked(url, query, options)
    except SQLAlchemyError as error:
        cause = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        message = f"数据库{_shown(url)}没有答复查询：{cause.replace(url.password or chr(0), '***')}"
        raise SourceError(message, advice="检查地址、权限和查询语句；查询过慢的，缩小范围或调高seconds") from error
    content = json.dumps({"columns": columns, "rows": rows}, ensure_ascii=False, separators=(",", ":"), default=_plain)
    yield Original(_shown(url), content.encode())


def grids(original: Original, options: Options) -> Iterator[Grid | Finding]:
    """The rows below the names of their columns."""
    del options
    said = json.loads(original.content)
    parts = ["列名", *(f"第{number}行" for number in range(1, len(said["rows"]) + 1))]
    yield Grid(original.path, [said["columns"], *said["rows"]], parts=parts)


def _one_select(query: str) -> str:
    """The query, if it is one statement that only reads; the database is told so as well."""
    plain = _COMMENT.sub(" ", query).strip().rstrip(";")
    if not _READS.match(plain) or ";" in plain:
        message = "query不是一条SELECT语句"
        raise SourceError(message, advice="只写一条SELECT；条件的值用:名称，写在parameters里")
    return plain


def _url(written: str, folder: Path) -> sa.URL:
    """The address of the database."""
    from sqlalchemy.engine import make_url  # noqa: PLC0415 - slow, and the child that reads the rows needs none of it
    from sqlalchemy.exc import ArgumentError  # noqa: PLC0415

    try:
        from reporter.settings import secret  # noqa: PLC0415 - pydantic is slow, and only who fetches needs it

        url = make_url(secret(written) if written.startswith(("env:", "file:")) else written)
    except ArgumentError as error:
        message = "数据库地址写得不对"
        raise SourceError(message, advice="写作postgresql://用户@主机/库；有口令的，整个地址用env:变量名") from error
    if url.get_backend_name() != "sqlite":
        return url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url
    path = (folder / (url.database or "")).resolve()
    if not path.is_file() or not path.is_relative_to(folder.resolve()):
        message = f"项目文件夹里没有数据库文件“{url.database or ''}”"
        raise SourceError(message, advice="写作sqlite:///data/文件名.db")
    return url.set(database=path.relative_to(folder.resolve()).as_posix(), query={"folder": str(folder.resolve())})


def _asked(url: sa.URL, query: str, options: Options) -> tuple[list[str], list[list[Any]]]:
    """Names of the columns, and the rows; the connection cannot write, and is closed whatever happens."""
    import sqlalchemy as sa  # noqa: PLC0415

    engine = _engine(url, options.seconds)
    try:
        with engine.connect() as connection:
            for statement in _guards(connection, options):
                connection.execute(sa.text(statement))
            streaming = connection.execution_options(stream_results=True, max_row_buffer=_CHUNK)
            with closing(streaming.execute(sa.text(query), dict(options.parameters))) as result:
                try:
                    return list(result.keys()), _rows(result, options)
                except SourceError:
                    if not _mysql(connection):
                        connection.invalidate()  # some drivers fetch all the rest before they close a result
                    raise
    finally:
        engine.dispose()


def _rows(result: sa.CursorResult[Any], options: Options) -> list[list[Any]]:
    """The rows, within their limits."""
    deadline = monotonic() + options.seconds
    rows: list[list[Any]] = []
    for chunk in result.partitions(_CHUNK):
        rows += [list(row) for row in chunk]
        if len(rows) > options.most_rows:
            message = f"查询结果超过{options.most_rows}行，已停止"
            raise SourceError(message, advice="缩小查询的范围，或调高most_rows")
        if monotonic() > deadline:
            message = f"查询在{options.seconds:g}秒内没有答完，已停止"
            raise SourceError(message, advice="缩小查询的范围，或调高seconds")
    return rows


def _engine(url: sa.URL, seconds: float) -> sa.Engine:
    """An engine whose connections only read, as far as the driver can be told so at the start."""
    import sqlalchemy as sa  # noqa: PLC0415
    from sqlalchemy.pool import NullPool  # noqa: PLC0415

    backend = url.get_backend_name()
    if backend == "sqlite":
        return sa.create_engine("sqlite://", creator=lambda: _sqlite(url, seconds), poolclass=NullPool)
    options = {
        "postgresql": {
            "connect_timeout": max(2, int(seconds)),
            "options": f"-c default_transaction_read_only=on -c statement_timeout={int(seconds * 1000)}",
        }
    }
    return sa.create_engine(url, connect_args=options.get(backend, {}), poolclass=NullPool)


def _sqlite(url: sa.URL, seconds: float) -> Any:
    """A connection to a file that it cannot change, and that gives up when the time is over."""
    import sqlite3  # noqa: PLC0415

    path = Path(str(url.query["folder"])) / (url.database or "")
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=seconds)
    connection.execute("PRAGMA query_only=ON")
    deadline = monotonic() + seconds
    connection.set_progress_handler(lambda: int(monotonic() > deadline), _STEPS)
    return connection


def _mysql(connection: sa.Connection) -> bool:
    """Whether the server is of the MySQL family: it stops at the cap by itself, and a result must be read to its end."""
    return connection.dialect.name in ("mysql", "mariadb")


def _guards(connection: sa.Connection, options: Options) -> tuple[str, ...]:
    """What a server is told before the query."""
    if connection.dialect.name == "postgresql":
        return ("SET TRANSACTION READ ONLY",)
    if not _mysql(connection):
        return ()
    limit = f"max_statement_time={options.seconds:g}"
    if not getattr(connection.dialect, "is_mariadb", False):
        limit = f"max_execution_time={int(options.seconds * 1000)}"
    most = f"sql_select_limit={options.most_rows + 1}"
    return (f"SET SESSION {limit}", f"SET SESSION {most}", "SET SESSION TRANSACTION READ ONLY")


def _shown(url: sa.URL) -> str:
    """The address without user, password and options."""
    return url.create(url.drivername, host=url.host, port=url.port, database=url.database).render_as_string()


def _plain(value: Any) -> str:
    """A value of the database as text."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, dt.date):
        return value.isoformat()
    message = f"查询结果里有读不了的内容（{type(value).__name__}）"
    raise SourceError(message, advice="在查询里把它转成文字或数字")


EXAMPLE = Example(
    Source("示例库", KIND, department="数据局", options={
        "url": "sqlite:///数据/figures.db", "parameters": {"since": "2024"},
        "query": "SELECT indicator, measure, area, period, value, unit FROM figures WHERE period >= :since ORDER BY rowid",
    }),
    (
        EXCHANGE_COLUMNS[:6],
        ("甲产业增加值", "level", "", "2024-M01..M05", 312.5, "亿元"), ("乙投资", "growth", "", "2024-M05", -4.2, "%"),
        ("丙投资", "level", "", "2024-H1", None, "亿元"), ("丙投资", "level", "", "2023", 1, "亿元"),
    ),
    figures=(
        ("甲产业增加值", "level", "2024-M01..M05", "312.5"), ("乙投资", "growth", "2024-M05", "-4.2"), ("丙投资", "level", "2024-H1", ""),
    ),
)  # fmt: skip
