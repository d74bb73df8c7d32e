"""Copy a database while it is in use, and see whether one is sound."""

from __future__ import annotations

import logging
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from reporter import disk
from reporter.errors import StoreError, plainly

if TYPE_CHECKING:
    import sqlalchemy as sa

    from reporter.store.engine import Database

_log = logging.getLogger(__name__)
_PG_DUMP = "pg_dump"
_NETWORKED = ("nfs", "cifs", "smb", "fuse.sshfs", "9p", "afs", "ceph", "glusterfs")
"""File systems on which SQLite's locks cannot be relied on (sqlite.org/faq.html#q5)."""


def copy(database: Database, target: Path) -> None:
    """A consistent copy in one file, on the disk when this returns: SQLite as it is, PostgreSQL as a dump.

    Raises :class:`StoreError`; then there is no file.
    """
    try:
        if database.url.get_backend_name() == "postgresql":
            _dump(database.url, target)
        else:
            _copy(str(database.url.database), target)
        with target.open("rb+") as file:
            disk.flush(file)
    except (OSError, sqlite3.Error, subprocess.CalledProcessError) as problem:
        target.unlink(missing_ok=True)
        _log.error("database not copied: %s", problem)
        message = f"无法备份数据库{f'：{plainly(problem)}' if isinstance(problem, OSError) else ''}"
        raise StoreError(message, advice="检查磁盘空间和权限，数据库是否完好用reporter doctor查看") from problem


def _copy(source: str, target: Path) -> None:
    with closing(sqlite3.connect(source)) as present, closing(sqlite3.connect(target)) as saved:
        present.backup(saved)
        saved.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it


def _dump(url: sa.URL, target: Path) -> None:
    program = shutil.which(_PG_DUMP)
    if program is None:
        message = "没有pg_dump，无法备份PostgreSQL数据库"
        raise StoreError(message, advice="安装postgresql-client，或请数据库管理员备份")
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    subprocess.run(  # noqa: S603 - our own program and the operator's own address
        [program, "--format=custom", "--no-owner", f"--file={target}", f"--dbname={plain}"],
        check=True,
        capture_output=True,
    )


def sound(database: Database) -> None:
    """Raise :class:`StoreError` when a SQLite file is damaged, or lies where its locks do not hold."""
    if database.url.get_backend_name() != "sqlite":
        return
    kind = networked(Path(str(database.url.database)), Path("/proc/self/mountinfo"))
    if kind:
        message = f"数据库放在网络文件系统（{kind}）上，锁不可靠"
        raise StoreError(message, advice="把output放到本机磁盘，或用REPORTER_DATABASE改用PostgreSQL")
    with database.reading() as connection:
        said = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if said != "ok":
        _log.error("database damaged: %s", said)
        message = "数据库文件已损坏"
        raise StoreError(message, advice="停止服务，用reporter admin restore从备份恢复")


def networked(path: Path, mounts: Path) -> str:
    """Kind of the network file system that a path lies on; empty for a local one, and where nobody can tell."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    best, kind = "", ""
    resolved = str(path.resolve())
    for line in lines:
        words = line.split()
        dash = words.index("-") if "-" in words else 0
        if not dash:
            continue
        point = words[4].replace("\\040", " ")
        inside = resolved == point or resolved.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, words[dash + 1]
    return kind if kind.startswith(_NETWORKED) else ""
