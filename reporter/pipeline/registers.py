"""Turn the lists that departments sent - as the copies that are kept - into the registers that were known at a moment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reporter import sandbox, sources
from reporter.clock import local
from reporter.store import Originals

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from pathlib import Path

    from reporter.model.office import Source
    from reporter.model.record import Registers
    from reporter.project import Project
    from reporter.store import FileRead, Store


def registers_at(
    project: Project, store: Store, output: Path, cut_off: dt.datetime, *, known_by: dt.datetime | None = None
) -> Registers:
    """The project's own registers with the rows of every list that was known at the cut-off.

    A list counts from the release date of its source, or from when it was read; a later one takes its place.
    """
    lists = [
        (source, one) for source in project.sources.values() if source.register
        for one in _in_force(project, store, source, cut_off, known_by)
    ]  # fmt: skip
    found = project.registers
    if lists:
        with sandbox.Worker(*sources.TARGETS) as worker:
            for source, one in lists:
                original = sources.Original(one.file, Originals(output).read(one.original))
                found = with_rows(found, source, sources.read_register(source, original, worker)[0])
    return found


def listed(project: Project, readings: Iterable[sources.Reading]) -> Registers:
    """The project's own registers with the rows that were just read."""
    found = project.registers
    for source, reading in zip(project.sources.values(), readings, strict=True):
        if source.register:
            found = with_rows(found, source, reading.records)
    return found


def with_rows(registers: Registers, source: Source, rows: tuple[Any, ...]) -> Registers:
    """The registers with more rows in one of them."""
    return replace(registers, **{source.register: (*getattr(registers, source.register), *rows)})


def _in_force(
    project: Project, store: Store, source: Source, cut_off: dt.datetime, known_by: dt.datetime | None
) -> list[FileRead]:
    """The last reading of every file by then; of lists that come one after another through the inbox, the last one."""
    zone = project.office.time_zone
    last: dict[str, FileRead] = {}
    for one in store.readings.of(source.name):
        counts = source.released <= local(cut_off, zone).date() if source.released else one.recorded <= cut_off
        if counts and (known_by is None or one.recorded <= known_by):
            last["" if source.inbox else one.file] = one
    return list(last.values())
