"""The ways to kill a service: at every named place, and at every durable system call of its own accord."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from tests.catch_all import CatchAll
from tests.crash import checker
from tests.crash.world import ROOT, World

CALLS = "fsync,fdatasync,rename,renameat2,sendto,pwrite64"
"""What makes something durable, or tells somebody; reliability is in their order."""
_PLACE = re.compile(r'crashpoint\("([\w.]+)"\)')
_MOST = 2000
_SILENT = 5
"""So many services in a row that got through have nothing left to be killed at; one may have lost a child instead."""
_TWICE = 2
"""The service that comes after a killed one is killed as well; three times in a row would count as poison."""


@dataclass(frozen=True)
class Kill:
    """One way to be killed: at the n-th passing of a place, or at the n-th durable call of a thread."""

    place: str
    """Name of the place; empty for system calls."""
    n: int

    @property
    def options(self) -> dict[str, str]:
        """What arms the named places."""
        armed = {"REPORTER_CRASH_TESTING": "yes", "REPORTER_CRASH_AT": f"{self.place}:{self.n}"}
        return armed if self.place else {}

    @property
    def wrap(self) -> tuple[str, ...]:
        """The command that counts system calls."""
        inject = f"inject={CALLS}:signal=KILL:when={self.n}"
        strace = ("strace", "-f", "-qqq", "-o", "/dev/null", "-e", f"trace={CALLS}", "-e", inject)
        return () if self.place else strace

    def __str__(self) -> str:
        """For the log."""
        return f"{self.place or 'system call'} {self.n}"


@dataclass
class Tally:
    """What came of many kills."""

    kills: int = 0
    doubtful: int = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """One line."""
        return f"{self.kills} kill points, {len(self.faults)} faults, {self.doubtful} deliveries in doubt"


class Range:
    """A folder with an office to copy and a mailbox, where services are killed one after the other."""

    def __init__(self, folder: Path) -> None:
        """``folder`` is empty."""
        self._folder, self._stack, self._count = folder, ExitStack(), 0
        self.tally = Tally()

    def __enter__(self) -> Self:
        """Build the office."""
        self._mailbox = self._stack.enter_context(CatchAll(self._folder / "mail"))
        self._base = World.build(self._folder / "base", self._mailbox.port)
        return self

    def __exit__(self, *_: object) -> None:
        """Close the mailbox."""
        self._stack.close()

    def survives(self, kill: Kill, times: int = 1) -> bool:
        """Kill a service and up to ``times - 1`` of its successors alike, then restart it until all is done, and check.

        Returns whether there was nothing to kill any more.
        """
        since, self._count = len(self._mailbox.messages), self._count + 1
        folder = self._folder / f"world-{self._count}"
        world = self._base.copy(folder)
        before = self.tally.kills
        while self.tally.kills - before < times and world.killed(*kill.wrap, **kill.options):
            self.tally.kills += 1
            world.advance()
        if self.tally.kills == before:
            return True
        world.finished()
        self.tally.doubtful += checker.doubtful(world)
        self.tally.faults += [f"{kill}: {fault}" for fault in checker.faults(world, self._mailbox, since)]
        shutil.rmtree(folder)
        return False


def places() -> list[str]:
    """Every named place of the product."""
    return sorted(
        {name for file in (ROOT / "reporter").rglob("*.py") for name in _PLACE.findall(file.read_text("utf-8"))}
    )


def by_place(shooting: Range, names: list[str], most: int = _MOST) -> Iterator[str]:
    """Kill at each named place, the first time it is passed, the second, … until nothing is left to kill."""
    for name in names:
        before = shooting.tally.kills
        for n in range(1, most + 1):
            if shooting.survives(Kill(name, n)):
                break
        yield f"{name}: {shooting.tally.kills - before}"


def by_call(shooting: Range, first: int = 1, step: int = 1, most: int = _MOST) -> Iterator[str]:
    """Kill at the n-th durable call of any thread, from ``first`` on, until a service gets through."""
    silent = 0
    for n in range(first, most + 1, step):
        through = shooting.survives(Kill("", n), _TWICE)
        yield f"system call {n}: {'got through' if through else 'killed'}"
        silent = silent + 1 if through else 0
        if silent == _SILENT:
            return
