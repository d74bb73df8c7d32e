"""Read the section files and registers of a project for what is wrong with them, before anything is made from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter import facts
from reporter.document.check import check

if TYPE_CHECKING:
    from reporter.model.finding import Finding
    from reporter.project import Project


def text_faults(project: Project) -> tuple[Finding, ...]:
    """Every fault of every report's texts, each once."""
    found: dict[Finding, None] = {}
    for name, report in project.reports.items():
        files = {**project.templates_of(name), **project.texts_of(name)}
        found |= dict.fromkeys(check(files, report, project.indicators, project.registers, facts.kinds()))
    return tuple(found)
