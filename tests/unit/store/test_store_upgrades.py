"""Every database that a user may have opens, is copied first, and loses nothing; a newer one is refused."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from reporter.errors import StoreError
from reporter.model.period import Period
from reporter.store import Store, schema
from reporter.store.copying import networked

HERE = Path(__file__).parent
TABLES = ("observations", "editions", "occurrences", "deliveries", "schedules", "runs")


def laid_out(folder: Path, revision: str) -> Path:
    """A database at a revision."""
    file = folder / "reporter.db"
    with closing(sqlite3.connect(file)) as database:
        database.executescript((HERE / "revisions" / f"{revision}.sql").read_text(encoding="utf-8"))
    return file


def counted(file: Path) -> dict[str, int]:
    """Rows by table."""
    with closing(sqlite3.connect(file)) as database:
        return {table: database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in TABLES}


def revision_of(file: Path) -> str:
    """The revision that a file says that it has."""
    with closing(sqlite3.connect(file)) as database:
        return str(database.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def test_a_database_of_every_revision_is_kept() -> None:
    """A new revision needs its fixture: ``python -m tests.unit.store.keep_revision NNNN``."""
    assert tuple(sorted(path.stem for path in (HERE / "revisions").glob("*.sql"))) == schema.REVISIONS


@pytest.mark.parametrize("revision", schema.REVISIONS)
def test_it_opens_and_is_copied_first(tmp_path: Path, revision: str) -> None:
    """With every row that it had; the copy is the database as it was; the second time nothing is left to do."""
    file = laid_out(tmp_path, revision)
    before = counted(file)
    assert set(before.values()) == {1}
    store = Store.open(f"sqlite:///{file}")
    assert store.editions.find("half_year", Period(2018, 1, 6)) is not None
    assert store.occurrences.list()[0].schedule == "half_year"
    store.close()
    assert revision_of(file) == schema.REVISIONS[-1]
    assert counted(file) == before
    copies = [path for path in tmp_path.iterdir() if path.name.startswith("reporter.db.")]
    if revision == schema.REVISIONS[-1]:
        assert (store.saved, copies) == ("", [])
        return
    assert [str(path) for path in copies] == [store.saved]
    assert (revision_of(copies[0]), counted(copies[0])) == (revision, before)
    again = Store.open(f"sqlite:///{file}")
    assert again.saved == ""
    again.close()


def test_a_newer_one_is_refused(tmp_path: Path) -> None:
    """With what to do; nothing of it is touched."""
    file = laid_out(tmp_path, schema.REVISIONS[-1])
    with closing(sqlite3.connect(file)) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    with pytest.raises(StoreError, match="更新版本的程序") as raised:
        Store.open(f"sqlite:///{file}")
    assert "备份" in raised.value.advice
    assert revision_of(file) == "9999"
    assert set(counted(file).values()) == {1}


def test_killed_in_the_middle_of_an_upgrade(tmp_path: Path) -> None:
    """It is the old database still, and the next start upgrades it."""
    file = laid_out(tmp_path, "0001")
    died = subprocess.run(
        [sys.executable, "-c", f"from reporter.store import Store; Store.open('sqlite:///{file}')"],
        env={**os.environ, "REPORTER_CRASH_TESTING": "yes", "REPORTER_CRASH_AT": "migrate.mid"}, check=False,
    )  # fmt: skip
    assert died.returncode == -signal.SIGKILL
    assert revision_of(file) == "0001"
    store = Store.open(f"sqlite:///{file}")
    store.close()
    assert revision_of(file) == schema.REVISIONS[-1]
    assert set(counted(file).values()) == {1}


def test_a_copy_is_whole_while_somebody_writes(tmp_path: Path) -> None:
    """Taken in the middle of a transaction of another process, it is the state before."""
    file = laid_out(tmp_path, schema.REVISIONS[-1])
    store = Store.open(f"sqlite:///{file}")
    with closing(sqlite3.connect(file)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM runs")
        store.copy(tmp_path / "copy")
        other.rollback()
    store.close()
    assert counted(tmp_path / "copy")["runs"] == 1


def test_a_damaged_file_is_found_out(tmp_path: Path) -> None:
    """Flipped bytes: the service does not begin, and says how to go back."""
    file = laid_out(tmp_path, schema.REVISIONS[-1])
    store = Store.open(f"sqlite:///{file}")
    store.sound()
    store.close()
    content = bytearray(file.read_bytes())
    for place in range(9 * 4096 + 8, len(content) - 4096, 4096):
        content[place : place + 60] = b"\xff" * 60
    file.write_bytes(content)
    with pytest.raises(StoreError, match="损坏") as raised:
        _opened_and_looked_at(file)
    assert "备份" in raised.value.advice
    assert "btree" not in str(raised.value), "what SQLite says of its pages is for the log"


def _opened_and_looked_at(file: Path) -> None:
    store = Store.open(f"sqlite:///{file}")
    try:
        store.sound()
    finally:
        store.close()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/reporter/output/r.db", "nfs4"),
        ("/srv/other/r.db", ""),
        ("/mnt/a b/r.db", "cifs"),
        ("/srv/reporterx/r.db", ""),
    ],
)
def test_a_network_file_system_is_refused(tmp_path: Path, path: str, kind: str) -> None:
    """SQLite's locks do not hold there."""
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n36 22 0:40 / /srv/reporter rw - nfs4 server:/x rw\n"
        "37 22 0:41 / /mnt/a\\040b rw,noatime shared:1 - cifs //server/x rw\n",
        encoding="utf-8",
    )
    assert networked(Path(path), mounts) == kind
    assert networked(Path(path), tmp_path / "none") == ""
