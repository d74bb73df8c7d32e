"""Turn the ways of making the report into processes that stay, so that imports and start-up are not counted.

A *side* makes the demo's half-year report once for every line that it reads. Its cost is the CPU time of its whole process
tree - of the browser and of the sandbox, too - from the kernel's own account.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self, cast

from benchmarks.measuring import ROOT, surroundings

if TYPE_CHECKING:
    from collections.abc import Mapping

_TICKS = os.sysconf("SC_CLK_TCK")
_PPID, _UTIME, _CSTIME = 1, 11, 14
"""Fields of /proc/PID/stat after the name: parent; user and system time, own and of children that were waited for."""


class MissingError(Exception):
    """A comparator is not on this machine; the message says how to get it."""


class Warm:
    """One side, warmed up."""

    def __init__(self, side: str, *arguments: str, environment: Mapping[str, str] | None = None) -> None:
        """Start it and have it make one report, which is not counted."""
        self._process = subprocess.Popen(
            (sys.executable, "-m", "benchmarks.sides", side, *arguments), cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=surroundings(environment),
        )  # fmt: skip
        self.side = side
        if self._answer() == "missing":
            raise MissingError(self._answer())
        self.make()

    @property
    def pid(self) -> int:
        """Of the process at the root of its tree."""
        return self._process.pid

    def begin(self) -> None:
        """Ask for a report without waiting for it."""
        cast("IO[str]", self._process.stdin).write("make\n")
        cast("IO[str]", self._process.stdin).flush()

    def end(self) -> None:
        """Wait for what was begun; raises when it went wrong."""
        if (answer := self._answer()) != "made":
            message = f"{self.side} failed: {answer or 'it ended'}"
            raise RuntimeError(message)

    def make(self) -> float:
        """CPU seconds of one report."""
        before = cpu_of_tree(self.pid)
        self.begin()
        self.end()
        return cpu_of_tree(self.pid) - before

    def __enter__(self) -> Self:
        """Nothing more: it is warm."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it; a side ends its own children when its input is closed."""
        cast("IO[str]", self._process.stdin).close()
        self._process.wait()

    def _answer(self) -> str:
        return cast("IO[str]", self._process.stdout).readline().strip()


def tree(root: int) -> list[int]:
    """A process and all that descend from it."""
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (fields := _stat(int(folder.name))):
            parents[int(folder.name)] = int(fields[_PPID])
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def cpu_of_tree(root: int) -> float:
    """Seconds that a process, its descendants, and those of them that have ended have computed."""
    spent = [sum(map(int, fields[_UTIME : _CSTIME + 1])) for pid in tree(root) if (fields := _stat(pid))]
    return sum(spent) / _TICKS


def _stat(pid: int) -> list[str]:
    """The kernel's account of a process; empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []
