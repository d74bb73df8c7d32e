"""Gather what a production may know: pull the sources into the store, take a snapshot out of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reporter import sources
from reporter.clock import local
from reporter.errors import Faults
from reporter.model.issue import Issue
from reporter.model.snapshot import Snapshot

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from reporter import sandbox
    from reporter.model.edition import EditionKey
    from reporter.model.finding import Finding
    from reporter.model.observation import Observation
    from reporter.project import Project
    from reporter.store import Store
    from reporter.store.observations import Difference


def read_sources(
    project: Project, worker: sandbox.Worker | None = None
) -> tuple[tuple[Observation, ...], tuple[Finding, ...]]:
    """Every observation of every file without a fault, and every finding of all of them at once."""
    readings = sources.read_all(project.sources.values(), project.folder, project.indicators, worker)
    return (
        tuple(row for reading in readings for row in reading.observations),
        tuple(finding for reading in readings for finding in reading.findings),
    )


def pull(
    project: Project, store: Store, *, now: dt.datetime, worker: sandbox.Worker | None = None
) -> tuple[Difference, tuple[Finding, ...]]:
    """Read all sources and store in one transaction what they say; a file with a fault brings nothing.

    Returns what the import brought and everything that was found; whether an error stands in the way of what comes
    next is for the caller to say, by :func:`sound`.
    """
    observations, findings = read_sources(project, worker)
    return store.observations.add(observations, recorded=now), findings


def sound(findings: Iterable[Finding]) -> None:
    """Raise :class:`Faults` when an error is among what was found."""
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        raise Faults(errors)


def overlaid(snapshot: Snapshot, observations: Iterable[Observation], *, now: dt.datetime) -> Snapshot:
    """The snapshot as it would be if these observations had just been stored."""
    last, today = snapshot.cut_off.date(), local(now, snapshot.office.time_zone).date()
    known = {row.key: row for row in snapshot.observations}
    for row in sorted(observations, key=lambda row: row.released or today):
        in_time = row.released <= last if row.released else now <= snapshot.cut_off
        old = known.get(row.key)
        newer = old is None or old.released is None or (row.released or today) >= old.released
        if in_time and newer and not (old and _says_the_same(row, old)):
            known[row.key] = row
    return replace(snapshot, observations=tuple(sorted(known.values(), key=lambda row: row.key)))


def _says_the_same(row: Observation, old: Observation) -> bool:
    """Whether they differ in nothing but when and where they were read; then the store keeps the old one."""
    return replace(row, released=old.released, source=old.source, origin=old.origin) == old


def snapshot_of(
    project: Project,
    store: Store,
    key: EditionKey,
    *,
    cut_off: dt.datetime,
    report_date: dt.date,
    issue: Issue = Issue(),
    reason: str = "",
    known_by: dt.datetime | None = None,
) -> Snapshot:
    """All that a production of ``key`` may know; secrets are not among it."""
    return Snapshot(
        key, project.office, project.report(key.report), local(cut_off, project.office.time_zone), report_date,
        project.indicators, store.observations.as_of(cut_off, known=known_by), project.registers, project.files_for(key.report, key.period),
        mail=replace(project.mail, user="", secret="", ca_file=""), issue=issue, reason=reason,
    )  # fmt: skip
