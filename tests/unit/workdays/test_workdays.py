"""Due times follow the yearly notice, make-up workdays included, and are the same wherever they are computed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Literal

import pytest

from reporter import workdays
from reporter.errors import UsageError
from reporter.model.office import Schedule
from reporter.model.period import Period

ZONE = "Asia/Shanghai"
MONTHLY = Schedule("monthly", "monthly", "month", 20, dt.time(9))
HALF = Schedule("half_year", "half_year", "half-year", 7, dt.time(8, 30), month=2)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (dt.date(2018, 8, 7), True), (dt.date(2018, 8, 5), False), (dt.date(2018, 10, 1), False),
        (dt.date(2018, 9, 29), True),  # a Saturday made up for the National Day week
    ],
)  # fmt: skip
def test_the_notice_counts_not_the_weekday(day: dt.date, works: bool) -> None:
    """Holidays are free, make-up Saturdays are not."""
    assert workdays.is_workday(day) is works


def test_a_year_without_a_notice_is_told_not_guessed() -> None:
    """Nobody silently counts Monday to Friday."""
    assert workdays.known(2018)
    assert not workdays.known(2050)
    with pytest.raises(UsageError, match="2050"):
        workdays.is_workday(dt.date(2050, 8, 1))


def test_a_due_day_moves_over_a_holiday() -> None:
    """1 October moves to the 8th, or back to Sunday 30 September, which is made up for."""
    assert workdays.shift(dt.date(2018, 10, 1), "following") == dt.date(2018, 10, 8)
    assert workdays.shift(dt.date(2018, 10, 1), "preceding") == dt.date(2018, 9, 30)
    assert workdays.shift(dt.date(2018, 10, 1), "none") == dt.date(2018, 10, 1)


def test_both_schedules_of_the_demo() -> None:
    """The monthly report on January to June is due on 20 July, the half-year report on 7 August."""
    (monthly,) = workdays.occurrences(
        MONTHLY, dt.datetime(2018, 7, 1, tzinfo=dt.UTC), dt.datetime(2018, 8, 10, tzinfo=dt.UTC), ZONE
    )
    assert (monthly.nominal, monthly.period) == ("2018-07-20T09:00", Period(2018, 1, 6))
    (half,) = workdays.occurrences(
        HALF, dt.datetime(2018, 1, 1, tzinfo=dt.UTC), dt.datetime(2018, 12, 1, tzinfo=dt.UTC), ZONE
    )[-1:]
    assert (half.nominal, half.at) == ("2018-08-07T08:30", dt.datetime(2018, 8, 7, 0, 30, tzinfo=dt.UTC))
    assert workdays.due(HALF, Period(2018, 1, 6), ZONE) == half


def test_the_span_is_open_at_its_start_and_closed_at_its_end() -> None:
    """Two spans that meet share no due time and lose none."""
    at = dt.datetime(2018, 8, 7, 0, 30, tzinfo=dt.UTC)
    day = dt.timedelta(days=1)
    assert [one.at for one in workdays.occurrences(HALF, at - day, at, ZONE)] == [at]
    assert workdays.occurrences(HALF, at, at + day, ZONE) == []


def test_a_schedule_has_a_first_and_a_last_day() -> None:
    """Nothing falls due before its start or after its end."""
    year = dt.datetime(2018, 1, 1, tzinfo=dt.UTC), dt.datetime(2018, 12, 31, tzinfo=dt.UTC)
    bounded = replace(MONTHLY, start=dt.date(2018, 4, 1), end=dt.date(2018, 6, 30))
    assert [one.nominal[:7] for one in workdays.occurrences(bounded, *year, ZONE)] == ["2018-04", "2018-05", "2018-06"]


def test_the_last_day_of_a_month_is_its_last() -> None:
    """``last`` and 31 both mean 28 February where February has 28 days."""
    for day in ("last", 31):
        one = workdays.due(replace(MONTHLY, day=day, workday="none"), Period(2018, 1, 1), ZONE)
        assert one.nominal == "2018-02-28T09:00"


def test_the_turn_of_the_year() -> None:
    """December's report is due in January, with the whole year as its period."""
    one = workdays.due(replace(MONTHLY, workday="none"), Period(2018, 1, 12), ZONE)
    assert one.nominal == "2019-01-20T09:00"


@pytest.mark.parametrize(
    ("wall", "instant"),
    [
        (dt.time(2, 30), dt.datetime(2018, 3, 25, 1, 30, tzinfo=dt.UTC)),  # skipped: as long after midnight as usual
        (dt.time(3, 0), dt.datetime(2018, 3, 25, 1, 0, tzinfo=dt.UTC)),
    ],
)
def test_an_hour_that_the_clock_skips_loses_no_report(wall: dt.time, instant: dt.datetime) -> None:
    """Where the clock jumps from two to three, half past two is still due, once, that day."""
    spring = replace(MONTHLY, day=25, time=wall, workday="none")
    day = dt.timedelta(days=1)
    (one,) = workdays.occurrences(spring, instant - day, instant + day, "Europe/Berlin")
    assert (one.at, one.nominal) == (instant, f"2018-03-25T{wall:%H:%M}")


def test_an_hour_that_comes_twice_makes_one_report() -> None:
    """The first of the two counts."""
    autumn = replace(MONTHLY, day=28, time=dt.time(2, 30), workday="none")
    start = dt.datetime(2018, 10, 27, tzinfo=dt.UTC)
    (one,) = workdays.occurrences(autumn, start, start + dt.timedelta(days=3), "Europe/Berlin")
    assert one.at == dt.datetime(2018, 10, 28, 0, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize("rule", ["following", "preceding"])
def test_a_calendar_that_ends_stops_nothing_before_its_end(rule: Literal["following", "preceding"]) -> None:
    """What is due in December goes out although the notice for January is still to come; January's is told."""
    year = next(year for year in range(2018, 2100) if not workdays.known(year + 1))
    early = replace(MONTHLY, day=5, workday=rule)
    since, eve = dt.datetime(year, 11, 20, tzinfo=dt.UTC), dt.datetime(year, 12, 28, tzinfo=dt.UTC)
    (one,) = workdays.occurrences(early, since, eve, ZONE)
    assert one.period == Period(year, 1, 11)
    with pytest.raises(UsageError, match=str(year + 1)):
        workdays.occurrences(early, since, eve + dt.timedelta(days=20), ZONE)
