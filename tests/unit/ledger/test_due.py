"""What has fallen due follows from the schedule, its mark and the time."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from reporter.ledger.due import DEADLINE, fallen_due
from reporter.model.edition import EditionKey
from reporter.model.office import Report, Schedule
from reporter.model.period import Period

ZONE = "Asia/Shanghai"
REPORT = Report("half_year", "半年度工作会议报告", "half_year", cut="internal")
SCHEDULE = Schedule("summer", "half_year", "half-year", 7, dt.time(8, 30), month=2)
JUNE = dt.datetime(2018, 6, 29, tzinfo=dt.UTC)
DUE = dt.datetime(2018, 8, 7, 0, 30, tzinfo=dt.UTC)


def test_the_first_start_owes_nothing() -> None:
    """A schedule without a mark has no past."""
    assert fallen_due(SCHEDULE, REPORT, None, DUE, ZONE) == ()


def test_the_due_time_itself_belongs_to_it() -> None:
    """Not the second before; and what the mark covers does not come again."""
    assert fallen_due(SCHEDULE, REPORT, JUNE, DUE - dt.timedelta(seconds=1), ZONE) == ()
    assert len(fallen_due(SCHEDULE, REPORT, JUNE, DUE, ZONE)) == 1
    assert fallen_due(SCHEDULE, REPORT, DUE, DUE + dt.timedelta(days=30), ZONE) == ()


def test_an_occurrence_says_everything_about_its_edition() -> None:
    """Which one, with what cut-off and date of issue, and when it must be out; named by its local time."""
    (found,) = fallen_due(SCHEDULE, REPORT, JUNE, DUE, ZONE)
    assert (found.schedule, found.nominal, found.due, found.state) == ("summer", "2018-08-07T08:30", DUE, "due")
    assert found.key == EditionKey("half_year", "internal", "", Period(2018, 1, 6))
    assert (found.cut_off, found.report_date, found.deadline) == (DUE, dt.date(2018, 8, 7), DUE + DEADLINE)


def test_of_several_missed_the_latest_counts() -> None:
    """The others are told as skipped, in order, without an edition."""
    *skipped, latest = fallen_due(SCHEDULE, REPORT, JUNE, DUE + dt.timedelta(days=800), ZONE)
    assert [row.period.code for row in skipped] == ["2018-H1", "2018-H2", "2019-H1", "2019-H2"]
    assert {(row.state, row.key) for row in skipped} == {("skipped", None)}
    assert all(row.why for row in skipped)
    assert (latest.state, latest.period.code) == ("due", "2020-H1")


def test_a_paused_schedule_and_a_clock_set_back() -> None:
    """Nothing falls due."""
    assert fallen_due(replace(SCHEDULE, paused=True), REPORT, JUNE, DUE, ZONE) == ()
    assert fallen_due(SCHEDULE, REPORT, DUE, JUNE, ZONE) == ()
