"""An indicator: what is observed, and how an office speaks of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from reporter.model.period import MONTHS_A_YEAR


@dataclass(frozen=True, slots=True)
class Synonym:
    """Another name that departments use or used for the indicator."""

    name: str
    """The other name, as it stands in a department's table."""
    since: dt.date | None = None
    """First day on which the name means this indicator."""
    until: dt.date | None = None
    """Last day on which it does."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One entry of the indicator dictionary."""

    name: str
    """The full name, used in every text, table and fact id."""
    unit: str
    """Unit of its level: 亿元, 家, %, 万平方米; for a count it is the 量词."""
    short: str = ""
    """A short form for charts and narrow columns; the name where empty."""
    kind: Literal["flow", "stock"] = "flow"
    """时期数 or 时点数."""
    price_basis: Literal["current", "comparable", "none"] = "none"
    """现价, 可比价, or no price at all."""
    better: Literal["higher", "lower", "neutral"] = "higher"
    """In which direction is better."""
    decimals: int | None = None
    """Decimals in print; ``None`` prints a figure with the decimals that the department sent."""
    department: str = ""
    """Who owes the figure, by its short name."""
    theme: str = ""
    """Group in the annex and in narration: 产业, 投资, 创新."""
    public: bool = True
    """Whether the public cut may say it."""
    whole: str = ""
    """Name of the indicator that it is an additive part of."""
    synonyms: tuple[Synonym, ...] = ()
    """Other names, with validity."""
    schedule_curve: tuple[float, ...] = ()
    """Twelve shares of the year's plan expected by each month's end; empty means linear 序时."""
    note: str = ""
    """口径: printed in the notes when the indicator is used."""

    def schedule_share(self, month: int) -> tuple[int, int] | float:
        """Share of the year's plan due by the end of ``month`` (1 to 12): own curve, else (month, 12) exactly."""
        if self.schedule_curve:
            return self.schedule_curve[month - 1]
        return month, MONTHS_A_YEAR

    @property
    def label(self) -> str:
        """The short form, or the name."""
        return self.short or self.name
