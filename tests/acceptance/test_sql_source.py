"""A real PostgreSQL server is asked and nothing more: it cannot be written to, and it is told to stop in time."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from reporter import sources
from reporter.clock import monotonic
from reporter.model.indicator import Indicator
from reporter.model.office import Source
from reporter.sources import Reading
from tests.acceptance.test_store_postgres import server as server  # noqa: PLC0414 - the same private server

ROOT = Path(__file__).resolve().parents[2]
INDICATORS = {"乙投资": Indicator("乙投资", "亿元")}


@pytest.fixture(scope="module")
def owner(server: str) -> Iterator[sa.Engine]:
    """Somebody who may write, with a table of figures."""
    engine = sa.create_engine(server.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(
            sa.text(
                "CREATE TABLE figures (indicator text, measure text, area text, period text, value numeric, day date)"
            )
        )
        connection.execute(
            sa.text("INSERT INTO figures VALUES ('乙投资', 'level', '', '2024-M05', 5.50, '2024-06-18')")
        )
    yield engine
    engine.dispose()


def ask(url: str, query: str, **options: Any) -> Reading:
    """What a query says."""
    return sources.read(Source("库", "sql", options={"url": url, "query": query, **options}), Path(), INDICATORS)


def test_figures_are_read(server: str, owner: sa.Engine) -> None:
    """Numbers keep the digits that the database holds, dates are days, the address is told without its options."""
    del owner
    found = ask(server, "SELECT indicator, measure, area, period, value, day AS released FROM figures")
    assert not found.findings
    assert [(str(row.value), str(row.released)) for row in found.observations] == [("5.50", "2024-06-18")]
    assert found.observations[0].origin.file.startswith("postgresql+psycopg://")
    assert "host=" not in found.observations[0].origin.file


@pytest.mark.parametrize(
    "query",
    ["WITH gone AS (DELETE FROM figures RETURNING *) SELECT * FROM gone", "SELECT setval('s', 1) FROM figures",
     "SELECT set_config('transaction_read_only', 'off', false), lo_create(0)"],
)  # fmt: skip
def test_nothing_can_be_written(server: str, owner: sa.Engine, query: str) -> None:
    """Not even within a SELECT: the server refuses, and the table is what it was."""
    with owner.begin() as connection:
        connection.execute(sa.text("CREATE SEQUENCE IF NOT EXISTS s"))
    assert [finding.rule for finding in ask(server, query).findings] == ["unreachable_source"]
    with owner.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM figures")) == 1


def test_what_a_read_only_transaction_lets_through_is_rolled_back(server: str, owner: sa.Engine) -> None:
    """PostgreSQL 15 lets a reader make a large object; nothing of the query is ever committed."""
    ask(server, "SELECT lo_create(0)")
    with owner.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM pg_largeobject_metadata")) == 0


def test_a_query_that_hangs_is_stopped_on_the_server(server: str, owner: sa.Engine) -> None:
    """Asleep or waiting for a lock: the answer comes in time, and nothing of it goes on running."""
    started = monotonic()
    assert "statement timeout" in ask(server, "SELECT pg_sleep(600)", seconds=1).findings[0].message
    with owner.begin() as holder:
        holder.execute(sa.text("LOCK TABLE figures IN ACCESS EXCLUSIVE MODE"))
        assert ask(server, "SELECT * FROM figures", seconds=1).findings[0].rule == "unreachable_source"
    assert monotonic() - started < 60
    with owner.connect() as connection:
        others = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid() AND query LIKE '%figures%'"
        assert connection.scalar(sa.text(others)) == 0


MEASURE = """
import sys
from pathlib import Path
from reporter import sources
from reporter.model.office import Source
query = "SELECT a.i, repeat('x', 1000) FROM generate_series(1, 50000) a(i), generate_series(1, 1000) b(i)"
options = {"url": sys.argv[1], "query": query, "most_rows": 5000, "seconds": 50.0}
found = sources.read(Source("库", "sql", options=options), Path(), {})
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(found.findings[0].message, int(peak.split()[1]) >> 10, sep="\\n")
"""


def test_fifty_million_rows_are_cut_off(server: str, owner: sa.Engine) -> None:
    """Rows come in portions: the cap is met long before all fifty gigabytes were fetched, and memory stays small."""
    del owner
    ran = subprocess.run([sys.executable, "-c", MEASURE, server], capture_output=True, text=True, check=True, cwd=ROOT)
    message, megabytes = ran.stdout.splitlines()
    assert "超过5000行" in message
    assert int(megabytes) < 150
