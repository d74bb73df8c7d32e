"""Whom trouble is told to, and who raises the alarm when this service falls silent."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Watch:
    """The block ``watch`` of ``schedules.yaml``."""

    to: tuple[str, ...] = ()
    """Names of the recipient groups of the operators."""
    ping: str = ""
    """URL that is fetched again and again while all that was due is well (dead man's switch), or where it is written."""
    ping_minutes: float = 5
    remind_hours: float = 24
    """How often somebody is reminded of what he owes."""
