"""A service that is killed at any moment loses nothing, doubles nothing and tears nothing: the short version."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.crash.sweeps import Kill, Range, places

if TYPE_CHECKING:
    from pathlib import Path

PASSED = (
    "artifact.committed", "artifact.fsynced", "artifact.renamed", "delivery.committed", "lease.taken", "occ.after_commit", "occ.before_commit", "outbox.committed", "render.started", "render.tmp_written", "run.closed", "smtp.250_read", "smtp.body_no_dot", "smtp.dot_sent", "snapshot.committed", "source.read",
)  # fmt: skip
"""Named places that a report passes on its way."""


def test_every_named_place_is_known() -> None:
    """A place that somebody adds is swept, here or by a test of its own."""
    elsewhere = {"config.swap", "issue.number_taken", "migrate.mid", "sign.before_commit"}
    assert set(places()) == set(PASSED) | elsewhere


def test_killed_at_every_named_place(tmp_path: Path) -> None:
    """Each once; restarted, every report is whole, and everybody has it once, or twice where an attempt is in doubt."""
    with Range(tmp_path) as shooting, shooting.office() as world:
        for name in PASSED:
            assert not shooting.survives(Kill(name, 1), world), f"{name} was not passed"
            world.next_month()
        assert shooting.tally.faults == []
        assert shooting.tally.kills == len(PASSED)


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed: no kill at system calls")
def test_killed_at_durable_system_calls(tmp_path: Path) -> None:
    """A sample of them; ``./run crash`` takes every one."""
    with Range(tmp_path) as shooting, shooting.office() as world:
        for n in (1, 4, 11):
            shooting.survives(Kill("", n), world)
            world.next_month()
        assert shooting.tally.faults == []
        assert shooting.tally.kills
