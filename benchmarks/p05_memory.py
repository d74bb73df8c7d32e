"""P5: the memory of a worker - the nursery and the child at its work - from the 20th report to the last."""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Self

from benchmarks.demo import Demo
from benchmarks.measuring import Measurement
from benchmarks.warm import Warm, tree

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGET, DRIFT = 260.0, 1.05
_REPORTS, _FULL, _SETTLED = 60, 500, 20
_EVERY = 0.02
_WINDOW = 10


def measure(*, full: bool) -> Iterator[Measurement]:
    """Megabytes of the proportional set size at its peak in each report."""
    peaks: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        demo = Demo.copy(Path(folder) / "project")
        with Warm("ours", str(demo.folder), str(Path(folder) / "ours"), environment=demo.environment) as ours:
            for _ in range(_FULL if full else _REPORTS):
                with _Peak(ours.pid) as peak:
                    ours.make()
                peaks.append(peak.megabytes)
    early, late = (median(window) for window in (peaks[_SETTLED : _SETTLED + _WINDOW], peaks[-_WINDOW:]))
    said = f"report {_SETTLED}: {early:.0f} MB, report {len(peaks)}: {late:.0f} MB"
    yield Measurement("P5", "memory of a worker at its peak", max(peaks[_SETTLED:]), TARGET, " MB", said)
    yield Measurement(
        "P5", f"memory of report {len(peaks)} against report {_SETTLED}", late / early, DRIFT, detail=said
    )


class _Peak:
    """The most memory that the workers below a process have while it is open."""

    def __init__(self, root: int) -> None:
        self.megabytes = 0.0
        self._root, self._over = root, threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        """Begin to look."""
        self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Look no more."""
        self._over.set()
        self._watcher.join()

    def _watch(self) -> None:
        while not self._over.wait(_EVERY):
            self.megabytes = max(self.megabytes, sum(map(_megabytes, tree(self._root)[1:])))


def _megabytes(pid: int) -> float:
    """Proportional set size of a process: what it shares with others counts by halves."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)
