"""Turn a day into whether offices work on it, by the yearly notice of the State Council (make-up workdays included)."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Literal

from reporter.errors import UsageError

Rule = Literal["following", "preceding", "none"]
_LONGEST_BREAK = 30
_UNKNOWN = "请升级chinesecalendar，或在日程里把workday写成none"


@cache
def known(year: int) -> bool:
    """Whether the notice for a year is in the calendar; it usually comes in November of the year before."""
    from chinese_calendar import holidays, workdays  # noqa: PLC0415 - 30 ms

    return any(day.year == year for day in (*holidays, *workdays))


def is_workday(day: dt.date) -> bool:
    """Whether offices work on that day; raises :class:`UsageError` for a year without a notice, never guesses."""
    import chinese_calendar  # noqa: PLC0415

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError as error:
        message = f"工作日历没有{day.year}年的放假安排"
        raise UsageError(message, advice=_UNKNOWN) from error


def shift(day: dt.date, rule: Rule) -> dt.date:
    """The day itself, or the workday that the rule moves it to."""
    if rule == "none":
        return day
    step = dt.timedelta(days=1 if rule == "following" else -1)
    for _ in range(_LONGEST_BREAK):
        if is_workday(day):
            return day
        day += step
    message = f"{day}前后{_LONGEST_BREAK}天内没有工作日"
    raise UsageError(message, advice=_UNKNOWN)
