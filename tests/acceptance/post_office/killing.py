"""Kill a process that sends, at every named place and at every moment, start it again, and compare rows with mailboxes.

``python -m tests.acceptance.post_office.killing --points 500`` prints how many kill points there were and what they
left. Each trial is a process of its own that is killed with SIGKILL; the next process finds what it left.
"""

from __future__ import annotations

import argparse
import itertools
import os
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from reporter import crashpoint as places
from reporter.errors import StaleFence
from reporter.model.office import Mail, Recipient
from reporter.pipeline.holding import LEASE_SECONDS
from tests.acceptance.post_office.house import House, check
from tests.acceptance.post_office.postfix import DOMAIN, Postfix

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACES = ("smtp.body_no_dot", "smtp.dot_sent", "smtp.250_read", "delivery.committed")
NAMES = ("zhang", "li", "wang", "zhao")
RECOVERY_MINUTES = LEASE_SECONDS / 60 + 0.1
"""After this the next process takes over what a dead one held: its lease is over."""
SHUT_OUT = 3
"""How a sender ends whose lease was taken over."""
_GOLDEN = (5**0.5 - 1) / 2
"""Multiples of it, taken modulo 1, leave no gap for long."""
_DOUBTFUL = {"smtp.dot_sent", "smtp.250_read"}
"""After these nobody can know: one copy more is allowed there, and nowhere else."""


@dataclass(frozen=True)
class Point:
    """Where one trial dies: at a named place, or so many seconds after it began to send."""

    place: str = ""
    after: float = 0.0


@dataclass
class Tally:
    """What the trials left."""

    killed: int = 0
    unharmed: int = 0
    """Trials that were done before their moment came."""
    copies: Counter[int] = field(default_factory=Counter)
    """Recipients by the number of their copies."""
    doubled_at: Counter[str] = field(default_factory=Counter)
    lost: int = 0

    def __str__(self) -> str:
        """One line."""
        return (
            f"{self.killed} kill points, {self.unharmed} too late; recipients with one copy {self.copies[1]}, with two "
            f"{self.copies[2]} (each uncertain in its history), with none {self.lost}; doubled at {dict(self.doubled_at)}"
        )


def points(seconds: float) -> Iterator[Point]:
    """Every named place for every recipient, then moments that fill the time of sending more and more densely, without end."""
    yield from (Point(f"{place}:{count}") for place in PLACES for count in range(1, len(NAMES) + 1))
    yield from (Point(after=seconds * (step * _GOLDEN % 1)) for step in itertools.count(1))


def sweep(number: int, postfix: Postfix, *, tell: bool = False) -> Tally:
    """Trials until so many senders were killed; raises ``AssertionError`` where rows and mailboxes disagree."""
    tally = Tally()
    took = min(_trial(None, postfix, Tally()) for _ in range(3))
    for count, point in enumerate(points(took), 1):
        _trial(point, postfix, tally)
        if tell and count % 50 == 0:
            print(f"{count}: {tally}", flush=True)
        if tally.killed >= number:
            break
    return tally


def _trial(point: Point | None, postfix: Postfix, tally: Tally) -> float:
    """One edition whose sender dies at the point and is started again; the seconds that sending took."""
    with _house(postfix) as house:
        begun = time.monotonic()
        died = _process(house, point)
        took = time.monotonic() - begun
        tally.killed += died
        tally.unharmed += not died
        for _ in range(2 if died else 0):
            house.clock.wait(RECOVERY_MINUTES)
            _process(house, None)
        copies = _checked(house, postfix)
    return _counted(point, copies, tally, took)


def _counted(point: Point | None, copies: Counter[str], tally: Tally, took: float) -> float:
    """Write a trial into the tally."""
    tally.copies.update(copies.values())
    tally.lost += len(NAMES) - len(copies)
    doubled = sum(count > 1 for count in copies.values())
    if doubled and point:
        where = point.place.partition(":")[0]
        assert doubled == 1, f"{point}: {copies}"
        assert not where or where in _DOUBTFUL, f"{point}: {copies}"
        tally.doubled_at[where or "a moment"] += 1
    return took


