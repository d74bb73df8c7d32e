"""Turn what the wall clock of a time zone shows into the instants at which it shows it.

Where clocks are put forward, a time that is skipped has its turn at the first instant after the gap; where they are put
back, a fixed time of day counts once, and a schedule of every hour counts every real hour. These are the rules of
Debian's cron, see cron(8).
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

_MINUTE = dt.timedelta(minutes=1)


def first(wall: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """The first instant, in UTC, at which the clock shows ``wall`` or has jumped over it."""
    early = wall.replace(tzinfo=zone, fold=0).astimezone(dt.UTC)
    if _shows(early, zone) == wall:
        return early
    # In a gap, fold 1 is read with the offset after the jump: that lies before it, fold 0 after it.
    before, after = wall.replace(tzinfo=zone, fold=1).astimezone(dt.UTC), early
    while after - before > _MINUTE:
        middle = before + (after - before) // 2 // _MINUTE * _MINUTE
        if _shows(middle, zone) < wall:
            before = middle
        else:
            after = middle
    return after


def every(wall: dt.datetime, zone: ZoneInfo) -> tuple[dt.datetime, ...]:
    """Every instant, in UTC, at which the clock shows ``wall``: none in a gap, two where an hour comes twice."""
    found = {wall.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC) for fold in (0, 1)}
    return tuple(sorted(instant for instant in found if _shows(instant, zone) == wall))


def _shows(instant: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """What the clock shows at an instant."""
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)
