"""The store keeps its promises on a real PostgreSQL server, not only on SQLite."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

BINARIES = Path("/usr/lib/postgresql/15/bin")
ROOT = Path(__file__).parents[2]


def as_postgres(command: Sequence[str | Path]) -> None:
    """Run a command as the user ``postgres`` where we are root: the server refuses to run as root."""
    user = "postgres" if os.geteuid() == 0 else None
    subprocess.run([str(word) for word in command], check=True, user=user, cwd="/", stdout=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The URL of a private server that listens on a socket in its own folder only."""
    assert BINARIES.is_dir(), "install postgresql-15: ./run acceptance does"
    with tempfile.TemporaryDirectory(prefix="pg") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        data = folder / "data"
        as_postgres([BINARIES / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"])
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}'"
        control: list[str | Path] = [BINARIES / "pg_ctl", "-D", data, "-w"]
        as_postgres([*control, "-l", data / "log", "-o", options, "start"])
        yield f"postgresql://postgres@/postgres?host={folder}"
        as_postgres([*control, "-m", "immediate", "stop"])


def test_the_contract_of_the_store_holds_on_postgresql(server: str) -> None:
    """Every test of the contract passes on PostgreSQL, and every one of them really ran there."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-rs", "-k", "postgresql",
         str(ROOT / "tests" / "contracts" / "store")],
        cwd=ROOT, env={**os.environ, "STORE_URL": server}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout
    assert "skipped" not in done.stdout


def test_the_migrations_make_the_same_tables_on_postgresql(server: str) -> None:
    """What the migrations make is what the schema says, column by column."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "postgresql",
         str(ROOT / "tests" / "unit" / "store" / "test_store_migrations.py")],
        cwd=ROOT, env={**os.environ, "STORE_URL": server}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout
