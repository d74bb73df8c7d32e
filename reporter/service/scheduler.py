"""Turn the passing of time into calls; the one place of APScheduler.

It is an alarm clock and nothing else. What is due stands in the store's own tables, so its jobs are kept in memory
and may be lost at any moment.
"""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING

from apscheduler.schedulers.background import BackgroundScheduler

from reporter.clock import SystemClock

if TYPE_CHECKING:
    from collections.abc import Callable


class Alarm:
    """Calls ``tick`` every ``seconds``, at once for the first time, and never twice at the same time."""

    def __init__(self, tick: Callable[[], None], seconds: float) -> None:
        """Nothing is called before :meth:`start`."""
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._scheduler = BackgroundScheduler(timezone=dt.UTC)
        self._job = self._scheduler.add_job(
            tick, "interval", seconds=seconds, coalesce=True, misfire_grace_time=None, max_instances=1,
            next_run_time=SystemClock().now(),
        )  # fmt: skip

    def start(self) -> None:
        """Begin to call."""
        self._scheduler.start()

    def nudge(self) -> None:
        """Call at once: a clock that was set back would have it wait until that hour comes again."""
        self._job.modify(next_run_time=SystemClock().now())

    def stop(self) -> None:
        """Call no more; a call that is under way is waited for."""
        self._scheduler.shutdown(wait=True)
