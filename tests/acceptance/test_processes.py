"""Whatever happens to the processes of the service: nothing is lost, nothing comes twice, and trouble is told."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing, suppress
from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.acceptance.small_service import ROOT, Watched, office
from tests.catch_all import CatchAll

if TYPE_CHECKING:
    from collections.abc import Iterator

BEFORE, DUE = "2018-07-19T09:00:00+08:00", "2018-07-20T09:00:30+08:00"
BOTH = Counter({"a@example.org": 1, "b@example.org": 1})
POINTS = (
    "occ.before_commit", "occ.after_commit", "lease.taken", "source.read", "snapshot.committed", "render.started",
    "render.tmp_written", "artifact.fsynced", "artifact.renamed", "outbox.committed", "artifact.committed", "run.closed",
    "smtp.body_no_dot", "delivery.committed",
)  # fmt: skip


@pytest.fixture
def world(tmp_path: Path, server: CatchAll) -> Iterator[Watched]:
    """An office whose clock stands before its first due time."""
    with Watched(office(tmp_path / "office", server)) as watched:
        watched.at(BEFORE)
        yield watched


def reports(server: CatchAll) -> Counter[str]:
    """How many reports each person got."""
    return Counter(to for one in server.envelopes for to in one["rcpt_tos"] if to != "duty@example.org")


def alerts(server: CatchAll) -> list[str]:
    """Subjects of what the operators were told."""
    found = []
    for body, envelope in zip(server.messages, server.envelopes, strict=False):
        if "duty@example.org" in envelope["rcpt_tos"]:
            found.append(str(message_from_bytes(body, policy=policy.default)["Subject"]))
    return found


def begun(world: Watched) -> None:
    """A service that has ticked before the due time."""
    world.start()
    world.until(lambda: world.ticks() > 1)


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_named_point(world: Watched, server: CatchAll, point: str) -> None:
    """The next service makes and sends what the dead one left: one occurrence, one edition, one copy each."""
    begun(world)
    world.stop(world.processes[0])
    doomed = world.start(REPORTER_CRASH_TESTING="yes", REPORTER_CRASH_AT=point)
    if not point.startswith("occ"):
        world.until(lambda: world.ticks() > 2)
    world.at(DUE)
    assert doomed.wait(60) == -signal.SIGKILL, world.log()
    world.processes.remove(doomed)
    world.start()
    world.rest(2)
    world.at("2018-07-20T09:45:00+08:00")  # the lease of the dead one is over
    world.until(lambda: world.states() == ["sent"])
    world.rest()
    assert reports(server) == BOTH
    assert world.rows("SELECT COUNT(*) FROM occurrences WHERE state <> 'coming'") == [(1,)]
    folder = world.folder / "output" / "bulletin" / "2018-H1"
    assert [path.name for path in folder.iterdir()] == ["1"]


def test_told_to_end_in_the_middle(world: Watched, server: CatchAll) -> None:
    """SIGTERM: what is under way is finished or handed back, exit 0, and the next one goes on at once."""
    begun(world)
    world.stop(world.processes[0])
    first = world.start("tests.unit.pipeline.small_press:slow")
    world.rest()
    world.at(DUE)
    world.until(lambda: world.states() == ["producing"])
    before = world.ticks()
    world.until(lambda: world.ticks() > before + 3)
    assert world.states() == ["producing"], "no tick waits for a report that is being made"
    assert world.stop(first) == 0
    world.start()
    world.until(lambda: world.states() == ["sent"])
    assert reports(server) == BOTH


def test_a_holder_that_was_stopped_too_long_writes_nothing(world: Watched, server: CatchAll) -> None:
    """SIGSTOP beyond the lease: another one takes over; woken up, the old one is shut out and sends nothing."""
    begun(world)
    world.stop(world.processes[0])
    sleeper = world.start("tests.unit.pipeline.small_press:slow")
    world.rest()
    world.at(DUE)
    world.until(lambda: world.states() == ["producing"])
    sleeper.send_signal(signal.SIGSTOP)
    world.at("2018-07-20T09:05:00+08:00")
    world.start()
    world.until(lambda: world.states() == ["sent"])
    sealed = (world.folder / "output/bulletin/2018-H1/1/manifest.json").read_bytes()
    sleeper.send_signal(signal.SIGCONT)
    world.until(lambda: "taken over" in world.log())
    world.rest()
    assert reports(server) == BOTH
    assert (world.folder / "output/bulletin/2018-H1/1/manifest.json").read_bytes() == sealed
    assert world.states() == ["sent"]


def test_stopped_over_due_times(tmp_path: Path, server: CatchAll) -> None:
    """Three months down: the latest is made up for, once; the others are rows with their reason, and operators hear of them."""
    with Watched(office(tmp_path / "office", server)) as world:
        world.at(BEFORE)
        begun(world)
        world.stop(world.processes[0])
        world.at("2018-09-25T10:00:00+08:00")
        world.start()
        world.until(lambda: world.states() == ["sent"])
        world.until(lambda: len(alerts(server)) > 1)
        world.rest()
        assert reports(server) == BOTH
        assert world.rows("SELECT nominal, state FROM occurrences WHERE state <> 'coming' ORDER BY due") == [
            ("2018-07-20T09:00", "skipped"), ("2018-08-20T09:00", "skipped"), ("2018-09-20T09:00", "due"),
        ]  # fmt: skip
        assert sorted(alerts(server)) == ["逾期未发：快报 2018年1—8月", "错过2次：monthly"]


def test_two_services_fifty_due_times(tmp_path: Path, server: CatchAll) -> None:
    """Started twice by accident on one database: 50 due times are 50 editions, and everybody gets each once."""
    with Watched(office(tmp_path / "office", server, catch_up="all", catch_up_days=3660)) as world:
        world.at("2014-06-01T00:00:00+08:00")
        begun(world)
        world.start()
        world.rest(4)
        world.at("2018-07-25T10:00:00+08:00")
        world.until(lambda: len(world.states()) == 50 and set(world.states()) == {"sent"}, 400)
        world.rest()
        assert world.rows("SELECT COUNT(*), COUNT(DISTINCT nominal) FROM occurrences WHERE state <> 'coming'") == [
            (50, 50)
        ]
    assert reports(server) == Counter({"a@example.org": 50, "b@example.org": 50})


def test_poison_dies_alone(tmp_path: Path, server: CatchAll) -> None:
    """A report that kills its child each time is failed after five starts, told once; the service lives on."""
    with Watched(office(tmp_path / "office", server)) as world:
        world.at(BEFORE)
        begun(world)
        world.stop(world.processes[0])
        process = world.start("tests.unit.pipeline.small_press:dying")
        world.rest()
        for hours in range(10):
            world.at(f"2018-07-20T{9 + hours:02}:10:00+08:00")
            world.rest(2)
            world.until(lambda: world.rows("SELECT COUNT(*) FROM editions WHERE lease_until IS NOT NULL") == [(0,)])
        world.until(lambda: world.states() == ["failed"])
        world.until(lambda: alerts(server))
        world.rest()
        assert process.poll() is None
        assert alerts(server) == ["失败：快报 2018年上半年"]
        assert world.rows("SELECT COUNT(*) FROM runs WHERE outcome != 'failed'") == [(5,)]
        assert reports(server) == Counter()


def test_a_locked_database(world: Watched, server: CatchAll) -> None:
    """Another process holds the write lock for longer than anybody waits: ticks go on, and nothing is lost."""
    begun(world)
    file = world.folder / "output" / "reporter.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        world.at(DUE)
        world.until(lambda: "tick put off" in world.log(), 60)
        other.rollback()
    world.until(lambda: world.states() == ["sent"])
    assert reports(server) == BOTH
    assert world.processes[0].poll() is None


def fill(file: Path) -> None:
    """Let a file grow until the disk is full."""
    with suppress(OSError), file.open("wb", buffering=0) as filler:
        while filler.write(b"x" * 4096):
            continue


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small file system")
def test_a_full_disk_and_one_that_cannot_be_written(tmp_path: Path, server: CatchAll) -> None:
    """The service goes on, tells the operators without a row, and makes the report when there is room again."""
    folder = office(tmp_path / "office", server)
    output = folder / "output"
    output.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", output], check=False)
    assert mounted.returncode == 0, "mounting is not allowed here"
    try:
        with Watched(folder) as world:
            world.at(BEFORE)
            begun(world)
            fill(output / "filler")
            world.at(DUE)
            world.until(lambda: "磁盘已满" in world.log() or "No space" in world.log(), 60)
            world.until(lambda: alerts(server), 120)
            assert alerts(server) == ["服务无法正常运行"]
            assert world.processes[0].poll() is None
            (output / "filler").unlink()
            world.at("2018-07-20T09:30:00+08:00")
            world.until(lambda: world.states() == ["sent"])
            assert reports(server) == BOTH
            world.stop(world.processes[0])
            subprocess.run(["mount", "-o", "remount,ro", output], check=True)
            refused = subprocess.run(
                [sys.executable, "-m", "reporter", "-C", folder, "serve"],
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=False,
            )
            assert refused.returncode == 1
            assert "只读" in refused.stderr
            assert "Traceback" not in refused.stderr
    finally:
        subprocess.run(["umount", "-l", output], check=True)


@pytest.mark.skipif(shutil.which("faketime") is None, reason="needs Debian's faketime")
def test_the_machine_s_clock_steps(tmp_path: Path, server: CatchAll) -> None:
    """Back an hour and forward a day: no double, no flood. Forward to 2200: nothing is done, operators are told."""
    faked = tmp_path / "faketime"
    library = str(next(Path("/usr/lib").rglob("libfaketimeMT.so.1")))
    options = {
        "LD_PRELOAD": library, "FAKETIME_TIMESTAMP_FILE": str(faked), "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }  # fmt: skip

    def step(instant: str) -> None:
        draft = faked.with_suffix(".part")
        draft.write_text(f"@{instant}\n", encoding="ascii")
        draft.rename(faked)

    folder = office(tmp_path / "office", server, every="day", time="09:00", catch_up="latest")
    arranged = (
        (folder / "schedules.yaml").read_text(encoding="utf-8").replace("    day: 20\n", "    period: previous month\n")
    )
    (folder / "schedules.yaml").write_text(arranged, encoding="utf-8")
    with Watched(folder, clock=False) as world:
        step("2018-07-20 00:30:00")  # UTC: half an hour before nine in Shanghai
        world.start(TZ="UTC", **options)
        world.until(lambda: world.ticks() > 1)
        step("2018-07-20 00:59:58")
        world.until(lambda: len(world.rows("SELECT 1 FROM occurrences WHERE state <> 'coming'")) == 1)
        world.until(lambda: world.states() == ["sent"])
        step("2018-07-20 00:00:00")
        world.rest(5)
        step("2018-07-20 01:00:05")
        world.rest(5)
        assert world.rows("SELECT nominal FROM occurrences WHERE state <> 'coming'") == [("2018-07-20T09:00",)]
        step("2018-07-21 02:00:00")
        world.until(lambda: len(world.rows("SELECT 1 FROM occurrences WHERE state <> 'coming'")) == 2)
        step("2200-01-01 00:00:00")
        world.until(lambda: any("时钟" in subject for subject in alerts(server)))
        time.sleep(2)
        assert len(world.rows("SELECT 1 FROM occurrences WHERE state <> 'coming'")) == 2
        step("2018-07-21 02:10:00")
        world.rest(5)
        assert len(world.rows("SELECT 1 FROM occurrences WHERE state <> 'coming'")) == 2
    assert reports(server) == BOTH
