"""Pull the sources into the store: read, keep the originals, store what they say, put away what lay in the inbox."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING

from reporter import sources
from reporter.clock import local
from reporter.errors import Faults
from reporter.store.originals import Originals
from reporter.store.readings import FileRead

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from reporter import sandbox
    from reporter.model.batch import Intake
    from reporter.model.finding import Finding
    from reporter.model.observation import Observation
    from reporter.project import Project
    from reporter.sources import Original, Reading
    from reporter.store import Difference, Store


def read_sources(
    project: Project, worker: sandbox.Worker | None = None, intake: Intake | None = None
) -> tuple[Reading, ...]:
    """What every source says; a file with a fault brings nothing but its findings. ``intake`` takes the figures."""
    return sources.read_all(project.sources.values(), project.folder, project.indicators, worker, intake)


def found_in(readings: Iterable[Reading]) -> tuple[Finding, ...]:
    """Every finding of all of them at once."""
    return tuple(finding for reading in readings for finding in reading.findings)


def figures_of(readings: Iterable[Reading]) -> Iterator[Observation]:
    """Every observation of all of them."""
    return chain.from_iterable(reading.observations for reading in readings)


def pull(
    project: Project, store: Store, *, now: dt.datetime, output: Path, worker: sandbox.Worker | None = None
) -> tuple[Difference, tuple[Finding, ...]]:
    """Read all sources and store in one transaction what they say; a file with a fault brings nothing.

    Returns what the import brought and everything that was found; whether an error stands in the way of what comes
    next is for the caller to say, by :func:`sound`.
    """
    with store.observations.intake(recorded=now) as intake:
        readings = read_sources(project, worker, intake)
        originals = Originals(output)
        for reading in readings:
            for original in _good(reading):
                with original.open() as content:
                    originals.keep(content, original.sha256, original.path)
        difference = intake.store()
    pairs = list(zip(project.sources.values(), readings, strict=True))
    store.readings.add(row for source, reading in pairs for row in _files(source.name, reading, now))
    for source, reading in pairs:
        if source.inbox:
            _put_away(project, reading, local(now, project.office.time_zone).date())
    return difference, found_in(readings)


def sound(findings: Iterable[Finding]) -> None:
    """Raise :class:`Faults` when an error is among what was found."""
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        raise Faults(errors)


def _good(reading: Reading) -> list[Original]:
    """The originals without a fault."""
    bad = {finding.place.file for finding in reading.findings if finding.severity == "error"}
    return [original for original in reading.originals if original.path not in bad]


def _files(source: str, reading: Reading, now: dt.datetime) -> Iterator[FileRead]:
    """How many figures each file brought."""
    counts = Counter(reading.counts)
    counts.update(row.place.file for row in reading.records)
    for original in _good(reading):
        yield FileRead(source, original.path, original.sha256, counts[original.path], now)


def _put_away(project: Project, reading: Reading, today: dt.date) -> None:
    """Move the files that were read into the inbox's folder of the day; one that has changed since stays for next time."""
    folder = project.folder / project.inbox / sources.READ / today.isoformat()
    for original in _good(reading):
        path = project.folder / original.path
        with suppress(FileNotFoundError):
            if sources.hash_of(path) != original.sha256:
                continue
            folder.mkdir(parents=True, exist_ok=True)
            to = folder / path.name
            path.rename(to if not to.exists() else folder / f"{path.stem}-{original.sha256[:8]}{path.suffix}")
