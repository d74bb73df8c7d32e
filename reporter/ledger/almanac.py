"""Turn schedules into the next due time of each, kept in order: a tick looks at the first one only."""

from __future__ import annotations

import datetime as dt
import heapq
import logging
from typing import TYPE_CHECKING

from reporter import workdays
from reporter.errors import ReporterError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.project import Project

_log = logging.getLogger(__name__)
UNCOMPUTABLE = (ReporterError, ArithmeticError, LookupError, ValueError, NotImplementedError)
"""What may go wrong with one schedule; it never stops another."""


class Almanac:
    """The next due times of a project; a project that is loaded anew gets a new one."""

    def __init__(self, project: Project, marks: Mapping[str, dt.datetime], now: dt.datetime) -> None:
        """``marks`` say up to when each schedule's due times have their rows; one without begins ``now``."""
        self._project = project
        self._next: list[tuple[dt.datetime, str]] = []
        self.new = tuple(name for name in project.schedules if name not in marks)
        """Schedules that were never seen before."""
        for name in project.schedules:
            self.after(name, marks.get(name, now))

    def fallen(self, now: dt.datetime) -> tuple[str, ...]:
        """Names of the schedules whose next due time is over; look it up again with :meth:`after`."""
        found = []
        while self._next and self._next[0][0] <= now:
            found.append(heapq.heappop(self._next)[1])
        return tuple(found)

    def again(self, name: str, now: dt.datetime) -> None:
        """Look at a schedule at the next tick once more."""
        heapq.heappush(self._next, (now, name))

    def after(self, name: str, mark: dt.datetime) -> None:
        """Look up the next due time of a schedule after its mark; one that cannot be computed is tried again daily."""
        schedule = self._project.schedules[name]
        if schedule.paused:
            return
        try:
            due = workdays.following(schedule, mark, self._project.office.time_zone, self._project.days)
        except UNCOMPUTABLE:
            _log.exception("schedule cannot be computed", extra={"schedule": name})
            heapq.heappush(self._next, (mark + dt.timedelta(days=1), name))
            return
        if due:
            heapq.heappush(self._next, (due.at, name))
