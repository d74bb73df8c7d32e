"""Produce an edition: pull, snapshot, print in the child, judge, seal, write down."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from reporter import sandbox, workdays
from reporter.clock import local
from reporter.errors import Faults, StaleFence
from reporter.model.edition import FINAL, FINDINGS, Edition, EditionKey
from reporter.pipeline import recipients
from reporter.pipeline.gather import overlaid, pull, read_sources, snapshot_of, sound
from reporter.pipeline.seal import Sealed, checked, described, opened, seal, sweep
from reporter.settings import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from reporter.clock import Clock
    from reporter.model.edition import State
    from reporter.model.period import Period
    from reporter.model.snapshot import Snapshot
    from reporter.project import Project
    from reporter.store import Store

PRESS = "reporter.press:make"
LEASE_SECONDS = 1800
"""Longer than a production and its sealing may take."""
_CLOSED: frozenset[State] = frozenset({"sending", "sent", "partly sent", "cancelled"})
_REACHED = frozenset({"accepted", "dot_sent", "uncertain", "held"})
"""States of a delivery whose bytes somebody has, or may have."""
_KEPT: frozenset[State] = frozenset({"produced", "awaiting sign-off"})


@dataclass(frozen=True, slots=True)
class Terms:
    """The dates of an edition."""

    cut_off: dt.datetime
    report_date: dt.date


def edition_key(project: Project, report: str, period: Period) -> EditionKey:
    """The one edition of a report for a period at which every trigger meets.

    A monthly report speaks of the year so far: asked for June, it is the edition of January to June.
    """
    schedule = project.schedule_of(report)
    monthly = schedule is not None and schedule.every == "month"
    return EditionKey(report, project.report(report).cut, "", period.cumulative if monthly else period)


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


def produce(
    project: Project, store: Store, key: EditionKey, *, clock: Clock, output: Path, owner: str, patient: bool = True,
    anew: bool = False, as_of: dt.date | None = None, press: str = PRESS, tell: Callable[[str], None] = lambda _: None,
) -> Edition:  # fmt: skip
    """The edition after one attempt at producing it; one that is on its way or has arrived stays as it is.

    ``patient`` waits for figures that are not in; a person who is in a hurry is not. ``anew`` produces again what was
    produced but not sent. Raises :class:`StaleFence` when somebody else is at work on it, and whatever stands in the
    way; then the edition stays owed.
    """
    now = clock.now()
    dates = terms(project, key.report, key.period, as_of=as_of)
    edition = store.editions.ensure(key, cut_off=dates.cut_off, report_date=dates.report_date, now=now)
    leased = store.editions.lease(edition.id, owner, now, LEASE_SECONDS)
    if leased is None:
        message = f"{key}正由另一个进程处理"
        raise StaleFence(message, advice="稍后用reporter status查看结果")
    try:
        if _stands(store, leased, patient=patient):
            return leased
        if leased.state in _KEPT and not _outdated(leased, output, anew=anew, now=now):
            return leased
        if as_of is not None:
            leased = replace(leased, cut_off=dates.cut_off, report_date=dates.report_date)
        return _produced(project, store, leased, clock=clock, output=output, patient=patient, press=press, tell=tell)
    finally:
        store.editions.release(edition.id, leased.fence, now=clock.now())


def _stands(store: Store, edition: Edition, *, patient: bool) -> bool:
    """Whether no production may change an edition: it came to its end, or somebody has it or may have it.

    A person may try a failed one again.
    """
    if edition.state in _CLOSED:
        return True
    if edition.state in FINAL and patient:
        return True
    rows = [row for row in store.outbox.of(edition.id) if not row.trial and (row.attempts or row.state != "queued")]
    return any(row.state in _REACHED for row in rows) or (edition.state in FINAL and bool(rows))


def _outdated(edition: Edition, output: Path, *, anew: bool, now: dt.datetime) -> bool:
    """Whether a produced edition must be made again: somebody says so, its seal is broken, figures came in since."""
    if anew or opened(output / edition.key.folder) is None:
        return True
    return bool(edition.cut_off and edition.produced and edition.produced < edition.cut_off <= now)


def _produced(
    project: Project, store: Store, edition: Edition, *, clock: Clock, output: Path, patient: bool, press: str,
    tell: Callable[[str], None],
) -> Edition:  # fmt: skip
    """The recipe, under a lease."""
    fence = edition.fence
    edition = store.editions.write(edition.moved("producing"), fence=fence, now=clock.now())
    with sandbox.Worker(press) as worker:
        tell("读取数据")
        try:
            sound(pull(project, store, now=clock.now())[1])
        except Faults as faults:
            if not patient:
                raise
            return store.editions.write(edition.moved("waiting", _first(faults)), fence=fence, now=clock.now())
        tell("撰写、制图、排版")
        files = _print(worker, _snapshot(project, store, edition))
    made = described(output / edition.key.folder, files)
    after = _after(project, edition, made, clock.now(), patient=patient)
    if after.state in {"waiting", "skipped"}:
        return store.editions.write(after, fence=fence, now=clock.now())
    tell("封存")
    sweep(made.folder)
    sealed = seal(made.folder, files)
    recipients.plan(project, store, edition, sealed, now=clock.now())
    return store.editions.write(replace(after, content_hash=sealed.content), fence=fence, now=clock.now())


def _snapshot(project: Project, store: Store, edition: Edition) -> Snapshot:
    cut_off, report_date = edition.cut_off, edition.report_date
    assert cut_off is not None  # noqa: S101 - every edition is written with its dates
    assert report_date is not None  # noqa: S101
    return snapshot_of(project, store, edition.key, cut_off=cut_off, report_date=report_date)


def _print(worker: sandbox.Worker, snapshot: Snapshot) -> Mapping[str, bytes]:
    """The files that the child makes within its limits."""
    options = settings()
    return checked(worker.call(snapshot, seconds=options.render_seconds, megabytes=options.render_megabytes))


def _after(project: Project, edition: Edition, made: Sealed, now: dt.datetime, *, patient: bool) -> Edition:
    """The state that a production leads to: findings that block hold it, figures that are not in are waited for."""
    if made.errors:
        return edition.moved("held", f"校对发现{made.errors}处错误，不予发出，详见{FINDINGS}")
    if not made.missing:
        return edition.moved("produced")
    lacks = f"未报送：{'、'.join(made.missing)}"
    over = not patient or edition.deadline is None or now >= edition.deadline
    if not over:
        return edition.moved("waiting", lacks)
    states: Mapping[str, State] = {"hold": "held", "mark": "produced", "skip": "skipped"}
    return edition.moved(states[project.report(edition.key.report).missing], lacks)


def _first(faults: Faults) -> str:
    """What stands in the way, in one line."""
    more = len(faults.findings) - 1
    return f"{faults.findings[0]}{f' 等{more + 1}处' if more else ''}"


def preview(
    project: Project, store: Store, key: EditionKey, *, clock: Clock, as_of: dt.date | None = None, press: str = PRESS,
    tell: Callable[[str], None] = lambda _: None,
) -> Mapping[str, bytes]:  # fmt: skip
    """The files that an edition would have; nothing is stored, sealed or sent."""
    dates = terms(project, key.report, key.period, as_of=as_of)
    with sandbox.Worker(press) as worker:
        tell("读取数据")
        read, findings = read_sources(project)
        sound(findings)
        tell("撰写、制图、排版")
        shot = snapshot_of(project, store, key, cut_off=dates.cut_off, report_date=dates.report_date)
        return _print(worker, overlaid(shot, read, now=clock.now()))
