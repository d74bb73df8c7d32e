"""Mail leaves within its hours on days on which the office works."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from reporter.model.office import Window
from reporter.workdays import opening

OFFICE_HOURS = Window(dt.time(8, 30), dt.time(17, 30))
ZONE = "Asia/Shanghai"


def at(text: str) -> dt.datetime:
    """A moment in Shanghai."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE))


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2018-08-07 09:00", "2018-08-07 09:00"), ("2018-08-07 08:29", "2018-08-07 08:30"), ("2018-08-07 17:30", "2018-08-08 08:30"),
        ("2018-08-10 18:00", "2018-08-13 08:30"), ("2018-09-29 10:00", "2018-09-29 10:00"), ("2018-09-30 20:00", "2018-10-08 08:30"),
        ("2018-12-29 12:00", "2018-12-29 12:00"), ("2018-02-14 18:00", "2018-02-22 08:30"),
    ],
)  # fmt: skip
def test_office_hours(now: str, opens: str) -> None:
    """Within them at once; else the next workday's morning, make-up Saturdays and holidays as the State Council says."""
    assert opening(OFFICE_HOURS, at(now), ZONE) == at(opens)


def test_every_day() -> None:
    """``days: all`` knows no weekend."""
    always = Window(dt.time(8), dt.time(20), "all")
    assert opening(always, at("2018-08-11 21:00"), ZONE) == at("2018-08-12 08:00")
