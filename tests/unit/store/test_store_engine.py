"""The database behaves as reports need it, and its troubles are told in our own words."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from reporter.errors import StoreBusy, StoreError
from reporter.model.observation import Observation
from reporter.model.period import Period
from reporter.store import Store, engine, location

T0 = dt.datetime(2018, 7, 18, tzinfo=dt.UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the database is."""
    return tmp_path / "reporter.db"


@pytest.fixture
def store(file: Path) -> Iterator[Store]:
    """An empty store."""
    opened = Store.open(f"sqlite:///{file}")
    yield opened
    opened.close()


def figures(count: int) -> list[Observation]:
    """That many figures of one area."""
    return [
        Observation(f"指标{number}", "growth", "", Period(2018, 1, 6), Decimal(number), released=T0.date())
        for number in range(count)
    ]


def test_an_acknowledged_row_survives_a_power_cut(store: Store) -> None:
    """Every connection writes ahead, waits for the disk, keeps foreign keys, and waits for a lock."""
    with store._database.reading() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}


def test_the_figures_of_a_report_are_one_indexed_query(store: Store) -> None:
    """However many figures there are, it is one statement and one for what people decided; no table is read through."""
    store.observations.add(figures(50), recorded=T0)
    statements: list[tuple[str, Any]] = []

    @sa.event.listens_for(store._database._engine, "before_cursor_execute")
    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        statements.append((statement, parameters))

    assert len(store.observations.as_of(T0, areas=[""], indicators=["指标1", "指标2"])) == 2
    decisions, statement = [found for found in statements if not found[0].startswith("BEGIN")]
    assert "FROM decisions" in decisions[0]
    with store._database.reading() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement[0]}", statement[1]).fetchall()
    steps = [str(step[-1]) for step in plan]
    assert any("ix_observations_figure (area=? AND indicator=?)" in step for step in steps), steps
    assert not any(step == "SCAN observations" for step in steps), steps


def test_reading_does_not_wait_for_a_writer(store: Store) -> None:
    """A report can be read while another process writes; it sees the state before."""
    store.observations.add(figures(1), recorded=T0)
    with store._database.writing() as connection:
        connection.execute(sa.text("DELETE FROM observations"))
        assert len(store.observations.as_of(T0)) == 1


def test_a_locked_database_is_busy_for_the_moment(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    """Nothing but :class:`StoreBusy` comes out, nothing is written, and afterwards it goes on."""
    monkeypatch.setattr(engine, "BUSY_MILLISECONDS", 50)
    store = Store.open(f"sqlite:///{file}")
    with sqlite3.connect(file) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy) as raised:
            store.observations.add(figures(1), recorded=T0)
        assert raised.value.transient
        other.rollback()
    assert store.observations.add(figures(1), recorded=T0).new == 1
    store.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small file system")
def test_a_full_disk(tmp_path: Path) -> None:
    """The import that does not fit leaves nothing, what was there stays whole, and it goes on when there is room."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", disk], check=False)
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        store = Store.open(f"sqlite:///{disk / 'reporter.db'}")
        store.observations.add(figures(5), recorded=T0)
        with pytest.raises(StoreBusy, match="磁盘已满"):
            store.observations.add(figures(5000), recorded=T0)
        assert len(store.observations.as_of(T0)) == 5
        subprocess.run(["mount", "-o", "remount,size=20m", disk], check=True)
        assert store.observations.add(figures(5000), recorded=T0).new == 4995
        store.close()
    finally:
        subprocess.run(["umount", disk], check=True)


def test_a_driver_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL is asked for and its driver was not installed: that is said, and not that the address is wrong."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match="没有安装PostgreSQL的驱动") as raised:
        Store.open("postgresql://reporter@127.0.0.1/reporter")
    assert "pip install" in raised.value.advice
    with pytest.raises(StoreError, match="地址无法识别"):
        Store.open("nonsense")


def test_a_file_that_is_no_database_is_refused(file: Path) -> None:
    """With what to do about it."""
    file.write_bytes(b"not a database at all, but quite some text" * 100)
    with pytest.raises(StoreError, match="损坏") as raised:
        Store.open(f"sqlite:///{file}")
    assert not raised.value.transient
    assert "备份" in raised.value.advice


@pytest.mark.parametrize(
    "url", ["", "nonsense", "mysql://host/x", "oracle://host/x", "sqlite://", "sqlite:///:memory:"]
)
def test_an_address_that_is_not_ours(url: str) -> None:
    """Is a plain error, not a traceback."""
    with pytest.raises(StoreError, match="数据库"):
        Store.open(url)


def test_a_server_that_is_not_there_is_busy() -> None:
    """It may come back; the password is not told."""
    with pytest.raises(StoreBusy) as raised:
        Store.open("postgresql://someone:canary@127.0.0.1:1/none")
    assert "canary" not in str(raised.value)


def test_where_the_database_is(tmp_path: Path) -> None:
    """Below the output folder, unless an option says otherwise."""
    assert location("", tmp_path) == f"sqlite:///{tmp_path / 'reporter.db'}"
    assert location("postgresql://x/y", tmp_path) == "postgresql://x/y"
