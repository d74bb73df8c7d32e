"""Turn section files and facts into the document, and check section files before anything is produced."""

from __future__ import annotations

from reporter.document.check import check
from reporter.document.compose import compose

__all__ = ["check", "compose"]
