"""Write down what has fallen due, and read what is owed: the acting side of the ledger, as thin as can be."""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING

from reporter.errors import ReporterError
from reporter.ledger.due import fallen_due
from reporter.ledger.next_step import Decision, decide

if TYPE_CHECKING:
    from reporter.model.edition import Edition, State
    from reporter.model.occurrence import Occurrence
    from reporter.project import Project
    from reporter.store import Store

_log = logging.getLogger(__name__)
_SETTLED: dict[str, State] = {"sign-off": "awaiting sign-off", "hold": "held", "fail": "failed"}
_LEASE_SECONDS = 30


def materialise(project: Project, store: Store, now: dt.datetime) -> tuple[Occurrence, ...]:
    """Store every occurrence that has fallen due, with its edition and the marks, in one transaction.

    A schedule that cannot be computed keeps its mark and is logged; the others go on.
    """
    marks = store.occurrences.marks()
    rows: list[Occurrence] = []
    names = []
    for schedule in project.schedules.values():
        report = project.reports[schedule.report]
        try:
            rows += fallen_due(schedule, report, marks.get(schedule.name), now, project.office.time_zone, project.days)
        except (ReporterError, ArithmeticError, LookupError, ValueError, NotImplementedError):
            _log.exception("schedule cannot be computed", extra={"schedule": schedule.name})
        else:
            names.append(schedule.name)
    return store.occurrences.advance(names, rows, now)


def owed(project: Project, store: Store, now: dt.datetime) -> tuple[tuple[Edition, Decision], ...]:
    """Every edition that somebody must look at, with its next step."""
    return tuple((edition, following(project, store, edition, now)) for edition in store.editions.owed(now))


def following(project: Project, store: Store, edition: Edition, now: dt.datetime) -> Decision:
    """The next step of an edition."""
    deliveries = store.outbox.of(edition.id) if edition.state == "sending" else ()
    return decide(edition, project.reports.get(edition.key.report), deliveries, now)


def settle(store: Store, edition: Edition, decision: Decision, *, owner: str, now: dt.datetime) -> Edition:
    """Carry out a decision that needs no work but a row: to sign-off, on hold, failed."""
    leased = store.editions.lease(edition.id, owner, now, _LEASE_SECONDS, fence=edition.fence)
    if leased is None:
        return edition
    try:
        return store.editions.write(leased.moved(_SETTLED[decision.step], decision.why), fence=leased.fence, now=now)
    finally:
        store.editions.release(leased.id, leased.fence, now=now)
