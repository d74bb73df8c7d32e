"""P4: a burst of reports on two workers against a pool of two hurried scripts, and against twice one worker."""

from __future__ import annotations

import os
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.demo import Demo
from benchmarks.measuring import Measurement
from benchmarks.warm import Warm

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TARGET, EFFICIENCY = 2.0, 0.90
_ROUNDS, _EACH = 5, 3
_BUSY = 0.5
"""Load of others from which on the time on the wall says little."""


def measure(*, full: bool) -> Iterator[Measurement]:
    """Reports a minute on the wall, rounds taken in turn: two of ours, two of theirs, one of ours."""
    each = _EACH * (4 if full else 1)
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder, ExitStack() as opened:
        demo = Demo.copy(Path(folder) / "project")
        ours = [
            opened.enter_context(
                Warm("ours", str(demo.folder), str(Path(folder) / f"ours{n}"), environment=demo.environment)
            )
            for n in range(2)
        ]
        naive = [
            opened.enter_context(Warm("naive", str(demo.folder), str(Path(folder) / f"naive{n}"))) for n in range(2)
        ]
        rounds = [(_rate(ours, each), _rate(naive, each), _rate(ours[:1], each)) for _ in range(_ROUNDS)]
    said = f"{median(two for two, _, _ in rounds) * 60:.0f} a minute against {median(theirs for _, theirs, _ in rounds) * 60:.0f}"
    said += f", load before {load:.1f}{' - others are busy, run it again alone' if load > _BUSY else ''}"
    yield Measurement(
        "P4",
        "burst on two workers against a naive pool",
        median(a / b for a, b, _ in rounds),
        TARGET,
        "x",
        said,
        least=True,
    )
    efficiency = median(two / one / 2 for two, _, one in rounds)
    yield Measurement("P4", "efficiency against two times one worker", efficiency, EFFICIENCY, detail=said, least=True)


def _rate(sides: Sequence[Warm], each: int) -> float:
    """Reports a second, when every side makes so many at the same time as the others."""
    start = time.perf_counter()
    for _ in range(each):
        for side in sides:
            side.begin()
        for side in sides:
            side.end()
    return each * len(sides) / (time.perf_counter() - start)
