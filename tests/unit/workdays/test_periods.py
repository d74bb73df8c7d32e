"""``previous half-year`` and its like mean the same on every day."""

from __future__ import annotations

import datetime as dt

import pytest

from reporter.model.period import Period
from reporter.workdays import SAID, meant

DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("words", "day", "period"),
    [
        ("previous half-year", "2026-11-24", "2026-H1"), ("previous half-year", "2026-06-30", "2025-H2"),
        ("previous half-year", "2026-07-01", "2026-H1"), ("previous month", "2026-01-01", "2025"),
        ("previous month", "2018-07-20", "2018-H1"), ("previous month", "2018-02-28", "2018-M01"),
        ("previous quarter", "2018-04-01", "2018-Q1"), ("previous year", "2018-12-31", "2017"),
        ("this quarter", "2018-12-31", "2018-Q4"), ("this month", "2018-03-31", "2018-Q1"),
    ],
)  # fmt: skip
def test_what_the_words_mean(words: str, day: str, period: str) -> None:
    """As an official counts on the calendar."""
    assert meant(words, dt.date.fromisoformat(day)) == Period.parse(period)


@pytest.mark.parametrize("words", SAID)
def test_every_day_of_ten_years(words: str) -> None:
    """``this`` holds the day; ``previous`` is what ``this`` was on the last day before it began; lengths are right."""
    which, span = words.split()
    length = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}[span]
    day = dt.date(2020, 1, 1)
    while day.year < 2030:
        period = meant(words, day)
        began = period.ends.replace(day=1)
        for _ in range(length - 1):
            began = (began - DAY).replace(day=1)
        if which == "this":
            assert began <= day <= period.ends
        else:
            assert period.ends < day
            after = (period.ends + DAY).replace(day=28) + 31 * (length - 1) * DAY + 4 * DAY
            assert day < after.replace(day=1)
            assert meant(f"this {span}", period.ends) == period
        assert period.months == (period.last if span == "month" else length)
        day += DAY
