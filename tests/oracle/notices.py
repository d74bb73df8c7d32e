"""The yearly notices of the State Council's General Office on holidays, typed in by hand from their texts.

Each year: the notice's number, the days off (first, last) other than ordinary weekends, and the weekend days worked.
"""

from __future__ import annotations

import datetime as dt

NOTICES: dict[int, tuple[str, list[tuple[str, str]], list[str]]] = {
    2024: (
        "国办发明电〔2023〕7号",
        [("01-01", "01-01"), ("02-10", "02-17"), ("04-04", "04-06"), ("05-01", "05-05"), ("06-10", "06-10"),
         ("09-15", "09-17"), ("10-01", "10-07")],
        ["02-04", "02-18", "04-07", "04-28", "05-11", "09-14", "09-29", "10-12"],
    ),
    2025: (
        "国办发明电〔2024〕12号",
        [("01-01", "01-01"), ("01-28", "02-04"), ("04-04", "04-06"), ("05-01", "05-05"), ("05-31", "06-02"),
         ("10-01", "10-08")],
        ["01-26", "02-08", "04-27", "09-28", "10-11"],
    ),
    2026: (
        "国办发明电〔2025〕7号",
        [("01-01", "01-03"), ("02-15", "02-23"), ("04-04", "04-06"), ("05-01", "05-05"), ("06-19", "06-21"),
         ("09-25", "09-27"), ("10-01", "10-07")],
        ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"],
    ),
}  # fmt: skip
DAY = dt.timedelta(days=1)


def days(first: dt.date, last: dt.date) -> list[dt.date]:
    """Every day from one to another, both included."""
    return [first + DAY * n for n in range((last - first).days + 1)]


YEARS = days(dt.date(min(NOTICES), 1, 1), dt.date(max(NOTICES), 12, 31))
"""Every day of the years that are typed in."""


def works(day: dt.date) -> bool:
    """Whether offices work on a day, by the notice of its year."""
    _, off, made_up = NOTICES[day.year]
    said = f"{day:%m-%d}"
    if said in made_up:
        return True
    return day.isoweekday() < 6 and not any(first <= said <= last for first, last in off)
