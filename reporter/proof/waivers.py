"""Turn findings into what blocks and what a person let pass: each waiver names one finding and says why.

Waivers stand in ``waived.csv`` beside the period's own texts, so that they are part of what an edition is made from. One
holds for exactly the finding that it was given for: as soon as the words, the number or the place differ, it lapses.
"""

from __future__ import annotations

import csv
import io
from dataclasses import astuple, dataclass, fields, replace
from typing import TYPE_CHECKING

from reporter.model.cell import inert

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reporter.model.finding import Finding

FILE = "waived.csv"


@dataclass(frozen=True, slots=True)
class Waiver:
    """Somebody's word that one finding does not block."""

    mark: str
    """:attr:`reporter.model.finding.Finding.mark` of it."""
    rule: str
    said: str
    """The finding in words, for whoever reads the file."""
    reason: str
    by: str
    on: str
    """Day, ISO."""


def path(report: str, period: str) -> str:
    """The file of a report's period, below the project folder."""
    return f"texts/{report}/{period}/{FILE}"


def read(content: bytes) -> tuple[Waiver, ...]:
    """The waivers of a file; a line without a reason or a name waives nothing."""
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig", "replace")))
    found = (Waiver(*((row.get(column.name) or "").strip() for column in fields(Waiver))) for row in rows)
    return tuple(waiver for waiver in found if waiver.mark and waiver.reason and waiver.by)


def written(waivers: Iterable[Waiver]) -> bytes:
    """The file, for Excel as well."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(column.name for column in fields(Waiver))
    rows.writerows([inert(cell) for cell in astuple(waiver)] for waiver in waivers)
    return text.getvalue().encode("utf-8-sig")


def judged(findings: Iterable[Finding], files: Mapping[str, bytes], report: str, period: str) -> tuple[Finding, ...]:
    """The findings, an error that was waived as a warning which says by whom and why."""
    waived = {waiver.mark: waiver for waiver in read(files.get(path(report, period), b""))}
    return tuple(
        replace(finding, severity="warning", message=f"{finding.message}（{waiver.by}于{waiver.on}放行：{waiver.reason}）")
        if finding.severity == "error" and (waiver := waived.get(finding.mark)) else finding
        for finding in findings
    )  # fmt: skip
