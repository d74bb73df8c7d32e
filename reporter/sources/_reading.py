"""Turn what was read of a source into a reading: figures, findings, and the originals behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from reporter.model.batch import Batch
from reporter.model.finding import Finding
from reporter.model.observation import Measure, Observation
from reporter.model.office import Source
from reporter.sources._original import Original
from reporter.sources.shape import Understood


@dataclass(frozen=True, slots=True)
class Reading:
    """What a source says."""

    batches: tuple[Batch, ...]
    """The figures of every original without a fault, where no intake took them: a file lands whole or not at all."""
    findings: tuple[Finding, ...]
    originals: tuple[Original, ...]
    """What was opened, those with faults as well."""
    understood: tuple[Understood, ...] = ()
    """What every cell was taken for; only where it was asked for."""
    records: tuple[Any, ...] = ()
    """The rows of a register, of every list without a fault."""

    counts: Mapping[str, int] = field(default_factory=dict)
    """How many figures each original without a fault brought, by its path."""

    @property
    def observations(self) -> tuple[Observation, ...]:
        """The figures one by one."""
        return tuple(chain.from_iterable(self.batches))

    @property
    def files(self) -> tuple[tuple[str, str], ...]:
        """(path, SHA-256) of each original."""
        return tuple((original.path, original.sha256) for original in self.originals)


@dataclass(frozen=True, slots=True)
class Example:
    """Something as it might be sent, and what must be read from it; feeds the docs and the contract tests."""

    source: Source
    rows: tuple[tuple[object, ...], ...]
    """The cells, or the rows of a table; a kind for text files joins them."""
    merged: tuple[str, ...] = ()
    """Merged ranges in spreadsheet notation."""
    replies: tuple[str, ...] = ()
    """What a server answers, one text a request."""
    figures: tuple[tuple[str, Measure, str, str], ...] = ()
    """(indicator, measure, period, value; empty for a missing one) of every figure in it."""
