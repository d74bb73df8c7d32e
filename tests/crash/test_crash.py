"""A service that is killed at any moment loses nothing, doubles nothing and tears nothing: the short version."""

from __future__ import annotations

import shutil
import signal
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.crash import checker
from tests.crash.sweeps import Kill, Range, places

if TYPE_CHECKING:
    from pathlib import Path

PASSED = (
    ("run.closed", "sign.before_commit", "issue.number_taken"), ("occ.before_commit", "occ.after_commit", "lease.taken"),
    ("source.read", "snapshot.committed", "render.started"), ("render.tmp_written", "artifact.fsynced", "artifact.renamed"),
    ("outbox.committed", "artifact.committed", "delivery.committed"), ("smtp.connected", "smtp.rcpt_ok", "smtp.body_no_dot"),
    ("smtp.dot_sent", "smtp.250_read"),
)  # fmt: skip
"""Named places that reports pass on their way: the first month's, when one is signed, the second's, …"""


def test_every_named_place_is_known() -> None:
    """A place that somebody adds is swept, here or by a test of its own."""
    elsewhere = {"config.swap", "migrate.mid"}
    assert set(places()) == {name for month in PASSED for name in month} | elsewhere


def test_the_checker_sees_what_is_lost_doubled_or_torn(tmp_path: Path) -> None:
    """Of an office in which all is well nothing is said, and each thing that is spoilt is."""
    with Range(tmp_path) as shooting, shooting.office() as world:
        assert shooting.shoot(world) == 0
        assert shooting.tally.faults == []

        def said() -> str:
            return "\n".join(checker.faults(world, shooting.mailbox))

        copy = shooting.mailbox.folder / "003.eml"
        whole = copy.read_bytes()
        for name in ("003.eml", "003.json"):
            shutil.copy(copy.with_name(name), copy.with_name(name.replace("003", "999")))
        assert "2 copies" in said()
        for name in ("003.eml", "003.json", "999.eml", "999.json"):
            copy.with_name(name).unlink()
        assert "0 copies" in said()
        (world.folder / "output" / "half" / "2018-H1" / "1" / "facts.csv").write_bytes(whole)
        assert "facts.csv is torn" in said()
        for query, word in (
            ("UPDATE issue_numbers SET number = 2", "numbers: expected"),
            ("INSERT INTO signatures SELECT id + 1, edition_id, role, name, verdict, content_hash, at, how, note, void FROM signatures", "signatures:"),
            ("DELETE FROM occurrences WHERE id = 1", "rows: expected"),
        ):  # fmt: skip
            with closing(sqlite3.connect(world.database)) as database:
                database.execute(query)
                database.commit()
            assert word in said()


def test_killed_when_other_arrangements_come_into_force(tmp_path: Path) -> None:
    """The service that comes after goes by the new ones, whole, and nothing is lost."""
    with Range(tmp_path) as shooting, shooting.office() as world:
        file = world.folder / "schedules.yaml"
        with world.doomed("serve", watcher=None, options=Kill("config.swap", 1).options) as service:
            world.until(lambda: world.done() or bool(world.to_sign()))
            file.write_text(file.read_text(encoding="utf-8").replace("title: 快报", "title: 新快报"), encoding="utf-8")
            world.until(lambda: service.exitcode is not None)
            assert service.exitcode == -signal.SIGKILL
        assert shooting.shoot(world) == 0
        assert shooting.tally.faults == []


def test_killed_at_every_named_place(tmp_path: Path) -> None:
    """Each once; restarted, every report is whole, and everybody has it once, or twice where an attempt is in doubt."""
    with Range(tmp_path) as shooting, shooting.office() as world:
        for month in PASSED:
            assert shooting.shoot(world, *[Kill(name, 1) for name in month]) == len(month), f"{month} were not passed"
            world.next_month()
        assert shooting.tally.faults == []


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed: no kill at system calls")
def test_killed_at_durable_system_calls(tmp_path: Path) -> None:
    """A sample of them; ``./run crash`` takes every one."""
    with Range(tmp_path) as shooting, shooting.office() as world:
        shooting.shoot(world, Kill("fsync", 2), Kill("sendto", 4), Kill("fdatasync", 5))
        assert shooting.tally.faults == []
        assert shooting.tally.kills == 3
