"""Turn finished things - document, HTML, PDF, mail - into findings: everything that was printed is read back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reporter.model.document import Document
    from reporter.model.finding import Finding
    from reporter.model.message import Changes

__all__ = ["preload", "proofread"]


def preload() -> None:
    """Import the rules, whose patterns take longer to prepare than to apply, and what writes the workbook."""
    from reporter.proof import reader, workbook  # noqa: PLC0415

    del reader
    workbook.preload()


def proofread(
    document: Document, html: str, pdf: bytes, *mails: bytes, changes: Changes | None = None, reason: str = ""
) -> tuple[Finding, ...]:
    """Read the document's HTML, the PDF and every form of the mail back, and say whatever is not as the facts have it.

    ``changes`` and the ``reason`` of a correction are what a mail says besides the document.
    """
    from reporter.proof.reader import findings  # the PDF libraries are wanted only here  # noqa: PLC0415

    return tuple(findings(document, html, pdf, mails, changes, reason))
