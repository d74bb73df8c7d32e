"""Turn a day and the words ``previous month``, ``this half-year`` … into the period that they mean on that day."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from reporter.model.period import MONTHS_A_YEAR, Period

Span = Literal["month", "quarter", "half-year", "year"]
MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
"""Months of each span."""
SAID: tuple[str, ...] = tuple(f"{which} {span}" for which in ("previous", "this") for span in MONTHS)
"""What ``period:`` of a schedule may say."""


def meant(words: str, day: dt.date) -> Period:
    """The period that ``previous half-year`` means on a day.

    A month is told with the months before it: ``previous month`` on 20 July 2018 is 2018-M01..M06, for a monthly report
    speaks of the year so far.
    """
    which, span = words.split(" ", 1)
    months = MONTHS[span]
    index = (day.year * MONTHS_A_YEAR + day.month - 1) // months - (which == "previous")
    year, first = divmod(index * months, MONTHS_A_YEAR)
    return ending(year, first + months, months)


def ending(year: int, last: int, months: int) -> Period:
    """The period of ``months`` months that ends with month ``last``; a single month is told from January on."""
    return Period(year, 1 if months == 1 else last - months + 1, last)


def fits(period: Period, span: str) -> bool:
    """Whether a report on every ``span`` may be about a period: one span of the year, or the year so far."""
    months = MONTHS[span]
    return period.last % months == 0 and (period.first == 1 or period.last - period.first + 1 == months)
