"""P6: size of the half-year PDF with its attachments."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.demo import PERIOD, REPORT, Demo
from benchmarks.measuring import Measurement

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGET = 600.0


def measure(*, full: bool) -> Iterator[Measurement]:  # noqa: ARG001 - one run tells all
    """Kilobytes of the sealed PDF."""
    with tempfile.TemporaryDirectory() as folder:
        demo = Demo.copy(Path(folder) / "project")
        demo.reporter("run", REPORT, "--period", PERIOD)
        size = demo.pdf().stat().st_size / 1024
    yield Measurement("P6", "half-year PDF", size, TARGET, " KiB", "below 1 MB in any case")
