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
from reporter.workdays import STATE_COUNCIL, Calendar, Shifted

ZONE = "Asia/Shanghai"
MONTHLY = Schedule("monthly", "monthly", "month", 20, dt.time(9))
HALF = Schedule("half_year", "half_year", "half-year", 7, dt.time(8, 30), month=2)


def occurrences(schedule: Schedule, after: dt.datetime, until: dt.datetime, zone: str) -> list[workdays.Due]:
    """Due times by the notices alone."""
    return workdays.occurrences(schedule, after, until, zone, STATE_COUNCIL)


def due(schedule: Schedule, period: Period, zone: str) -> workdays.Due:
    """The due time of a period by the notices alone."""
    return workdays.due(schedule, period, zone, STATE_COUNCIL)


def shift(day: dt.date, rule: Literal["following", "preceding", "none"]) -> dt.date:
    """The day after the notices have had their say."""
    return STATE_COUNCIL.shift(day, rule).day


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (dt.date(2018, 8, 7), True), (dt.date(2018, 8, 5), False), (dt.date(2018, 10, 1), False),
        (dt.date(2018, 9, 29), True),  # a Saturday made up for the National Day week
        (dt.date(2025, 10, 11), True),  # a Saturday
    ],
)  # fmt: skip
def test_the_notice_counts_not_the_weekday(day: dt.date, works: bool) -> None:
    """Holidays are free, make-up Saturdays are not."""
    assert STATE_COUNCIL.is_workday(day) is works


def test_a_year_without_a_notice_is_marked_as_assumed() -> None:
    """Nobody silently counts Monday to Friday: the day says that it was assumed."""
    assert STATE_COUNCIL.known(2018)
    assert not STATE_COUNCIL.known(2050)
    assert STATE_COUNCIL.shift(dt.date(2050, 8, 6), "following") == Shifted(dt.date(2050, 8, 8), assumed=True)
    assert STATE_COUNCIL.shift(dt.date(2018, 8, 5), "following") == Shifted(dt.date(2018, 8, 6))
    assert STATE_COUNCIL.shift(dt.date(2050, 8, 6), "none") == Shifted(dt.date(2050, 8, 6))


def test_a_due_day_moves_over_a_holiday() -> None:
    """1 October moves to the 8th, or back to Sunday 30 September, which is made up for."""
    assert shift(dt.date(2018, 10, 1), "following") == dt.date(2018, 10, 8)
    assert shift(dt.date(2018, 10, 1), "preceding") == dt.date(2018, 9, 30)
    assert shift(dt.date(2018, 10, 1), "none") == dt.date(2018, 10, 1)
    assert shift(dt.date(2025, 10, 5), "following") == dt.date(2025, 10, 9)
    assert shift(dt.date(2025, 10, 5), "preceding") == dt.date(2025, 9, 30)


def test_the_offices_own_days_come_first() -> None:
    """A day of the override file counts whatever the notice says, and a year with its own notice is known."""
    closed, open_day = dt.date(2018, 8, 7), dt.date(2050, 8, 6)
    own = Calendar({closed: False, open_day: True}, frozenset({2050}))
    assert not own.is_workday(closed)
    assert own.shift(closed, "following").day == dt.date(2018, 8, 8)
    assert own.shift(open_day, "following") == Shifted(open_day)
    assert own.known(2050)


def test_workdays_of_a_month_are_counted_by_the_notice() -> None:
    """The third and the last workday of October 2025, in which work begins on the 9th."""
    third = Schedule("m", "m", "month", 3, dt.time(9), nth="workday")
    assert (
        due(third, Period(2025, 1, 9), ZONE).nominal == "2025-10-11T09:00"
    )  # Thursday, Friday, a Saturday made up for
    last = replace(third, day="last")
    assert due(last, Period(2025, 1, 9), ZONE).nominal == "2025-10-31T09:00"


