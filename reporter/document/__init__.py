"""Turn section files and facts into the document; ``document.check`` looks at section files before anything is produced."""

from __future__ import annotations

from reporter.document.compose import compose

__all__ = ["compose"]
