"""Which edition a trigger means, and the dates that it has: of the period's own due date, never of today."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from reporter import workdays
from reporter.clock import local
from reporter.errors import UsageError
from reporter.model.edition import EditionKey

if TYPE_CHECKING:
    from reporter.model.period import Period
    from reporter.project import Project


_SPANS = {
    "month": ("月", "2018-M06"), "quarter": ("季度", "2018-Q2"), "half-year": ("半年", "2018-H1"), "year": ("年", "2018"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Terms:
    """The dates of an edition."""

    cut_off: dt.datetime
    report_date: dt.date


def edition_key(project: Project, report: str, period: Period) -> EditionKey:
    """The one edition of a report for a period at which every trigger meets.

    A monthly report speaks of the year so far: asked for June, it is the edition of January to June. Raises
    :class:`UsageError` for a period that its schedule never reports on: no half-year report is about June alone.
    """
    schedule, cut = project.schedule_of(report), project.report(report).cut
    span = schedule.span if schedule else ""
    if span and not workdays.fits(period, span):
        message = f"“{report}”不出{period.name}这一期：它的日程是每{_SPANS[span][0]}一期"
        raise UsageError(message, advice=f"period写{_SPANS[span][1]}")
    return EditionKey(report, cut, "", period.cumulative if span == "month" else period)


def terms(project: Project, report: str, period: Period, *, as_of: dt.date | None = None) -> Terms:
    """Cut-off and date of issue: of the period's own due date, or of the day that a person names; never of today."""
    zone = project.office.time_zone
    schedule = project.schedule_of(report)
    if as_of is None and schedule is not None:
        due = workdays.due(schedule, period, zone, project.days)
        return Terms(due.at, local(due.at, zone).date())
    day = as_of or period.ends + dt.timedelta(days=1)
    end = dt.datetime.combine(day, dt.time(23, 59, 59), ZoneInfo(zone))
    return Terms(end.astimezone(dt.UTC), day)
