"""What a person typed, turned into what it names: a period, a day."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from reporter.errors import UsageError
from reporter.model.period import Period


def period(code: str) -> Period:
    """The period, by its code or in the words of a table (2018-06, 2018年上半年); raises :class:`UsageError`."""
    try:
        return Period.parse(code)
    except ValueError as error:
        from reporter.sources.shape import period_words  # noqa: PLC0415 - codes are the rule

        said = period_words.parse(code)
        if said is None:
            raise UsageError(str(error)) from error
        return said


def day(text: str) -> dt.date | None:
    """The day, if any; raises :class:`UsageError`."""
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        message = f"日期“{text}”无法识别"
        raise UsageError(message, advice="写作2018-08-07") from error


def end_of_day(text: str, zone: str) -> dt.datetime | None:
    """The last second of the day that a person typed, where the office is; raises :class:`UsageError`."""
    date = day(text)
    return dt.datetime.combine(date, dt.time(23, 59, 59), ZoneInfo(zone)) if date else None
