"""What has fallen due follows from the schedule, its mark and the time."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from reporter.ledger.due import fallen_due as fallen
from reporter.model.edition import EditionKey
from reporter.model.occurrence import Occurrence
from reporter.model.office import Report, Schedule
from reporter.model.period import Period
from reporter.workdays import STATE_COUNCIL

REPORT = Report("half_year", "半年度工作会议报告", "half_year", cut="internal")
SCHEDULE = Schedule("summer", "half_year", "half-year", 7, dt.time(8, 30), month=2)
JUNE = dt.datetime(2018, 6, 29, tzinfo=dt.UTC)
DUE = dt.datetime(2018, 8, 7, 0, 30, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def fallen_due(
    schedule: Schedule, report: Report, mark: dt.datetime | None, now: dt.datetime
) -> tuple[Occurrence, ...]:
    """What has fallen due in Shanghai."""
    return fallen(schedule, report, mark, now, "Asia/Shanghai", STATE_COUNCIL)


def test_the_first_start_owes_nothing() -> None:
    """A schedule without a mark has no past."""
    assert fallen_due(SCHEDULE, REPORT, None, DUE) == ()


def test_the_due_time_itself_belongs_to_it() -> None:
    """Not the second before; and what the mark covers does not come again."""
    assert fallen_due(SCHEDULE, REPORT, JUNE, DUE - dt.timedelta(seconds=1)) == ()
    assert len(fallen_due(SCHEDULE, REPORT, JUNE, DUE)) == 1
    assert fallen_due(SCHEDULE, REPORT, DUE, DUE + 30 * DAY) == ()


def test_an_occurrence_says_everything_about_its_edition() -> None:
    """Which one, with what cut-off and date of issue, and when it must be out; named by its local time."""
    (found,) = fallen_due(SCHEDULE, REPORT, JUNE, DUE)
    assert (found.schedule, found.nominal, found.due, found.state) == ("summer", "2018-08-07T08:30", DUE, "due")
    assert found.key == EditionKey("half_year", "internal", "", Period(2018, 1, 6))
    assert (found.cut_off, found.report_date, found.deadline) == (DUE, dt.date(2018, 8, 7), DUE + DAY)


def test_of_several_missed_the_latest_counts() -> None:
    """The others are told as skipped, in order, without an edition."""
    *skipped, latest = fallen_due(SCHEDULE, REPORT, JUNE, DUE + 740 * DAY)
    assert [row.period.code for row in skipped] == ["2018-H1", "2018-H2", "2019-H1", "2019-H2"]
    assert {(row.state, row.key) for row in skipped} == {("skipped", None)}
    assert all(row.why for row in skipped)
    assert (latest.state, latest.period.code) == ("due", "2020-H1")


def test_a_paused_schedule_and_a_clock_set_back() -> None:
    """Nothing falls due."""
    assert fallen_due(replace(SCHEDULE, paused=True), REPORT, JUNE, DUE) == ()
    assert fallen_due(SCHEDULE, REPORT, DUE, JUNE) == ()


def test_what_is_caught_up_is_the_schedules_choice() -> None:
    """All that was missed, or nothing; and nothing that is longer overdue than its limit. Every one has its row."""
    late = DUE + 3 * DAY
    everything = fallen_due(replace(SCHEDULE, catch_up="all", catch_up_days=800), REPORT, JUNE, DUE + 740 * DAY)
    assert [row.state for row in everything] == ["due"] * 5
    (nothing,) = fallen_due(replace(SCHEDULE, catch_up="none"), REPORT, JUNE, late)
    assert (nothing.state, nothing.key) == ("skipped", None)
    (punctual,) = fallen_due(replace(SCHEDULE, catch_up="none"), REPORT, JUNE, DUE + dt.timedelta(minutes=1))
    assert punctual.state == "due"
    (stale,) = fallen_due(replace(SCHEDULE, catch_up_days=2), REPORT, JUNE, late)
    assert (stale.state, "2天" in stale.why) == ("skipped", True)
