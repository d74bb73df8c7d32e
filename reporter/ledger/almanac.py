"""Turn schedules into the next due time of each, kept in order: a tick looks at the first one only."""

from __future__ import annotations

import datetime as dt
import heapq
import logging
from typing import TYPE_CHECKING

from reporter import workdays
from reporter.errors import ReporterError
from reporter.model.occurrence import Occurrence

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

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
        self.coming = tuple(filter(None, (self.after(name, marks.get(name, now)) for name in project.schedules)))
        """The next due time of each, to be written down before its time."""

    def fallen(self, now: dt.datetime) -> tuple[str, ...]:
        """Names of the schedules whose next due time is over; look it up again with :meth:`after`."""
        found = []
        while self._next and self._next[0][0] <= now:
            found.append(heapq.heappop(self._next)[1])
        return tuple(found)

    def again(self, names: Collection[str], now: dt.datetime) -> None:
        """Look at schedules at the next tick once more."""
        self._next = [entry for entry in self._next if entry[1] not in names]
        self._next += [(now, name) for name in names]
        heapq.heapify(self._next)

    def after(self, name: str, mark: dt.datetime) -> Occurrence | None:
        """Look up the next due time of a schedule after its mark; one that cannot be computed is tried again daily."""
        schedule = self._project.schedules[name]
        if schedule.paused:
            return None
        try:
            due = workdays.following(schedule, mark, self._project.office.time_zone, self._project.days)
        except UNCOMPUTABLE:
            _log.exception("schedule cannot be computed", extra={"schedule": name})
            heapq.heappush(self._next, (mark + dt.timedelta(days=1), name))
            return None
        if due is None:
            return None
        heapq.heappush(self._next, (due.at, name))
        return Occurrence(name, due.nominal, due.at, due.period, state="coming")
