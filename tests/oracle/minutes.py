"""A scan of every minute: when a wall clock shows a time, or jumps over it."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np

EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - UTC without saying so, as everything in here
_HOUR = 60


def wall_minutes(zone: str, first: dt.datetime, last: dt.datetime) -> tuple[int, np.ndarray]:
    """For every UTC minute from ``first`` to ``last`` (naive UTC): the wall clock, in minutes since 1970.

    Returns the first minute's number and the array. Offsets are asked for at every full hour; where two neighbours
    differ, at every minute between them.
    """
    start, end = (int((when - EPOCH).total_seconds()) // 60 for when in (first, last))
    place = ZoneInfo(zone)

    def offset(minute: int) -> int:
        shown = dt.datetime.fromtimestamp(minute * 60, place).utcoffset()
        assert shown is not None
        return int(shown.total_seconds()) // 60

    hours = [offset(minute) for minute in range(start, end + _HOUR, _HOUR)]
    offsets = np.repeat(np.array(hours, dtype=np.int64), _HOUR)[: end - start + 1]
    for index in range(len(hours) - 1):
        if hours[index] != hours[index + 1]:
            for minute in range(index * _HOUR, min((index + 1) * _HOUR, len(offsets))):
                offsets[minute] = offset(start + minute)
    return start, np.arange(start, end + 1, dtype=np.int64) + offsets


def fixed(zone: str, first: dt.datetime, last: dt.datetime, walls: list[dt.datetime]) -> list[dt.datetime]:
    """The first UTC minute at which the clock shows each wall time or has gone past it, as it has never before."""
    start, shown = wall_minutes(zone, first, last)
    furthest = np.maximum.accumulate(shown)
    wanted = np.array([int((wall - EPOCH).total_seconds()) // 60 for wall in walls], dtype=np.int64)
    return [_instant(start + int(index)) for index in np.searchsorted(furthest, wanted)]


def hourly(zone: str, first: dt.datetime, last: dt.datetime, minute: int) -> list[dt.datetime]:
    """Every UTC minute at which the minute hand shows ``minute``."""
    start, shown = wall_minutes(zone, first, last)
    return [_instant(start + int(index)) for index in np.flatnonzero(shown % _HOUR == minute)]


def _instant(minute: int) -> dt.datetime:
    return (EPOCH + dt.timedelta(minutes=minute)).replace(tzinfo=dt.UTC)
