"""What a person typed, turned into what it names: a period, a day."""

from __future__ import annotations

import datetime as dt

from reporter.errors import UsageError
from reporter.model.period import Period


def period(code: str) -> Period:
    """The period; raises :class:`UsageError`."""
    try:
        return Period.parse(code)
    except ValueError as error:
        raise UsageError(str(error)) from error


def day(text: str) -> dt.date | None:
    """The day, if any; raises :class:`UsageError`."""
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        message = f"日期“{text}”无法识别"
        raise UsageError(message, advice="写作2018-08-07") from error
