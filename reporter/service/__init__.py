"""Turn time into work: the process that is left alone and sends every report on its day."""

from __future__ import annotations

from reporter.service.serve import serve

__all__ = ["serve"]
