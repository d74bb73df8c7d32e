"""Write down what has fallen due, and read what is owed: the acting side of the ledger, as thin as can be."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from reporter.ledger.almanac import UNCOMPUTABLE, Almanac
from reporter.ledger.due import fallen_due
from reporter.ledger.next_step import Decision, decide
from reporter.ledger.signing import Turn, turn
from reporter.model.edition import SEALED_STATES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reporter.model.edition import Edition, State
    from reporter.model.occurrence import Occurrence
    from reporter.model.office import Report
    from reporter.project import Project
    from reporter.store import Store

_log = logging.getLogger(__name__)
_SETTLED: dict[str, State] = {"sign-off": "awaiting sign-off", "hold": "held", "fail": "failed"}
_LEASE_SECONDS = 30
_OVERLAPPING = "上一期尚未完成，按设置跳过这一次"
EVERYTHING = ""
"""Name of the mark that stands for all schedules: a tick that found nothing due raises this one alone."""


def almanac(project: Project, store: Store, now: dt.datetime) -> Almanac:
    """The next due times of a project after its marks; a schedule that was never seen begins now."""
    marks = store.occurrences.marks()
    general = marks.pop(EVERYTHING, None)
    if general:
        marks = {name: max(mark, general) for name, mark in marks.items()}
    found = Almanac(project, marks, now)
    if found.new:
        store.occurrences.advance(found.new, (), now)
    store.occurrences.foresee(found.coming, now)
    return found


def materialise(project: Project, store: Store, now: dt.datetime, coming: Almanac) -> tuple[Occurrence, ...]:
    """Store every occurrence that has fallen due, with its edition and the marks, in one transaction.

    A schedule that cannot be computed keeps its mark and is logged; the others go on.
    """
    names = coming.fallen(now)
    marks = store.occurrences.marks((*names, EVERYTHING))
    general = marks.pop(EVERYTHING, dt.datetime.min.replace(tzinfo=dt.UTC))
    rows: list[Occurrence] = []
    computed = []
    for name in names:
        schedule = project.schedules[name]
        mark = max(marks.get(name, now), general)
        try:
            found = fallen_due(
                schedule, project.reports[schedule.report], mark, now, project.office.time_zone, project.days
            )
        except UNCOMPUTABLE:
            _log.exception("schedule cannot be computed", extra={"schedule": name})
            coming.after(name, now)
        else:
            rows += _without_overlap(store, schedule.overlap, found)
            computed.append(name)
    everything = [EVERYTHING] if len(computed) == len(names) else []
    following = [due for due in (coming.after(name, now) for name in computed) if due]
    try:
        return store.occurrences.advance([*computed, *everything], rows, now, following)
    except Exception:
        coming.again(computed, now)  # nothing was written: they are still due
        raise


def _without_overlap(store: Store, rule: str, found: Iterable[Occurrence]) -> list[Occurrence]:
    """The due times; where the schedule says so, one that comes while the one before is at work is skipped."""
    rows = list(found)
    if rule != "skip" or not rows:
        return rows
    busy = store.occurrences.under_way(rows[0].schedule)
    kept = []
    for row in rows:
        overlapping = busy and row.state == "due"
        kept.append(replace(row, state="skipped", why=_OVERLAPPING, key=None) if overlapping else row)
        busy = busy or row.state == "due"
    return kept


def owed(project: Project, store: Store, now: dt.datetime) -> tuple[tuple[Edition, Decision], ...]:
    """Every edition that somebody must look at, with its next step."""
    return tuple((edition, following(project, store, edition, now)) for edition in store.editions.owed(now))


def following(project: Project, store: Store, edition: Edition, now: dt.datetime) -> Decision:
    """The next step of an edition."""
    report = project.reports.get(edition.key.report)
    deliveries = store.outbox.of(edition.id) if edition.state in {"sending", "held"} else ()
    return decide(edition, report, deliveries, now, standing(report, store, edition, now))


def standing(report: Report | None, store: Store, edition: Edition, now: dt.datetime) -> Turn | None:
    """Where the sign-off of an edition stands; ``None`` where nobody signs, or nothing is there to sign."""
    if report is None or report.sign_off == "automatic" or edition.state not in SEALED_STATES:
        return None
    began = edition.produced or edition.updated or now
    return turn(report.sign_off, store.signing.of(edition.id), edition.content_hash, began, now)


def settle(
    store: Store, edition: Edition, decision: Decision, *, owner: str, now: dt.datetime, config: str = ""
) -> Edition:
    """Carry out a decision that needs no work but a row: to sign-off, on hold, failed."""
    leased = store.leases.take(edition.id, owner, now, _LEASE_SECONDS, fence=edition.fence, config=config)
    if leased is None:
        return edition
    try:
        return store.editions.write(leased.moved(_SETTLED[decision.step], decision.why), fence=leased.fence, now=now)
    finally:
        store.leases.release(leased.id, leased.fence, now=now)