def test_both_schedules_of_the_demo() -> None:
    """The monthly report on January to June is due on 20 July, the half-year report on 7 August."""
    (monthly,) = occurrences(
        MONTHLY, dt.datetime(2018, 7, 1, tzinfo=dt.UTC), dt.datetime(2018, 8, 10, tzinfo=dt.UTC), ZONE
    )
    assert (monthly.nominal, monthly.period) == ("2018-07-20T09:00", Period(2018, 1, 6))
    (half,) = occurrences(HALF, dt.datetime(2018, 1, 1, tzinfo=dt.UTC), dt.datetime(2018, 12, 1, tzinfo=dt.UTC), ZONE)[
        -1:
    ]
    assert (half.nominal, half.at) == ("2018-08-07T08:30", dt.datetime(2018, 8, 7, 0, 30, tzinfo=dt.UTC))
    assert due(HALF, Period(2018, 1, 6), ZONE) == half


def test_the_span_is_open_at_its_start_and_closed_at_its_end() -> None:
    """Two spans that meet share no due time and lose none."""
    at = dt.datetime(2018, 8, 7, 0, 30, tzinfo=dt.UTC)
    day = dt.timedelta(days=1)
    assert [one.at for one in occurrences(HALF, at - day, at, ZONE)] == [at]
    assert occurrences(HALF, at, at + day, ZONE) == []


def test_a_schedule_has_a_first_and_a_last_day() -> None:
    """Nothing falls due before its start or after its end."""
    year = dt.datetime(2018, 1, 1, tzinfo=dt.UTC), dt.datetime(2018, 12, 31, tzinfo=dt.UTC)
    bounded = replace(MONTHLY, start=dt.date(2018, 4, 1), end=dt.date(2018, 6, 30))
    assert [one.nominal[:7] for one in occurrences(bounded, *year, ZONE)] == ["2018-04", "2018-05", "2018-06"]


def test_the_last_day_of_a_month_is_its_last() -> None:
    """``last`` and 31 both mean 28 February where February has 28 days."""
    for day in ("last", 31):
        one = due(replace(MONTHLY, day=day, workday="none"), Period(2018, 1, 1), ZONE)
        assert one.nominal == "2018-02-28T09:00"


def test_the_turn_of_the_year() -> None:
    """December's report is due in January, with the whole year as its period."""
    one = due(replace(MONTHLY, workday="none"), Period(2018, 1, 12), ZONE)
    assert one.nominal == "2019-01-20T09:00"


@pytest.mark.parametrize(
    ("wall", "instant"),
    [
        (dt.time(2, 30), dt.datetime(2018, 3, 25, 1, 0, tzinfo=dt.UTC)),  # skipped: the first instant after the gap
        (dt.time(3, 0), dt.datetime(2018, 3, 25, 1, 0, tzinfo=dt.UTC)),
    ],
)
def test_an_hour_that_the_clock_skips_loses_no_report(wall: dt.time, instant: dt.datetime) -> None:
    """Where the clock jumps from two to three, half past two is still due, once, that day."""
    spring = replace(MONTHLY, day=25, time=wall, workday="none")
    day = dt.timedelta(days=1)
    (one,) = occurrences(spring, instant - day, instant + day, "Europe/Berlin")
    assert (one.at, one.nominal) == (instant, f"2018-03-25T{wall:%H:%M}")


