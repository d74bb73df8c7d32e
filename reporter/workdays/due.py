"""Turn a schedule into its due times."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from reporter.model.period import MONTHS_A_YEAR, Period
from reporter.workdays.calendar import known, shift

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reporter.model.office import Schedule

_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_MARGIN = dt.timedelta(days=20)
"""How far the working calendar may move a day, generously."""
_DAY = dt.timedelta(days=1)
"""How far a local date may lie from that of UTC."""


@dataclass(frozen=True, slots=True)
class Due:
    """One due time."""

    period: Period
    """What it reports on; of a monthly schedule the cumulative period that ends with the month."""
    nominal: str
    """Local date and time without an offset, ``2018-08-07T08:30``."""
    at: dt.datetime
    """The instant, in UTC."""


def due(schedule: Schedule, period: Period, zone: str) -> Due:
    """When the report on a period is due; raises :class:`reporter.errors.UsageError` in a year without a calendar."""
    moved = dt.datetime.combine(shift(_planned(schedule, period), schedule.workday), schedule.time)
    return Due(period, moved.isoformat(timespec="minutes"), _instant(moved, ZoneInfo(zone)))


def _planned(schedule: Schedule, period: Period) -> dt.date:
    """The day before the working calendar moves it."""
    wanted = period.year * MONTHS_A_YEAR + period.last - 1 + schedule.month
    year, month = wanted // MONTHS_A_YEAR, wanted % MONTHS_A_YEAR + 1
    last = calendar.monthrange(year, month)[1]
    return dt.date(year, month, last if schedule.day == "last" else min(schedule.day, last))


def _earliest(schedule: Schedule, period: Period) -> dt.date:
    """No due day is before this one; known without the calendar of a year whose notice is still to come."""
    planned = _planned(schedule, period)
    if schedule.workday != "preceding" or known(planned.year):
        return planned - (_MARGIN if schedule.workday == "preceding" else dt.timedelta())
    eve = dt.date(planned.year - 1, 12, 31)
    return shift(eve, "preceding") if known(eve.year) else planned - _MARGIN


def _instant(wall: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """The first instant at which the wall clock shows that time; in an hour that is skipped, as if it were not."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(dt.UTC)


def occurrences(schedule: Schedule, after: dt.datetime, until: dt.datetime, zone: str) -> list[Due]:
    """Every due time in (``after``, ``until``], oldest first; within the schedule's own first and last day."""
    found = []
    for period in _periods(schedule, after - _MARGIN, until + _MARGIN):
        if _planned(schedule, period) < after.date() - _MARGIN or _earliest(schedule, period) > until.date() + _DAY:
            continue  # next year's calendar is not asked for before it matters
        one = due(schedule, period, zone)
        day = dt.date.fromisoformat(one.nominal[:10])
        inside = (schedule.start is None or schedule.start <= day) and (schedule.end is None or day <= schedule.end)
        if inside and after < one.at <= until:
            found.append(one)
    return sorted(found, key=lambda one: one.at)


def _periods(schedule: Schedule, first: dt.datetime, last: dt.datetime) -> Iterator[Period]:
    """The periods whose due month lies between two instants."""
    length = _MONTHS[schedule.every]
    low = first.year * MONTHS_A_YEAR + first.month - 1 - schedule.month
    high = last.year * MONTHS_A_YEAR + last.month - 1 - schedule.month
    for index in range(low, high + 1):
        year, month = index // MONTHS_A_YEAR, index % MONTHS_A_YEAR + 1
        if month % length == 0:
            yield Period(year, 1 if length == 1 else month - length + 1, month)
