"""Run the service in this process until it is told to end."""

from __future__ import annotations

import logging
import os
import signal
from threading import Event
from typing import TYPE_CHECKING

from reporter.clock import clock, monotonic
from reporter.service import log
from reporter.service.loop import House, Loop
from reporter.service.scheduler import Alarm
from reporter.settings import settings

if TYPE_CHECKING:
    from pathlib import Path

_log = logging.getLogger(__name__)
GRACE_SECONDS = 30.0
"""How long work may go on after the order to end."""
STALE_SECONDS = 60.0
"""Without a tick for so long (or ten ticks, if that is longer) the process ends, for its supervisor to restart it."""
EXIT_STALE = 70


def serve(folder: Path) -> int:
    """Serve the project in ``folder`` until SIGTERM or SIGINT; 0 when it ended in good order.

    Raises :class:`~reporter.errors.Faults` when the project has faults. A process whose ticks have stopped ends itself
    with 70.
    """
    from reporter import pipeline  # noqa: PLC0415 - the recipes know every room
    from reporter.project import load  # noqa: PLC0415
    from reporter.store import Store, location, owner  # noqa: PLC0415

    options = settings()
    log.start(options.log_level)
    project = load(folder)
    output = options.output or folder / "output"
    store = Store.open(location(options.database, output), zone=project.office.time_zone)
    name = owner()
    loop = Loop(House(project, store, clock(options.clock), output, name, pipeline.produce, pipeline.dispatch))
    _log.info("service begins", extra={"owner": name, "office": project.office.name})
    finished = run(loop, options.tick_seconds)
    _log.info("service ends", extra={"owner": name, "finished": finished})
    if not finished:
        logging.shutdown()
        os._exit(0)  # threads that did not end in time would keep the process; their leases are handed back
    store.close()
    return 0


def run(loop: Loop, tick_seconds: float, *, stale: float = STALE_SECONDS, grace: float = GRACE_SECONDS) -> bool:
    """Tick until a signal comes; whether all work came to its end. Ends the process with 70 when ticks stop."""
    ending = Event()
    for order in (signal.SIGTERM, signal.SIGINT):
        signal.signal(order, lambda *_: ending.set())
    alarm = Alarm(loop.tick, tick_seconds)
    alarm.start()
    stale = max(stale, 10 * tick_seconds)
    while not ending.wait(min(1.0, stale / 4)):
        silent = monotonic() - loop.alive
        if silent > stale:
            _log.critical("no tick any more: ending, for the supervisor to restart", extra={"seconds": int(silent)})
            logging.shutdown()
            os._exit(EXIT_STALE)
    alarm.stop()
    return loop.close(grace)
