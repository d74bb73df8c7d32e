"""What the last tick saw: the state of the service at a glance."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from reporter.model.edition import Edition, State


@dataclass
class Picture:
    """Written by the tick, read by health, metrics and the dead man's switch."""

    unwell: tuple[Edition, ...] = ()
    """Editions that fell due and are held, failed or overdue."""
    editions: Mapping[State, int] = field(default_factory=dict)
    """How many editions there are in each state."""
    clock_ahead: dt.timedelta | None = None
    """How far the clock is ahead of what can be believed."""
