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

DEADLINE = dt.timedelta(hours=24)
"""How long after its due time an edition must be out."""
_MISSED = "服务停机期间错过，只补最近的一期"


def fallen_due(
    schedule: Schedule, report: Report, mark: dt.datetime | None, now: dt.datetime, zone: str
) -> tuple[Occurrence, ...]:
    """Every occurrence in (mark, now], oldest first.

    A schedule without a mark starts now and owes nothing of the past. Of several that were missed only the latest is
    made up for; the others are rows that say so.
    """
    if mark is None or schedule.paused or now <= mark:
        return ()
    found = workdays.occurrences(schedule, mark, now, zone)
    missed = [
        Occurrence(schedule.name, due.nominal, due.at, due.period, state="skipped", why=_MISSED) for due in found[:-1]
    ]
    return (
        *missed,
        *(
            Occurrence(
                schedule.name, due.nominal, due.at, due.period,
                key=EditionKey(report.name, report.cut, "", due.period), cut_off=due.at,
                report_date=local(due.at, zone).date(), deadline=due.at + DEADLINE,
            )
            for due in found[-1:]
        ),
    )  # fmt: skip
