"""A real MariaDB server is asked and nothing more: it cannot be written to, and it is told to stop in time."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
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

INDICATORS = {"乙投资": Indicator("乙投资", "亿元")}
FIGURES = "SELECT indicator, measure, area, period, value, day AS released FROM figures"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The URL of a private server that listens on a socket in its own folder only, with a table of figures."""
    assert shutil.which("mariadbd"), "install mariadb-server: ./run acceptance does"
    with tempfile.TemporaryDirectory(prefix="maria") as name:
        user = "--user=mysql" if os.geteuid() == 0 else "--no-defaults"
        if os.geteuid() == 0:
            shutil.chown(name, "mysql")
        data, socket = f"--datadir={name}/data", f"{name}/socket"
        made = [
            "mariadb-install-db",
            "--no-defaults",
            data,
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
        ]
        subprocess.run([*made, user] if os.geteuid() == 0 else made, check=True, stdout=subprocess.DEVNULL)
        begun = ["mariadbd", "--no-defaults", data, f"--socket={socket}", "--skip-networking", f"--pid-file={name}/pid"]
        process = subprocess.Popen([*begun, user] if os.geteuid() == 0 else begun, stderr=subprocess.DEVNULL)
        try:
            until = monotonic() + 60
            while not Path(socket).exists() and monotonic() < until:
                time.sleep(0.1)
            owner = sa.create_engine(f"mysql+pymysql://root@/mysql?unix_socket={socket}&charset=utf8mb4")
            with owner.begin() as connection:
                for statement in (
                    "CREATE DATABASE office CHARACTER SET utf8mb4", ("CREATE TABLE office.figures (indicator varchar(40), measure "
                    "varchar(20), area varchar(20), period varchar(20), value decimal(20, 2), day date)"),
                    "INSERT INTO office.figures VALUES ('乙投资', 'level', '', '2024-M05', 5.50, '2024-06-18')",
                ):  # fmt: skip
                    connection.execute(sa.text(statement))
            owner.dispose()
            yield f"mysql+pymysql://root@/office?unix_socket={socket}&charset=utf8mb4"
        finally:
            process.terminate()
            process.wait(60)


def ask(url: str, query: str, **options: Any) -> Reading:
    """What a query says."""
    return sources.read(Source("库", "sql", options={"url": url, "query": query, **options}), Path(), INDICATORS)


def test_figures_are_read(server: str) -> None:
    """Numbers keep the digits that the database holds, dates are days; values are bound."""
    found = ask(server, f"{FIGURES} WHERE period >= :since", parameters={"since": "2024"})
    assert not found.findings
    assert [(str(row.value), str(row.released)) for row in found.observations] == [("5.50", "2024-06-18")]
    assert "socket" not in found.observations[0].origin.file


def test_nothing_can_be_written(server: str) -> None:
    """Neither by a function nor into a file: the server refuses, and the table is what it was."""
    engine = sa.create_engine(server)
    with engine.begin() as connection:
        connection.execute(sa.text("SET GLOBAL log_bin_trust_function_creators = 1"))
        connection.execute(sa.text(
            "CREATE FUNCTION gone() RETURNS int BEGIN DELETE FROM figures; RETURN 1; END"
        ))  # fmt: skip
    (finding,) = ask(server, "SELECT gone()").findings
    assert "READ ONLY" in finding.message
    assert len(ask(server, FIGURES).observations) == 1
    engine.dispose()


def test_a_query_that_hangs_is_stopped_on_the_server(server: str) -> None:
    """Asleep or waiting for a lock: the answer comes in time, and nothing of it goes on running."""
    started = monotonic()
    assert ask(server, "SELECT count(*) FROM seq_1_to_1000000 a, seq_1_to_1000000 b", seconds=1).findings
    engine = sa.create_engine(server)
    with engine.connect() as holder:
        holder.execute(sa.text("LOCK TABLES figures WRITE"))
        assert ask(server, FIGURES, seconds=1).findings[0].rule == "unreachable_source"
        holder.execute(sa.text("UNLOCK TABLES"))
        assert monotonic() - started < 60
        others = "SELECT count(*) FROM information_schema.processlist WHERE command = 'Query' AND id <> connection_id()"
        assert holder.scalar(sa.text(others)) == 0
    engine.dispose()


def test_rows_without_end_are_cut_off(server: str) -> None:
    """Rows come in portions: the cap is met long before all of them were fetched."""
    started = monotonic()
    found = ask(server, "SELECT a.seq FROM seq_1_to_50000 a, seq_1_to_1000 b", most_rows=5000, seconds=50)
    assert "超过5000行" in found.findings[0].message
    assert monotonic() - started < 20
