"""The one place that asks the time.

Everything else is handed a :class:`Clock`. For rehearsals and tests ``REPORTER_CLOCK`` names a file that holds an
instant in ISO 8601; the clock then stands at that instant until the file is written again.
"""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> dt.datetime:
        """The present instant, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> dt.datetime:
        """The present instant, in UTC."""
        return dt.datetime.now(dt.UTC)


class FileClock:
    """A clock that stands where a file says."""

    def __init__(self, path: Path) -> None:
        """``path`` holds one instant, ISO 8601 with an offset."""
        self._path = path

    def now(self) -> dt.datetime:
        """The instant in the file, in UTC."""
        return dt.datetime.fromisoformat(self._path.read_text(encoding="ascii").strip()).astimezone(dt.UTC)


def clock(file: Path | None = None) -> Clock:
    """The system clock, or the one that stands where ``file`` says."""
    return FileClock(file) if file else SystemClock()


def monotonic() -> float:
    """Seconds of a clock that never steps; for limits and watchdogs only."""
    return time.monotonic()


def wall() -> int:
    """Seconds since 1970 of the machine's own clock, for signatures that another machine compares with its own."""
    return int(time.time())


def local(instant: dt.datetime, zone: str) -> dt.datetime:
    """The same instant on the wall clock of ``zone``."""
    return instant.astimezone(ZoneInfo(zone))


def written(instant: dt.datetime, zone: str, *, year: bool = False) -> str:
    """The same instant as a letter writes it: 8月7日08:30, day and month without a leading nought."""
    there = local(instant, zone)
    return f"{f'{there.year}年' if year else ''}{there.month}月{there.day}日{there:%H:%M}"
