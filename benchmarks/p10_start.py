"""P10: how long a person waits for ``reporter --help``, against importing typer."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from benchmarks.measuring import REPORTER, Measurement, cpu, ratio

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGET = 2.5


def measure(*, full: bool) -> Iterator[Measurement]:
    """CPU of ``reporter --help``."""
    value, detail = ratio(
        lambda: cpu((*REPORTER, "--help")), lambda: cpu((sys.executable, "-c", "import typer")), pairs=15 if full else 7
    )
    yield Measurement("P10", "reporter --help against importing typer", value, TARGET, detail=detail)
