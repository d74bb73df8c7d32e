"""Turn a schedule and its high-water mark into the occurrences that have fallen due since."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from reporter import workdays
from reporter.clock import local
from reporter.model.edition import EditionKey
from reporter.model.occurrence import Occurrence

if TYPE_CHECKING:
    from reporter.model.office import Report, Schedule
    from reporter.workdays import Calendar, Due


_OLDEST = dt.timedelta(days=3660)
"""Nobody asks what an hourly schedule has missed before that."""


def fallen_due(
    schedule: Schedule, report: Report, mark: dt.datetime | None, now: dt.datetime, zone: str, days: Calendar
) -> tuple[Occurrence, ...]:
    """Every occurrence in (mark, now], oldest first.

    A schedule without a mark starts now and owes nothing of the past. What was missed is made up for as ``catch_up``
    says; the rest are rows that say why they were skipped.
    """
    if mark is None or schedule.paused or now <= mark:
        return ()
    mark = max(mark, now - _OLDEST)
    found = workdays.occurrences(schedule, mark, now, zone, days)
    return tuple(
        Occurrence(schedule.name, due.nominal, due.at, due.period, state="skipped", why=why) if why
        else _occurrence(schedule, report, due, zone)
        for due, why in ((due, _why_not(schedule, due, found, now)) for due in found)
    )  # fmt: skip


def _why_not(schedule: Schedule, due: Due, found: list[Due], now: dt.datetime) -> str:
    """Why a due time is not made up for; empty where it is."""
    late = now - due.at
    if schedule.catch_up == "latest" and due is not found[-1]:
        return "服务停机期间错过，只补最近的一期"
    if late > schedule.patience:
        return f"过期{late.days}天，超过{schedule.patience.days}天的补发期限"
    if schedule.catch_up == "none" and late > _PUNCTUAL:
        return "服务停机期间错过，按设置不补"
    return ""


_PUNCTUAL = dt.timedelta(minutes=10)
"""A tick that comes that late has missed nothing."""


def _occurrence(schedule: Schedule, report: Report, due: Due, zone: str) -> Occurrence:
    """A due time with the edition that it asks for."""
    return Occurrence(
        schedule.name, due.nominal, due.at, due.period,
        key=EditionKey(report.name, report.cut, "", due.period), cut_off=due.at,
        report_date=local(due.at, zone).date(), deadline=due.at + dt.timedelta(hours=schedule.deadline_hours),
    )  # fmt: skip