def _opened(house: House) -> House:
    """The same house, its store opened anew."""
    return replace(house)


def stopped_too_long(place: str, postfix: Postfix) -> Counter[str]:
    """Copies by address when a sender is stopped at a place for longer than its lease, followed by another, and woken again.

    Raises ``AssertionError`` where rows and mailboxes disagree, or where the first one wrote anything after it woke.
    """
    with _house(postfix) as house:
        sleeper = os.fork()
        if sleeper == 0:
            vars(places)["signal"] = SimpleNamespace(SIGKILL=signal.SIGSTOP)
            _send(house, Point(place))
        os.waitpid(sleeper, os.WUNTRACED)
        house.clock.wait(RECOVERY_MINUTES)
        _process(house, None)
        followed = _rows(house)
        os.kill(sleeper, signal.SIGCONT)
        _, status = os.waitpid(sleeper, 0)
        assert os.WEXITSTATUS(status) == SHUT_OUT
        assert _rows(house) == followed
        return _checked(house, postfix)


def _rows(house: House) -> dict[str, Any]:
    """What the store says of every delivery."""
    opened = _opened(house)
    try:
        (edition,) = opened.store.editions.list()
        return {
            address: (row.state, row.attempts, row.fence, row.updated) for address, row in opened.rows(edition).items()
        }
    finally:
        opened.store.close()


def _checked(house: House, postfix: Postfix) -> Counter[str]:
    """Copies by address at the end, when everybody has it."""
    ended = _opened(house)
    try:
        (edition,) = ended.store.editions.list()
        assert set(ended.states(edition).values()) == {"accepted"}
        return check(ended, postfix.mailboxes())
    finally:
        ended.store.close()


@contextmanager
def _house(postfix: Postfix) -> Iterator[House]:
    """An office with one sealed edition; the mailboxes are empty, and nobody has the store open."""
    for box in (postfix.folder / "mail").glob("*"):
        shutil.rmtree(box)
    with tempfile.TemporaryDirectory() as name:
        mail = Mail("127.0.0.1", postfix.ports["plain"], "none", sender=f"report@{DOMAIN}", connections=1)
        house = House(Path(name), mail, tuple(Recipient(f"{one}@{DOMAIN}") for one in NAMES))
        house.sealed()
        house.store.close()
        yield house


def _process(house: House, point: Point | None) -> bool:
    """Send in a process of its own that dies at the point; whether it did."""
    child = os.fork()
    if child == 0:
        _send(house, point)
    if point and not point.place:
        time.sleep(point.after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    assert os.WEXITSTATUS(status) == 0, "the sender ended with an error"
    return False


def _send(house: House, point: Point | None) -> None:
    """What the child does; it never comes back."""
    try:
        if point and point.place:
            os.environ |= {"REPORTER_CRASH_TESTING": "yes", "REPORTER_CRASH_AT": point.place}
        places._armed.cache_clear()
        places._passed.clear()
        mine = _opened(house)
        (edition,) = mine.store.editions.list()
        mine.dispatch(edition)
    except StaleFence:
        os._exit(SHUT_OUT)
    except BaseException as problem:  # noqa: BLE001 - told by the exit code
        print(repr(problem), file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)


def main() -> None:
    """Sweep and print the tally."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=500)
    asked, _ = parser.parse_known_args()
    folder = Path(tempfile.mkdtemp(prefix="postfix"))
    try:
        with postfix_of(folder) as postfix:
            print(sweep(asked.points, postfix, tell=True), flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def postfix_of(folder: Path) -> Postfix:
    """The server of the trials."""
    return Postfix(folder, {"plain": ("smtpd_recipient_restrictions=reject_unauth_destination",)}, people=NAMES)


if __name__ == "__main__":
    main()
