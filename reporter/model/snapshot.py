"""A snapshot: all that one production may know. What is not in it cannot influence the report."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from reporter.model.edition import EditionKey
from reporter.model.finding import Finding
from reporter.model.indicator import Indicator
from reporter.model.issue import Issue
from reporter.model.message import Before
from reporter.model.observation import Observation
from reporter.model.office import Mail, Office, Report
from reporter.model.record import Registers


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The arguments of a production; two equal ones give byte-identical files."""

    key: EditionKey
    office: Office
    report: Report
    cut_off: dt.datetime
    """Only observations released by then are in."""
    report_date: dt.date
    indicators: Mapping[str, Indicator]
    """The dictionary, by full name."""
    observations: tuple[Observation, ...]
    """The newest vintage of every figure as of the cut-off."""
    registers: Registers
    files: Mapping[str, bytes]
    """Templates, the period's own texts and photos, by path below the project folder."""
    before: Before | None = None
    """What the edition before it said, for the message."""
    mail: Mail = Mail("")
    """Whom the message comes from; without user and secret. No message is composed without a sender."""
    issue: Issue = Issue()
    """What stands in the reserved slots."""
    findings: tuple[Finding, ...] = ()
    """What was found in the data when they were gathered."""
    reason: str = ""
    """Why this edition replaces an earlier one (更正); empty for the first."""


def inputs(snapshot: Snapshot, *, public: bool = False) -> bytes:
    """What an edition is made from, as JSON: figures, files and definitions by their hashes; no clock, no slot.

    ``public`` leaves out the names of the files that departments sent.
    """
    figures = [
        [*row.key, None if row.value is None else format(row.value, "f"), row.qualifier, row.status, str(row.origin)]
        for row in snapshot.observations
    ]
    defined = (
        snapshot.office,
        snapshot.report,
        sorted(snapshot.indicators.items()),
        snapshot.registers,
        snapshot.reason,
    )
    said = {
        "cut_off": snapshot.cut_off.isoformat(), "report_date": snapshot.report_date.isoformat(),
        "observations": {"count": len(figures), "sha256": _hash(_json(figures))},
        "files": {name: _hash(content) for name, content in sorted(snapshot.files.items())},
        "definitions": _hash(repr(defined).encode()),
    }  # fmt: skip
    if not public:
        said["sources"] = sorted({row.origin.file for row in snapshot.observations if row.origin.file})
    return _json(said)


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
