"""Turn commands into CPU seconds of their whole process tree, and pairs of them into ratios.

Seconds drift with the machine; only ratios of runs that were taken in turn are worth keeping.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent
REPORTER = (sys.executable, "-m", "reporter")


@dataclass(frozen=True, slots=True)
class Measurement:
    """What one target measured."""

    name: str
    """P3."""
    what: str
    value: float
    target: float
    unit: str = ""
    detail: str = ""
    least: bool = False
    """The target is the least that is wanted, not the most."""

    @property
    def met(self) -> bool:
        """Whether the value is within the target."""
        return self.value >= self.target if self.least else self.value <= self.target

    def __str__(self) -> str:
        """One line: ``P3 0.62 target 0.75 met``."""
        verdict = "met" if self.met else "missed"
        figures = f"{self.value:.3g}{self.unit} target {self.target:g}{self.unit}"
        return f"{self.name} {figures} {verdict}  # {self.what}; {self.detail}"


def surroundings(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a command that is measured: modules are compiled once, as they are where something is installed."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(ROOT), **(more or {})}


def cpu(command: Sequence[str], *, environment: Mapping[str, str] | None = None) -> float:
    """User and system seconds of a command and of every process that it waited for; raises when it fails."""
    with subprocess.Popen(
        command, env=surroundings(environment),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    ) as process:  # fmt: skip
        said = process.stdout.read() if process.stdout else ""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        message = f"{' '.join(command)} ended with {process.returncode}:\n{said}"
        raise RuntimeError(message)
    return used.ru_utime + used.ru_stime


def ratio(ours: Callable[[], float], theirs: Callable[[], float], *, pairs: int) -> tuple[float, str]:
    """Median of the ratios of runs taken in turn, after one of each that warms the disk; and the medians in seconds."""
    ours(), theirs()
    taken = [(ours(), theirs()) for _ in range(pairs)]
    detail = f"{median(a for a, _ in taken):.2f} s against {median(b for _, b in taken):.2f} s CPU, {pairs} pairs"
    return median(a / b for a, b in taken), detail
