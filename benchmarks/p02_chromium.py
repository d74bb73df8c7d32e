"""P2: a warm report end to end against matplotlib charts printed by a browser that stays open; beside it, Typst."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.demo import Demo
from benchmarks.measuring import Measurement, ratio
from benchmarks.warm import MissingError, Warm

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGET = 1.0
_PAIRS = 5


def measure(*, full: bool) -> Iterator[Measurement]:
    """CPU of the whole process tree, the browser's included."""
    pairs = _PAIRS * (3 if full else 1)
    with tempfile.TemporaryDirectory() as folder:
        demo = Demo.copy(Path(folder) / "project")
        with Warm("ours", str(demo.folder), str(Path(folder) / "ours"), environment=demo.environment) as ours:
            for side, target in (("chromium", TARGET), ("typst", 0.0)):
                try:
                    with Warm(side, str(demo.folder), str(Path(folder) / side)) as theirs:
                        value, detail = ratio(ours.make, theirs.make, pairs=pairs)
                except MissingError as missing:
                    sys.stderr.write(f"P2 SKIPPED against {side}: {missing}\n")
                    continue
                if target:
                    yield Measurement(
                        "P2", "warm report against matplotlib and a warm Chromium", value, target, detail=detail
                    )
                else:
                    sys.stderr.write(
                        f"P2 {value:.3g} for comparison  # warm report against matplotlib and Typst; {detail}\n"
                    )