def test_an_hour_that_comes_twice_makes_one_report() -> None:
    """The first of the two counts."""
    autumn = replace(MONTHLY, day=28, time=dt.time(2, 30), workday="none")
    start = dt.datetime(2018, 10, 27, tzinfo=dt.UTC)
    (one,) = occurrences(autumn, start, start + dt.timedelta(days=3), "Europe/Berlin")
    assert one.at == dt.datetime(2018, 10, 28, 0, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize("rule", ["following", "preceding"])
def test_the_first_year_without_a_notice_is_told(rule: Literal["following", "preceding"]) -> None:
    """What is due in December is certain; what is due in January, before the notice for it is known, says so."""
    year = next(year for year in range(2018, 2100) if not STATE_COUNCIL.known(year + 1))
    early = replace(MONTHLY, day=5, workday=rule)
    december, january = occurrences(
        early, dt.datetime(year, 11, 20, tzinfo=dt.UTC), dt.datetime(year + 1, 1, 20, tzinfo=dt.UTC), ZONE
    )
    assert (december.period, december.assumed) == (Period(year, 1, 11), False)
    assert (january.period, january.assumed) == (Period(year, 1, 12), True)


def test_cron_lines_have_their_standard_meaning() -> None:
    """0 and 7 are Sunday; where day and weekday are both named, either is enough."""
    start = dt.datetime(2018, 6, 30, 12, tzinfo=dt.UTC)
    for line in ("0 8 * * 0", "0 8 * * 7", "0 8 * * sun"):
        sunday = Schedule("c", "m", "cron", 1, dt.time(), workday="none", cron=line)
        found = occurrences(sunday, start, start + dt.timedelta(days=14), ZONE)
        assert [one.nominal for one in found] == ["2018-07-01T08:00", "2018-07-08T08:00"]
    either = Schedule("c", "m", "cron", 1, dt.time(), workday="none", cron="0 8 13 * fri")
    found = occurrences(either, start, start + dt.timedelta(days=20), ZONE)
    assert [one.nominal[8:10] for one in found] == ["06", "13", "20"]
    both = replace(either, cron="0 8 11 * fri")
    assert [one.nominal[8:10] for one in occurrences(both, start, start + dt.timedelta(days=13), ZONE)] == [
        "06",
        "11",
        "13",
    ]


def test_an_hourly_schedule_counts_every_real_hour() -> None:
    """On the day with 25 hours it rings 25 times, on that with 23 hours 23 times, each with a name of its own."""
    hourly = Schedule("h", "m", "hour", 1, dt.time(0, 15), workday="none")
    for first, hours in (
        (dt.datetime(2018, 10, 27, 22, tzinfo=dt.UTC), 25),
        (dt.datetime(2018, 3, 24, 23, tzinfo=dt.UTC), 23),
    ):
        found = occurrences(hourly, first, first + dt.timedelta(hours=hours), "Europe/Berlin")
        assert len({one.nominal for one in found}) == len(found) == hours


def test_days_that_move_to_one_day_are_one_due_time() -> None:
    """Every day, moved to the next workday: once on Monday, not three times."""
    daily = Schedule("d", "m", "day", 1, dt.time(8), workday="following")
    start = dt.datetime(2018, 8, 2, 1, tzinfo=dt.UTC)  # Thursday, after eight o'clock
    found = occurrences(daily, start, start + dt.timedelta(days=5), ZONE)
    assert [one.nominal[:10] for one in found] == ["2018-08-03", "2018-08-06", "2018-08-07"]


def test_a_weekly_schedule_reports_on_the_period_that_it_names() -> None:
    """Every Monday on the half-year before."""
    weekly = Schedule("w", "m", "week", 1, dt.time(8), workday="none", period="previous half-year")
    one = workdays.following(weekly, dt.datetime(2018, 11, 24, tzinfo=dt.UTC), ZONE, STATE_COUNCIL)
    assert one
    assert (one.nominal, one.period) == ("2018-11-26T08:00", Period(2018, 1, 6))
    assert due(weekly, Period(2018, 1, 6), ZONE).nominal == "2018-07-02T08:00"


def test_a_period_on_which_a_schedule_never_reports_is_told() -> None:
    """Nothing is made up."""
    weekly = Schedule("w", "m", "week", 1, dt.time(8), workday="none", period="previous half-year")
    with pytest.raises(UsageError, match="2018年一季度"):
        due(weekly, Period(2018, 1, 3), ZONE)


def test_a_schedule_that_has_ended_has_no_next_due_time() -> None:
    """Nobody waits for it; and one that has not begun is found however far ahead."""
    now = dt.datetime(2018, 7, 1, tzinfo=dt.UTC)
    ended = replace(MONTHLY, end=dt.date(2018, 6, 30))
    assert workdays.following(ended, now, ZONE, STATE_COUNCIL) is None
    late = Schedule("c", "m", "cron", 1, dt.time(), workday="none", cron="0 8 29 2 *")
    one = workdays.following(replace(late, start=dt.date(2021, 1, 1)), now, ZONE, STATE_COUNCIL)
    assert one
    assert one.nominal == "2024-02-29T08:00"
