"""A snapshot: all that one production may know. What is not in it cannot influence the report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from reporter.model.edition import EditionKey
from reporter.model.indicator import Indicator
from reporter.model.issue import Issue
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
    mail: Mail = Mail("")
    """Whom the message comes from; without user and secret. No message is composed without a sender."""
    issue: Issue = Issue()
    """What stands in the reserved slots."""
    reason: str = ""
    """Why this edition replaces an earlier one (更正); empty for the first."""
