"""The recipes: what is done in which order, and nothing else. Each gathers everything first and writes last."""

from __future__ import annotations

from reporter.pipeline.dispatch import dispatch
from reporter.pipeline.gather import pull, read_sources, snapshot_of
from reporter.pipeline.produce import edition_key, preview, produce, terms

__all__ = ["dispatch", "edition_key", "preview", "produce", "pull", "read_sources", "snapshot_of", "terms"]
