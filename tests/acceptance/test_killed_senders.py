"""A sender that is killed anywhere leaves nobody without the report, and nobody with two but in doubt."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reporter.store import Store
from tests.acceptance.post_office.killing import NAMES, postfix_of, stopped_too_long, sweep
from tests.acceptance.post_office.postfix import DOMAIN
from tests.acceptance.posting import office_of, owed
from tests.acceptance.small_service import Watched, office
from tests.arranging import arranged
from tests.catch_all import CatchAll

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.acceptance.post_office.postfix import Postfix

POINTS = 24


pytestmark = pytest.mark.skipif(shutil.which("postfix") is None, reason="needs Debian's postfix")


@pytest.fixture(scope="module")
def postfix() -> Iterator[Postfix]:
    """One server for all trials."""
    folder = Path(tempfile.mkdtemp(prefix="postfix"))
    try:
        with postfix_of(folder) as one:
            yield one
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test_killed_anywhere(postfix: Postfix, capsys: pytest.CaptureFixture[str]) -> None:
    """Every named place for every recipient and some moments in between; the long sweep is ``./run crash``."""
    tally = sweep(POINTS, postfix)
    with capsys.disabled():
        print(f"\n{tally}")
    assert tally.killed == POINTS
    assert tally.lost == 0
    assert sum(tally.copies.values()) == (tally.killed + tally.unharmed) * len(NAMES)


@pytest.mark.parametrize(
    ("place", "doubtful"),
    [("delivery.committed:3", False), ("smtp.body_no_dot:2", False), ("smtp.dot_sent:2", True), ("smtp.250_read:2", True)],
)  # fmt: skip
def test_stopped_too_long(postfix: Postfix, place: str, doubtful: bool) -> None:
    """Woken after another has followed, it writes nothing and sends no dot; only one already on its way may be a second copy."""
    copies = stopped_too_long(place, postfix)
    assert set(copies) == {f"{name}@{DOMAIN}" for name in NAMES}
    assert max(copies.values()) == (2 if doubtful else 1)


def test_told_to_end_while_sending(tmp_path: Path) -> None:
    """SIGTERM to a real service in the middle of a list: it ends with 0, nothing is in doubt, the next one gives each his one copy."""
    people = [f"p{number}@example.org" for number in range(20)]
    with CatchAll(tmp_path / "mailbox") as server:
        server.seconds = 0.3
        folder = office(tmp_path / "office", server)
        with arranged(folder) as said:
            said["recipients"]["people"] = people
        with Watched(folder) as world:
            world.at("2018-07-19T09:00:00+08:00")
            first = world.start()
            world.rest()
            world.at("2018-07-20T09:00:30+08:00")
            world.until(lambda: len(server.messages) >= 3)
            assert world.stop(first) == 0
            left = dict(world.rows("SELECT state, COUNT(*) FROM deliveries GROUP BY state"))
            assert set(left) == {"accepted", "queued"}
            assert left["accepted"] == len(server.messages) < len(people)
            server.seconds = 0
            world.start()
            world.until(lambda: world.states() == ["sent"])
            assert world.rows("SELECT COUNT(*) FROM delivery_events WHERE state != 'accepted'") == [(0,)]
        assert Counter(to for one in server.envelopes for to in one["rcpt_tos"]) == dict.fromkeys(people, 1)


def test_a_command_is_told_to_end_while_sending(tmp_path: Path) -> None:
    """SIGTERM to ``run --send``: what is in hand is brought to its end, the rest stays queued, and nobody has two in the end."""
    with CatchAll(tmp_path / "mailbox") as server:
        server.seconds = 3
        demo = office_of(tmp_path / "office", server)
        run = ("run", "monthly", "--period", "2018-M06", "--send")
        process = subprocess.Popen(
            demo.command(*run), env=demo.environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        until = time.monotonic() + 120
        while not server.messages and time.monotonic() < until:
            time.sleep(0.05)
        process.terminate()
        said, _ = process.communicate(timeout=60)
        assert process.returncode == 130, said
        assert "Traceback" not in said
        store = Store.open(f"sqlite:///{demo.folder / 'output' / 'reporter.db'}")
        (edition,) = store.editions.list()
        states = Counter(row.state for row in store.outbox.of(edition.id))
        store.close()
        assert set(states) == {"accepted", "queued"}
        server.seconds = 0
        assert demo.reporter(*run).returncode == 0
        reached = Counter(to for one in server.envelopes for to in one["rcpt_tos"])
        assert reached == dict.fromkeys(owed(demo, "monthly"), 1)
