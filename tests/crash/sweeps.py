"""The ways to kill a service: at every named place, and at every durable system call of its own accord."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from tests.catch_all import CatchAll
from tests.crash import checker
from tests.crash.world import ROOT, World

CALLS = ("rename", "fsync", "sendto", "fdatasync", "pwrite64")
"""What makes something durable, or tells somebody; reliability is in their order. The rarest come first."""
_PLACE = re.compile(r'crashpoint\("([\w.]+)"\)')
_LAST_CALL = re.compile(r"^\d+ +(\w+)\((.*)(?:= \?|<unfinished \.\.\.>)$", re.MULTILINE)
_ON = re.compile(r"<([^>]+)>|\"([^\"]+)\"")
_VARYING = re.compile(r"[0-9a-f]{8,}|[0-9]{4}[-\w.]*|[0-9]+")
_MOST = 2000
_SILENT = 3
"""So many services in a row that got through have nothing left to be killed at; one may have lost a child instead."""
_THRICE = 3
"""The services that come after a killed one are killed as well; five times in a row would count as poison."""
_MONTHS = 24
"""How long an office is besieged before another takes its place."""


@dataclass(frozen=True)
class Kill:
    """One way to be killed: at the n-th passing of a place, or at the n-th such system call of a thread."""

    at: str
    """Name of a place, or one of ``CALLS``: strace counts each of them by itself."""
    n: int

    @property
    def options(self) -> dict[str, str]:
        """What arms the named places."""
        return {"REPORTER_CRASH_TESTING": "yes", "REPORTER_CRASH_AT": f"{self.at}:{self.n}"}

    def watch(self, process: int, trace: Path) -> subprocess.Popen[bytes]:
        """Count system calls, and write them down."""
        inject = f"inject={self.at}:signal=KILL:when={self.n}"
        return subprocess.Popen(
            ["strace", "-f", "-qqq", "-y", "-s", "64", "-o", str(trace), "-e", f"trace={self.at}", "-e", inject, "-p", str(process)]
        )  # fmt: skip

    def __str__(self) -> str:
        """For the log."""
        return f"{self.at} {self.n}"


@dataclass
class Tally:
    """What came of many kills."""

    kills: int = 0
    doubtful: int = 0
    faults: list[str] = field(default_factory=list)
    at: Counter[str] = field(default_factory=Counter)
    """How many died at which place, or at which call on what."""

    def __iadd__(self, other: Tally) -> Self:
        """Both together."""
        self.kills, self.doubtful = self.kills + other.kills, self.doubtful + other.doubtful
        self.faults += other.faults
        self.at += other.at
        return self

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
        self.mailbox = self._stack.enter_context(CatchAll(self._folder / "mail"))
        self._base = World.build(self._folder / "base", self.mailbox.port)
        return self

    def __exit__(self, *_: object) -> None:
        """Close the mailbox."""
        self._stack.close()

    @contextmanager
    def office(self) -> Iterator[World]:
        """An office of its own with an empty mailbox, a moment after its reports fell due."""
        self._count += 1
        folder = self._folder / f"world-{self._count}"
        self.mailbox.folder = folder / "mail"
        world = self._base.copy(folder)
        self.mailbox.folder.mkdir()
        yield world
        self.tally.doubtful += checker.doubtful(world)
        shutil.rmtree(folder)

    def shoot(self, world: World, *kills: Kill) -> int:
        """Kill a service and its successors, one way after the other, restart it until all is done, and check.

        Returns how many were killed before one got through.
        """
        killed = 0
        while killed < len(kills) and self._killed(kills[killed], world):
            killed += 1
            world.advance(killed)
        self.tally.kills += killed
        world.finished()
        said = ", ".join(map(str, kills))
        self.tally.faults += [f"{said}: {fault}" for fault in checker.faults(world, self.mailbox)]
        return killed

    def _killed(self, kill: Kill, world: World) -> bool:
        """Whether one service was killed; notes where."""
        trace = world.folder / "trace"
        called = kill.at in CALLS
        killed = world.killed(lambda process: kill.watch(process, trace)) if called else world.killed(**kill.options)
        if killed:
            self.tally.at[_last_call(trace) if called else kill.at] += 1
        return killed


def _last_call(trace: Path) -> str:
    """The call that a service died at, and what on, as strace wrote it down: the last that never came back."""
    unfinished = _LAST_CALL.findall(trace.read_text(encoding="utf-8", errors="replace"))
    if not unfinished:
        return "unknown"
    call, arguments = unfinished[-1]
    on = next(iter(_ON.findall(arguments)), ("", ""))
    name = (on[0] or on[1]).rsplit("/", 1)[-1]
    return f"{call} {_VARYING.sub('N', name)}"


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
            with shooting.office() as world:
                killed = shooting.shoot(world, Kill(name, n))
            if not killed:
                break
        yield f"{name}: {shooting.tally.kills - before}"


def by_call(shooting: Range, first: int, step: int, kills: int) -> Iterator[str]:
    """Kill at the n-th call of each kind of any thread, until so many services were ``kills``ed.

    An office is besieged for two years, another way every month.
    """
    ways = _ways(first, step)
    kill = next(ways)
    while shooting.tally.kills < kills:
        with shooting.office() as world:
            for _ in range(_MONTHS):
                killed = shooting.shoot(world, *[kill] * _THRICE)
                yield f"{world.now:%Y-%m}, {kill}: {killed} killed; {shooting.tally}"
                if shooting.tally.kills >= kills:
                    break
                kill = ways.send(killed > 0)
                world.next_month()


def _ways(first: int, step: int) -> Generator[Kill, bool, None]:
    """For each call the first one, the next, … until services get through; and all of them anew. Is told what came of it."""
    while True:
        for call in CALLS:
            n, silent = first, 0
            while silent < _SILENT:
                silent = 0 if (yield Kill(call, n)) else silent + 1
                n += step
