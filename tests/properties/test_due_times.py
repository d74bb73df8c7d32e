"""Due times are the same however the span is cut, and none is lost."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from reporter import workdays
from reporter.model.office import Schedule
from reporter.workdays import STATE_COUNCIL

ZONES = st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Pacific/Auckland"])
SCHEDULES = st.builds(
    Schedule,
    st.just("any"),
    st.just("any"),
    every=st.sampled_from(["month", "quarter", "half-year", "year"]),
    day=st.integers(1, 31) | st.just("last"),
    time=st.times().map(lambda time: time.replace(second=0, microsecond=0)),
    month=st.integers(0, 4),
    workday=st.sampled_from(["following", "preceding", "none"]),
)
START = dt.datetime(2012, 1, 1, tzinfo=dt.UTC)
INSTANTS = st.integers(0, 13 * 365 * 24 * 60).map(lambda minutes: START + dt.timedelta(minutes=minutes))


@given(SCHEDULES, st.lists(INSTANTS, min_size=3, max_size=3).map(sorted), ZONES)
def test_spans_that_meet_make_up_the_whole(schedule: Schedule, cuts: list[dt.datetime], zone: str) -> None:
    """Whenever the service wakes: every occurrence once, in order, on a workday, and the same as asked for by period."""
    first, middle, last = cuts
    whole = workdays.occurrences(schedule, first, last, zone, STATE_COUNCIL)
    assert whole == workdays.occurrences(schedule, first, middle, zone, STATE_COUNCIL) + workdays.occurrences(
        schedule, middle, last, zone, STATE_COUNCIL
    )
    assert len({one.period for one in whole}) == len(whole)
    assert len({one.nominal for one in whole}) == len(whole) or schedule.workday != "none"
    for one in whole:
        assert first < one.at <= last
        assert one == workdays.due(schedule, one.period, zone, STATE_COUNCIL)
        assert schedule.workday == "none" or STATE_COUNCIL.is_workday(dt.date.fromisoformat(one.nominal[:10]))
