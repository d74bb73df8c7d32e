"""Turn the passing of time into calls; the one place of APScheduler.

It is an alarm clock and nothing else. What is due stands in the store's own tables, so its jobs are kept in memory
and may be lost at any moment. It is set for one ring at a time: a job that repeats would be silent for an hour after
the clock was set back by one, and would count every ring that it missed when the clock jumps ahead by a century.
"""

from __future__ import annotations

import datetime as dt
import logging
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING

from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers import SchedulerNotRunningError
from apscheduler.schedulers.background import BackgroundScheduler

from reporter.clock import SystemClock

if TYPE_CHECKING:
    from collections.abc import Callable

_NAME = "tick"


class Alarm:
    """Calls ``tick`` every ``seconds``, at once for the first time, and never twice at the same time."""

    def __init__(self, tick: Callable[[], None], seconds: float) -> None:
        """Nothing is called before :meth:`start`."""
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._tick, self._pause = tick, dt.timedelta(seconds=seconds)
        self._scheduler = BackgroundScheduler(timezone=dt.UTC)
        self._ringing = Lock()
        self._stopping = False

    def start(self) -> None:
        """Begin to call."""
        self._scheduler.start()
        self._set(SystemClock().now())

    def nudge(self) -> None:
        """Call at once: a clock that was set back would have it wait until that hour comes again."""
        if not self._ringing.locked():
            self._set(SystemClock().now())

    def stop(self) -> None:
        """Call no more; a call that is under way is waited for."""
        self._stopping = True
        with self._ringing:  # the scheduler itself must not wait: it would hold what a ring needs to set the next one
            self._scheduler.shutdown(wait=False)

    def _set(self, when: dt.datetime) -> None:
        """Ring then, and not at any other time."""
        if self._stopping:
            return
        with suppress(SchedulerNotRunningError, JobLookupError, RuntimeError):  # it is being stopped
            self._scheduler.add_job(
                self._ring,
                "date",
                run_date=when,
                id=_NAME,
                replace_existing=True,
                misfire_grace_time=None,
                max_instances=2,
            )

    def _ring(self) -> None:
        if not self._ringing.acquire(blocking=False):
            return
        try:
            self._tick()
        finally:
            self._ringing.release()
            self._set(SystemClock().now() + self._pause)
