"""Gather what a production may know: the figures that stand at its cut-off, definitions, texts, and what is odd in the data."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reporter import quality
from reporter.clock import local
from reporter.model.issue import Issue
from reporter.model.snapshot import Snapshot
from reporter.pipeline.pull import figures_of
from reporter.pipeline.registers import listed
from reporter.store import Terms

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from reporter.model.edition import EditionKey
    from reporter.model.finding import Finding
    from reporter.model.observation import Observation
    from reporter.model.record import Registers
    from reporter.project import Project
    from reporter.sources import Reading
    from reporter.store import Store
    from reporter.store.readings import FileRead

YEARS = 5
"""How far back a report looks, before its own year."""


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
    registers: Registers | None = None,
    findings: tuple[Finding, ...] = (),
    unstored: Iterable[Observation] | None = None,
    now: dt.datetime | None = None,
) -> Snapshot:
    """All that a production of ``key`` may know; secrets are not among it.

    ``findings`` are those of the last pull; what the rules find in the figures joins them. With ``unstored`` it is what
    would be known if these figures had been stored at the instant ``now``.
    """
    year, office = key.period.year, project.office
    areas = {key.area, "", office.parent, *(area for peers in office.peers.values() for area in peers)}
    asked = Terms(cut_off, areas, project.indicators, (year - YEARS, year + 1), project.precedence, known_by)
    if unstored is None:
        standing = store.observations.standing(asked)
    else:
        standing = store.observations.would_stand(unstored, asked, recorded=now or cut_off)
    rows = tuple(one.observation for one in standing)
    data = quality.Data(
        rows, project.indicators, local(cut_off, project.office.time_zone).date(), key.period, standing,
        counts(project, store, known_by), registers or project.registers,
    )  # fmt: skip
    return Snapshot(
        key, project.office, project.report(key.report), local(cut_off, project.office.time_zone), report_date,
        project.indicators, rows, registers or project.registers, project.files_for(key.report, key.period),
        mail=replace(project.mail, user="", secret="", ca_file=""), issue=issue, reason=reason,
        findings=(*findings, *quality.inspect(data, project.quality)),
    )  # fmt: skip


def oddities(project: Project, store: Store, readings: Sequence[Reading], *, now: dt.datetime) -> tuple[Finding, ...]:
    """What the rules find in all figures as they would stand if these readings were taken in now."""
    rows, registers = figures_of(readings), listed(project, readings)
    standing = store.observations.would_stand(rows, Terms(now, precedence=project.precedence), recorded=now)
    data = quality.Data(
        tuple(one.observation for one in standing), project.indicators, local(now, project.office.time_zone).date(),
        standing=standing, counts=counts(project, store), registers=registers,
    )  # fmt: skip
    return quality.inspect(data, project.quality)


def counts(project: Project, store: Store, known_by: dt.datetime | None = None) -> tuple[quality.Count, ...]:
    """How many figures the newest file of each source brought, and how many the one before it.

    Where a file is replaced under its name, it is compared with itself; files that come one after another through the
    inbox, with the last one of their source. ``known_by`` leaves out what was read later.
    """
    found = []
    for source in project.sources.values():
        lines: dict[str, list[FileRead]] = {}
        for one in store.readings.of(source.name):
            if known_by is None or one.recorded <= known_by:
                lines.setdefault("" if source.inbox else one.file, []).append(one)
        found += [
            quality.Count(source.name, line[-1].file, line[-1].figures, line[-2].figures)
            for line in lines.values() if len(line) > 1
        ]  # fmt: skip
    return tuple(found)
