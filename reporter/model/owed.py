"""A figure that a report asks for and that is not in: what, for when, and who owes it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Owed:
    """One figure that an edition waits for."""

    department: str
    """Who owes it; empty where the dictionary does not say."""
    indicator: str
    period: str
    """Code of the period that it is wanted for."""
    why: str = ""
    """未报送, or that only a 快报 is in."""

    def __str__(self) -> str:
        """The figure with who owes it: 外贸出口（商务局）."""
        return f"{self.indicator}{f'（{self.department}）' if self.department else ''}"
