"""The working calendar agrees with the notices as a person typed them in, and with another package."""

from __future__ import annotations

import datetime as dt

import holidays
import pytest

from reporter.workdays import STATE_COUNCIL
from tests.oracle.notices import NOTICES, YEARS, works


def test_every_day_of_three_years_is_as_the_notices_say() -> None:
    """1,096 days against the table typed in by hand from 国办发明电."""
    assert [day for day in YEARS if STATE_COUNCIL.is_workday(day) is not works(day)] == []
    assert all(number.startswith("国办发明电") for number, _, _ in NOTICES.values())


def test_every_day_of_three_years_is_as_another_package_says() -> None:
    """The package ``holidays`` comes from other hands."""
    china = holidays.country_holidays("CN", years=list(NOTICES))
    assert [day for day in YEARS if STATE_COUNCIL.is_workday(day) is not china.is_working_day(day)] == []


@pytest.mark.parametrize(
    ("day", "rule", "moved"),
    [
        ("2025-10-05", "following", "2025-10-09"), ("2025-10-05", "preceding", "2025-09-30"),
        ("2025-10-11", "following", "2025-10-11"), ("2026-02-14", "following", "2026-02-14"),
        ("2026-02-15", "following", "2026-02-24"), ("2026-01-03", "following", "2026-01-04"),
        ("2024-02-10", "preceding", "2024-02-09"), ("2024-10-13", "preceding", "2024-10-12"),
    ],
)  # fmt: skip
def test_days_that_people_remember(day: str, rule: str, moved: str) -> None:
    """National Day, Spring Festival, and the weekends that were worked for them."""
    shifted = STATE_COUNCIL.shift(dt.date.fromisoformat(day), rule)  # type: ignore[arg-type]
    assert (shifted.day.isoformat(), shifted.assumed) == (moved, False)


def test_the_year_after_the_last_notice_is_unknown() -> None:
    """The installed package ends somewhere; what comes after is said to be assumed."""
    first = next(year for year in range(2024, 2100) if not STATE_COUNCIL.known(year))
    assert STATE_COUNCIL.known(first - 1)
    assert STATE_COUNCIL.shift(dt.date(first, 6, 1), "following").assumed
