"""A service process for the tests: ``service_process.py DATABASE CLOCK MODE``."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from threading import Event

from reporter.clock import clock
from reporter.service import log
from reporter.service.loop import Loop
from reporter.service.serve import run
from reporter.store import Store
from tests.unit.service.service_world import Recipes, house


def main(database: str, instant: str, mode: str) -> int:
    """Run until a signal comes; a mode makes it go wrong."""
    log.start("INFO")
    store = Store.open(database)
    recipes = Recipes(gate=Event() if mode == "hanging" else None)
    world = house(store, clock(Path(instant)), recipes, Path(instant).parent)
    loop = Loop(world)
    if mode == "stuck":
        loop.tick = lambda: time.sleep(60)  # type: ignore[method-assign]
    return 0 if run(loop, 0.05, house=world, stale=1.0, grace=5) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
