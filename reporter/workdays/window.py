"""Turn the hours in which mail may leave into the next moment at which it may."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from reporter.workdays.calendar import STATE_COUNCIL, Calendar

if TYPE_CHECKING:
    from reporter.model.office import Window

_LONGEST_BREAK = 30


def opening(window: Window, now: dt.datetime, zone: str, days: Calendar = STATE_COUNCIL) -> dt.datetime:
    """``now`` within the window, else when it opens next; in UTC."""
    wall = now.astimezone(ZoneInfo(zone))
    for ahead in range(_LONGEST_BREAK + 1):
        day = wall.date() + dt.timedelta(days=ahead)
        if window.days == "workdays" and not days.is_workday(day):
            continue
        opens, closes = (
            dt.datetime.combine(day, time, ZoneInfo(zone)).astimezone(dt.UTC) for time in (window.opens, window.closes)
        )
        if now < closes:
            return max(now, opens)
    return now  # an override file that leaves no workday in a month is no calendar
