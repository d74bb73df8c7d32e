"""Vintages: what was said of one figure, when and by whom, and which of it stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from reporter.model.observation import Observation


@dataclass(frozen=True, slots=True)
class Vintage:
    """One thing that a source said of a figure."""

    observation: Observation
    recorded: dt.datetime
    """When we learned it."""
    effective: dt.date
    """From which day it counts: its release, or the office's day on which it was recorded."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's word on which source to believe about one figure."""

    figure: tuple[str, str, str, str, str, str]
    """The key of the figure."""
    source: str
    """The source that is believed."""
    by: str
    """Who decided."""
    why: str
    decided: dt.datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands of a figure at a moment, and what other sources say of it."""

    vintage: Vintage
    rivals: tuple[Vintage, ...] = ()
    """The last word of every other source that says something else."""
    decision: Decision | None = None
    """Who decided between them; ``None`` where the declared precedence did."""

    @property
    def observation(self) -> Observation:
        """The figure."""
        return self.vintage.observation


def says(row: Observation) -> tuple[object, ...]:
    """What a figure says; two rows that say the same are one vintage, wherever they were read."""
    return row.value, row.unit, row.comparator, row.qualifier, row.status, row.department, row.note


def agree(one: Observation, other: Observation) -> bool:
    """Whether two sources give the same figure; remarks and departments may differ."""
    return (one.value, one.unit, one.qualifier) == (other.value, other.unit, other.qualifier)
