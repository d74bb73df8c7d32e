"""P3: a cold ``reporter run`` of the half-year report against the naive script, CPU of the whole process tree."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.demo import PERIOD, REPORT, Demo
from benchmarks.measuring import ROOT, Measurement, cpu, ratio

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGET = 0.75
_PAIRS = 5
_NAIVE = ROOT / "benchmarks" / "naive.py"


def measure(*, full: bool) -> Iterator[Measurement]:
    """With a fresh output folder, and with a store that holds the figures already."""
    pairs = _PAIRS * (3 if full else 1)
    with tempfile.TemporaryDirectory() as folder:
        demo = Demo.copy(Path(folder) / "project")

        def naive() -> float:
            return cpu((sys.executable, str(_NAIVE), str(demo.folder), str(Path(folder) / "naive")))

        def fresh() -> float:
            demo.forget()
            return demo.reporter("run", REPORT, "--period", PERIOD)

        def known() -> float:
            demo.forget_editions()
            return demo.reporter("run", REPORT, "--period", PERIOD)

        value, detail = ratio(fresh, naive, pairs=pairs)
        yield Measurement("P3", "cold run, fresh output folder, against the naive script", value, TARGET, detail=detail)
        value, detail = ratio(known, naive, pairs=pairs)
        yield Measurement(
            "P3", "cold run, figures already stored, against the naive script", value, TARGET, detail=detail
        )
