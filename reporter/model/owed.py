"""A figure that a report asks for and that is not in: what, for when, and who owes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

_NAMED = 9
"""Figures that are named one by one in a line."""


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


def lacks(owed: Iterable[Owed]) -> str:
    """What is not in, in one line; of much, how many by department."""
    found = tuple(dict.fromkeys(map(str, owed := tuple(owed))))
    if len(found) <= _NAMED:
        return f"未报送：{'、'.join(found)}"
    departments = Counter({one.indicator: one.department or "未注明部门" for one in owed}.values())
    return f"未报送{len(found)}项：{'、'.join(f'{name}{number}项' for name, number in departments.items())}"
