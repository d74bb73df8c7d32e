"""Turn a day into whether offices work on it: the yearly notice of the State Council, and what the office adds to it.

The notices (放假安排, make-up workdays included) come with the package ``chinesecalendar``. The override file of a
project closes the gap until the package knows a new year, and holds days that are the office's own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

Rule = Literal["following", "preceding", "none"]
_LONGEST_BREAK = 30
_FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Shifted:
    """A day after the working calendar has had its say."""

    day: dt.date
    assumed: bool = False
    """Whether a year without a notice was asked: then weekdays count as workdays, and that must be said."""


@dataclass(frozen=True)
class Calendar:
    """The working calendar: the notices that are known, and the days that the office wrote down itself."""

    own: Mapping[dt.date, bool] = field(default_factory=dict)
    """Days of the override file: whether offices work on them."""
    noticed: frozenset[int] = frozenset()
    """Years whose notice the override file holds as a whole."""

    def known(self, year: int) -> bool:
        """Whether the notice for a year is there; it usually comes in November of the year before."""
        return year in self.noticed or _packaged(year)

    def is_workday(self, day: dt.date) -> bool:
        """Whether offices work on that day; in a year without a notice Monday to Friday, see :meth:`known`."""
        if day in self.own:
            return self.own[day]
        if day.year not in self.noticed and _packaged(day.year):
            import chinese_calendar  # noqa: PLC0415 - 30 ms

            return bool(chinese_calendar.is_workday(day))
        return day.weekday() <= _FRIDAY

    def shift(self, day: dt.date, rule: Rule) -> Shifted:
        """The day itself, or the workday that the rule moves it to."""
        if rule == "none":
            return Shifted(day)
        step = dt.timedelta(days=1 if rule == "following" else -1)
        moved, assumed = day, not self.known(day.year)
        for _ in range(_LONGEST_BREAK):
            if self.is_workday(moved):
                return Shifted(moved, assumed)
            moved += step
            assumed = assumed or not self.known(moved.year)
        return Shifted(day, assumed=True)  # an override file that leaves no workday in a month is no calendar

    def nth_workday(self, first: dt.date, number: int) -> Shifted:
        """The ``number``-th workday of the month that begins on ``first``; the last one where it has fewer or for -1."""
        days = [first + dt.timedelta(days=n) for n in range(31)]
        works = [day for day in days if day.month == first.month and self.is_workday(day)] or [first]
        return Shifted(works[-1] if number < 0 else works[min(number, len(works)) - 1], not self.known(first.year))


STATE_COUNCIL = Calendar()
"""The notices alone."""


@cache
def _packaged(year: int) -> bool:
    """Whether the package knows a year's notice."""
    from chinese_calendar import holidays, workdays  # noqa: PLC0415

    return any(day.year == year for day in (*holidays, *workdays))
