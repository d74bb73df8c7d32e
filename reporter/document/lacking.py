"""Turn a document into what it was made without: figures that nobody reported, and those that are too preliminary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model.owed import Owed

if TYPE_CHECKING:
    from reporter.model.document import Document
    from reporter.model.office import Report

_RIPENESS = {"预计": 0, "快报": 1, "初步核算": 2, "核实": 3, "修订": 3}


def lacking(document: Document, report: Report) -> tuple[Owed, ...]:
    """Everything that the texts ask for and that is not in, or not in the status that the report wants at least."""
    found = {
        Owed(lack.department, lack.indicator, lack.period.code, lack.reason)
        for lack in document.missing if lack.unreported
    }  # fmt: skip
    least = _RIPENESS.get(report.least, -1)
    for fact in document.facts:
        if _RIPENESS.get(fact.status, least) < least:
            found.add(Owed(fact.department, fact.indicator, fact.period.code, f"现为{fact.status}，要求{report.least}"))
    return tuple(sorted(found))
