"""Snapshots of the second office, with sections of one's own."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache
from pathlib import Path

from reporter.model.edition import EditionKey
from reporter.model.observation import Observation
from reporter.model.period import Period
from reporter.model.snapshot import Snapshot
from reporter.pipeline import read_sources
from reporter.project import Project, inspect

OFFICE = Path(__file__).resolve().parent / "office"
PERIOD = Period.parse("2024-H1")


@cache
def _read() -> tuple[Project, tuple[Observation, ...]]:
    project, _ = inspect(OFFICE)
    assert project is not None
    return project, tuple(row for reading in read_sources(project) for row in reading.observations)


def snapshot(text: str = "", *, cut: str = "internal", file: str = "", rows: tuple[Observation, ...] = ()) -> Snapshot:
    """January to June 2024 with ``text`` as the lead of the monthly report; ``rows`` replace what has the same key."""
    project, observations = _read()
    known = {row.key: row for row in observations} | {row.key: row for row in rows}
    report = replace(project.report("monthly"), cut=cut, meetings=project.report("half_year").meetings)  # type: ignore[arg-type]
    files = {"templates/monthly/sections/10-lead.md": text.encode()}
    if file:
        files[f"texts/monthly/{PERIOD.code}/10-lead.md"] = file.encode()
    return Snapshot(
        EditionKey("monthly", cut, "", PERIOD), project.office, report, dt.datetime(2024, 7, 25, tzinfo=dt.UTC),
        dt.date(2024, 7, 25), project.indicators, tuple(known.values()), project.registers, files,
    )  # fmt: skip
