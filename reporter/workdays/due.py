"""Turn a schedule into its due times. Pure: the span is given, the working calendar is handed in."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from reporter.errors import UsageError
from reporter.model.period import MONTHS_A_YEAR, Period
from reporter.workdays import instants
from reporter.workdays.calendar import Calendar, Shifted
from reporter.workdays.periods import MONTHS, ending, meant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reporter.model.office import Schedule

_MARGIN = dt.timedelta(days=35)
"""How far the working calendar and the zone may move a planned day, generously."""
_SLACK = dt.timedelta(days=3)
"""How far a local date may lie from that of UTC; a zone has skipped a whole day before (Samoa, 30 December 2011)."""
_HORIZONS = (40, 400, 366 * 9)
"""Days ahead in which the next due time is looked for; 29 February is at most eight years away."""


@dataclass(frozen=True, slots=True)
class Due:
    """One due time."""

    period: Period
    """What it reports on; of a monthly schedule the cumulative period that ends with the month."""
    nominal: str
    """Its name: local date and time, ``2018-08-07T08:30``; with its offset where a schedule rings every hour."""
    at: dt.datetime
    """The instant, in UTC."""
    planned: dt.date
    """The day before the working calendar moved it."""
    assumed: bool = False
    """The notice of that year is not known: Monday to Friday were taken for workdays."""


@dataclass(frozen=True, slots=True)
class _Wall:
    """A time that a schedule plans, by the clock on the wall."""

    planned: dt.date
    day: Shifted
    time: dt.time
    period: Period

    @property
    def at(self) -> dt.datetime:
        """Date and time without a zone."""
        return dt.datetime.combine(self.day.day, self.time)


def occurrences(schedule: Schedule, after: dt.datetime, until: dt.datetime, zone: str, days: Calendar) -> list[Due]:
    """Every due time in (``after``, ``until``], oldest first; within the schedule's own first and last day.

    Several planned days that move to one and the same day and time are one due time.
    """
    found: dict[str, Due] = {}
    place, hourly = ZoneInfo(zone), schedule.hourly
    margin = _SLACK if schedule.workday == "none" and schedule.nth == "day" else _MARGIN
    for wall in _walls(schedule, after.date() - margin, until.date() + margin, days):
        day = wall.day.day
        if (schedule.start and day < schedule.start) or (schedule.end and schedule.end < day):
            continue
        if not after.date() - _SLACK <= day <= until.date() + _SLACK:
            continue  # no need to ask the zone
        for at in instants.every(wall.at, place) if hourly else (instants.first(wall.at, place),):
            if after < at <= until:
                said = (
                    at.astimezone(place).isoformat(timespec="minutes")
                    if hourly
                    else wall.at.isoformat(timespec="minutes")
                )
                found.setdefault(said, Due(wall.period, said, at, wall.planned, wall.day.assumed))
    return sorted(found.values(), key=lambda one: (one.at, one.nominal))


def following(schedule: Schedule, after: dt.datetime, zone: str, days: Calendar) -> Due | None:
    """The next due time after an instant; ``None`` where there is none any more."""
    if schedule.start:
        after = max(after, dt.datetime.combine(schedule.start - _SLACK, dt.time(), dt.UTC))
    if schedule.end and after.date() > schedule.end + _SLACK:
        return None
    for horizon in _HORIZONS[:1] if schedule.hourly else _HORIZONS:
        found = occurrences(schedule, after, after + dt.timedelta(days=horizon), zone, days)
        if found:
            return found[0]
    return None


def due(schedule: Schedule, period: Period, zone: str, days: Calendar) -> Due:
    """When the report on a period is due: the first time, if the schedule rings more than once for it.

    Raises :class:`UsageError` where the schedule never reports on that period.
    """
    if not schedule.cron and schedule.every in MONTHS and not schedule.period:
        return _due(_monthly(schedule, period, days), ZoneInfo(zone))
    start = dt.datetime.combine(period.starts, dt.time(), dt.UTC) - _MARGIN
    for horizon in (400, 800):
        for one in occurrences(schedule, start, start + dt.timedelta(days=horizon), zone, days):
            if one.period == period:
                return one
    message = f"日程“{schedule.name}”不出{period.name}的报告"
    raise UsageError(message, advice="用--as-of写明数据截止日期，或检查日程的period")


def _due(wall: _Wall, zone: ZoneInfo) -> Due:
    """The due time of a wall time that comes once."""
    at = instants.first(wall.at, zone)
    return Due(wall.period, _name(wall.at), at, wall.planned, wall.day.assumed)


def _name(local: dt.datetime) -> str:
    """The name of a due time."""
    return local.isoformat(timespec="minutes")


def _walls(schedule: Schedule, first: dt.date, last: dt.date, days: Calendar) -> Iterator[_Wall]:
    """The times whose planned day lies between two days, in the order in which they are planned."""
    if schedule.cron or schedule.every not in MONTHS:
        yield from _by_cron(schedule, first, last, days)
        return
    months = MONTHS[schedule.every]
    low = first.year * MONTHS_A_YEAR + first.month - 1 - schedule.month
    high = last.year * MONTHS_A_YEAR + last.month - 1 - schedule.month
    for index in range(low, high + 1):
        year, month = index // MONTHS_A_YEAR, index % MONTHS_A_YEAR + 1
        if month % months == 0:
            yield _monthly(schedule, ending(year, month, months), days)


def _monthly(schedule: Schedule, period: Period, days: Calendar) -> _Wall:
    """The time that a schedule of months, quarters, half-years or years plans for a period."""
    index = period.year * MONTHS_A_YEAR + period.last - 1 + schedule.month
    first = dt.date(index // MONTHS_A_YEAR, index % MONTHS_A_YEAR + 1, 1)
    last = calendar.monthrange(first.year, first.month)[1]
    if schedule.nth == "workday":
        day = days.nth_workday(first, -1 if schedule.day == "last" else schedule.day)
        planned = day.day
    else:
        planned = first.replace(day=last if schedule.day == "last" else min(schedule.day, last))
        day = days.shift(planned, schedule.workday)
    return _Wall(planned, day, schedule.time, meant(schedule.period, planned) if schedule.period else period)


def _by_cron(schedule: Schedule, first: dt.date, last: dt.date, days: Calendar) -> Iterator[_Wall]:
    """The times of a schedule of weeks, days, hours, or of a cron line."""
    from cronsim import CronSim  # noqa: PLC0415 - only for those who have such a schedule

    start = dt.datetime.combine(first, dt.time()) - dt.timedelta(minutes=1)
    end = dt.datetime.combine(last, dt.time.max)
    for at in takewhile(lambda one: one <= end, CronSim(schedule.cron_line, start)):
        planned = at.date()
        yield _Wall(
            planned,
            days.shift(planned, schedule.workday),
            at.time(),
            meant(schedule.period or "previous month", planned),
        )
