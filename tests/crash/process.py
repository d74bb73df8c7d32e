"""The service of the crash harness: ``reporter serve`` with a press that prints in no time; all else is the real thing."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from reporter import pipeline
from reporter.pipeline import making
from reporter.service import serve

PRESS = "tests.unit.pipeline.small_press"


def main(folder: Path) -> int:
    """Serve until killed."""
    pipeline.produce = partial(pipeline.produce, press=f"{PRESS}:sound")
    making.READINESS = f"{PRESS}:ready"
    return serve(folder)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
