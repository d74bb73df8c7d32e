"""A database is asked one question that only reads; whatever is wrong is told without its password."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reporter import sources
from reporter.model.indicator import Indicator
from reporter.model.office import Source
from reporter.sources import Reading

INDICATORS = {name: Indicator(name, "亿元") for name in ("乙投资", "丙投资")}
QUERY = "SELECT indicator, measure, area, period, value FROM figures WHERE area = :area ORDER BY period"
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project folder with a small database."""
    with closing(sqlite3.connect(tmp_path / "figures.db")) as connection:
        connection.execute("CREATE TABLE figures (indicator, measure, area, period, value)")
        rows = [
            ("乙投资", "level", "甲区", "2024-M05", 5.5),
            ("乙投资", "level", "甲区", "2024-M06", None),
            ("丙投资", "level", "乙区", "2024", 1),
        ]
        connection.executemany("INSERT INTO figures VALUES (?, ?, ?, ?, ?)", rows)
        connection.commit()
    return tmp_path


def ask(folder: Path, query: str = QUERY, **options: Any) -> Reading:
    """What a query says."""
    options = {"url": "sqlite:///figures.db", "query": query, "parameters": {"area": "甲区"}, **options}
    return sources.read(Source("库", "sql", options=options), folder, INDICATORS)


def refused(reading: Reading) -> str:
    """The one finding of a reading without figures."""
    (finding,) = reading.findings
    assert not reading.observations
    assert finding.advice
    return finding.message


def test_rows_in_the_exchange_format(folder: Path) -> None:
    """Values as they are, NULL as missing, each with the row of the result."""
    found = ask(folder)
    assert [(row.period.code, None if row.value is None else str(row.value), row.origin.part) for row in found.observations] == [
        ("2024-M05", "5.5", "第1行"), ("2024-M06", None, "第2行"),
    ]  # fmt: skip
    assert found.observations[0].origin.file == "sqlite:///figures.db"
    assert not found.findings


def test_rows_as_people_make_tables(folder: Path) -> None:
    """A result with months below each other and indicators side by side is read like any table."""
    query = 'SELECT \'2024年5月\' AS "月份", 5.5 AS "乙投资", 6 AS "丙投资"'
    assert [(row.indicator, str(row.value)) for row in ask(folder, query, parameters={}).observations] == [
        ("乙投资", "5.5"), ("丙投资", "6"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "query",
    ["DELETE FROM figures", "SELECT 1; DROP TABLE figures", "/* SELECT */ UPDATE figures SET value = 0", "PRAGMA user_version", "ATTACH 'x' AS y"],
)  # fmt: skip
def test_only_one_select(folder: Path, query: str) -> None:
    """Anything but one statement that reads is refused before the database hears of it."""
    assert "SELECT" in refused(ask(folder, query))


def test_a_write_within_a_select_does_not_happen(folder: Path) -> None:
    """The connection itself cannot write, whatever the statement looks like."""
    assert refused(
        ask(folder, "WITH x AS (SELECT 1) INSERT INTO figures SELECT 'x', '', '', '', 1 FROM x", parameters={})
    )
    assert len(ask(folder).observations) == 2


def test_values_are_bound(folder: Path) -> None:
    """A value is a value, whatever it says."""
    found = ask(folder, parameters={"area": "甲区' OR '1'='1"})
    assert [finding.rule for finding in found.findings] == ["no_figures"]


def test_time_and_rows_are_bounded(folder: Path) -> None:
    """A query without end is stopped by the clock, a result without end by the count."""
    assert (
        "0.3秒" in (message := refused(ask(folder, f"{ENDLESS} LIMIT 1 OFFSET 900000000", seconds=0.3, parameters={})))
        or "interrupted" in message
    )
    assert "超过50行" in refused(ask(folder, ENDLESS, most_rows=50, parameters={}))


def test_a_database_outside_the_project_is_not_opened(folder: Path) -> None:
    """Nor is one made that is not there."""
    for url in ("sqlite:////etc/passwd", "sqlite:///../x.db", "sqlite:///none.db", "sqlite://"):
        assert "没有数据库文件" in refused(ask(folder, url=url))
    assert not (folder / "none.db").exists()


def test_a_password_is_not_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address may come from the environment; what fails is told without user and password."""
    monkeypatch.setenv("DATABASE", "postgresql://reader:canary@127.0.0.1:1/figures")
    found = ask(folder, url="env:DATABASE", seconds=2)
    assert "postgresql+psycopg://127.0.0.1:1/figures" in refused(found)
    assert "canary" not in repr(found)
    assert "reader" not in repr(found)
    assert "写得不对" in refused(ask(folder, url="no address"))
