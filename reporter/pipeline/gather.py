"""Gather what a production may know: pull the sources into the store, take a snapshot out of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reporter import sources
from reporter.clock import local
from reporter.errors import Faults
from reporter.model.snapshot import Snapshot

if TYPE_CHECKING:
    import datetime as dt

    from reporter.model.edition import EditionKey
    from reporter.model.finding import Finding
    from reporter.model.observation import Observation
    from reporter.project import Project
    from reporter.store import Store
    from reporter.store.observations import Difference


def read_sources(project: Project) -> tuple[tuple[Observation, ...], tuple[Finding, ...]]:
    """Every observation of every source, and every finding of all of them at once."""
    readings = [sources.read(source, project.folder, project.indicators) for source in project.sources.values()]
    return (
        tuple(row for reading in readings for row in reading.observations),
        tuple(finding for reading in readings for finding in reading.findings),
    )


def pull(project: Project, store: Store, *, now: dt.datetime) -> tuple[Difference, tuple[Finding, ...]]:
    """Read all sources and store what they say in one transaction, or nothing; raises :class:`Faults`.

    Returns what the import brought and the findings that do not stand in its way.
    """
    observations, findings = read_sources(project)
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        raise Faults(errors)
    return store.observations.add(observations, recorded=now), findings


def snapshot_of(
    project: Project, store: Store, key: EditionKey, *, cut_off: dt.datetime, report_date: dt.date
) -> Snapshot:
    """All that a production of ``key`` may know; secrets are not among it."""
    return Snapshot(
        key, project.office, project.report(key.report), local(cut_off, project.office.time_zone), report_date,
        project.indicators, store.observations.as_of(cut_off), project.registers, project.files_for(key.report, key.period),
        mail=replace(project.mail, user="", secret="", ca_file=""),
    )  # fmt: skip
