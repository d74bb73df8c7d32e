"""Due times agree with a scan of every day and every minute by code that shares nothing with the product."""

from __future__ import annotations

import datetime as dt
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from reporter import workdays
from reporter.model.office import Schedule
from reporter.workdays import STATE_COUNCIL
from tests.oracle.minutes import fixed, hourly
from tests.oracle.notices import DAY, YEARS, works

ZONE = "Asia/Shanghai"
FIRST, LAST = dt.datetime(2024, 2, 29, 12, tzinfo=dt.UTC), dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
DUE_MONTHS = {"month": range(1, 13), "quarter": (1, 4, 7, 10), "half-year": (1, 7), "year": (1,)}
ZONES = (
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Beirut", "America/Havana",
    "America/Santiago", "Pacific/Chatham", "Asia/Tehran", "Africa/Casablanca",
)  # fmt: skip


def planned(every: str, day: Any, month: int) -> list[dt.date]:
    """The days on which a person with a calendar would make a cross."""
    due_months = {(first + month - 2) % 12 + 1 for first in DUE_MONTHS[every]}
    found = []
    for one in YEARS:
        is_last = (one + DAY).month != one.month
        if one.month in due_months and (one.day == day or (is_last and (day == "last" or int(day) > one.day))):
            found.append(one)
    return found


def moved(day: dt.date, rule: str) -> dt.date:
    """The workday to which a person would move it."""
    while rule != "none" and not works(day):
        day += DAY if rule == "following" else -DAY
    return day


CASES = list(
    product(
        ("month", "quarter", "half-year", "year"),
        (1, 5, 10, 15, 20, 25, 31, "last"),
        (1, 2),
        ("following", "preceding", "none"),
    )
)


def test_more_than_two_thousand_due_times() -> None:
    """Every cadence, day, due month and workday rule over three years: the same days, each once, none left out."""
    counted = 0
    for every, day, month, rule in CASES:
        schedule = Schedule("s", "r", every, day, dt.time(9, 30), month=month, workday=rule)  # type: ignore[arg-type]
        found = [one.nominal for one in workdays.occurrences(schedule, FIRST, LAST, ZONE, STATE_COUNCIL)]
        crosses = [one for one in planned(every, day, month) if dt.date(2024, 2, 1) <= one < dt.date(2026, 12, 1)]
        days = sorted({moved(one, rule) for one in crosses})
        wanted = [f"{one}T09:30" for one in days if FIRST.date() < one <= LAST.date()]
        assert found == wanted, (every, day, month, rule)
        counted += len(found)
    assert counted > 2000


def transitions(zone: str) -> list[dt.datetime]:
    """The noon before each change of the clock in ten years, in naive UTC."""
    place = ZoneInfo(zone)
    noons = [dt.datetime(2020, 1, 1, 12) + DAY * n for n in range(3660)]  # noqa: DTZ001
    offsets = [noon.replace(tzinfo=dt.UTC).astimezone(place).utcoffset() for noon in noons]
    return [noon for noon, now, then in zip(noons, offsets, offsets[1:], strict=False) if now != then]


@pytest.mark.parametrize("zone", ZONES)
def test_two_days_around_each_change_of_the_clock(zone: str) -> None:
    """A report of every day comes once a day, at the first instant at or after its time; one of every hour every hour."""
    changes = transitions(zone)
    assert changes or zone == "Asia/Tehran"
    for noon in changes:
        first, last = noon - DAY, noon + 2 * DAY
        since, until = ((one - dt.timedelta(minutes=1)).replace(tzinfo=dt.UTC) for one in (first, last))
        for hour, minute in product((0, 1, 2, 3, 23), (0, 15, 30, 45)):
            daily = Schedule("d", "r", "day", 1, dt.time(hour, minute), workday="none")
            found = {one.nominal: one.at for one in workdays.occurrences(daily, since, until, zone, STATE_COUNCIL)}
            walls = [dt.datetime.fromisoformat(name) for name in found]
            assert list(found.values()) == fixed(zone, first - 3 * DAY, last, walls)
            assert [(later - one).days for one, later in zip(walls, walls[1:], strict=False)] == [1] * (len(walls) - 1)
        ringing = Schedule("h", "r", "hour", 1, dt.time(0, 15), workday="none")
        rung = [one.at for one in workdays.occurrences(ringing, since, until, zone, STATE_COUNCIL)]
        assert rung == hourly(zone, first, last - dt.timedelta(minutes=1), 15)
