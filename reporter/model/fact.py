"""A fact: a value ready to be said, with where it comes from and how it was computed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from reporter.model.finding import Place
from reporter.model.observation import Qualifier, Status
from reporter.model.period import Period

MARK = "（推算）"
"""Stands behind a derived figure that must say so."""
UNREPORTED = "未报送"
"""The reason of a figure that a department owes."""
UNPUBLISHED = "一、二月不单独发布"
"""The reason of a figure that nobody publishes for that month alone."""
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that the report may say."""

    id: str
    """``indicator:kind@period``, with ``:variant`` before the @ where a kind has several: stable across runs."""
    kind: str
    """Name of the fact kind: ``growth``, ``rank`` …; the placeholder has the same name."""
    indicator: str
    """Full name of the indicator; for a claim of a register, what it is about."""
    period: Period
    """The fact's own period."""
    value: Decimal
    """The value, computed first and never rounded."""
    unit: str
    """Unit of ``value`` and of the printed number: %, 个百分点, 亿元, 家, 位."""
    number: str
    """The number and its unit in print, with its qualifier: ``11.6%``, ``约3亿元``, ``700余家``, ``第一``."""
    phrase: str
    """The number within its verb: ``增长11.6%``, ``居全市第一``; always contains ``number`` once."""
    qualifier: Qualifier = ""
    status: Status = ""
    scope: str = ""
    comparator: str = ""
    derived: bool = False
    """Computed by us, not observed."""
    marked: bool = False
    """A derived figure that must carry 推算 in print and in the notes."""
    formula: str = ""
    """How it was computed, in Chinese, with the figures: ``11.6%－5.1个百分点``; empty for an observed value."""
    inputs: tuple[str, ...] = ()
    """Ids of the facts that it was computed from."""
    origins: tuple[Place, ...] = ()
    """The cells and lines behind it, inputs' included."""
    department: str = ""
    public: bool = True
    note: str = ""
    """口径 or remark that belongs to this figure."""
    area: str = ""
    """The area that it describes; empty for the office's own."""
    times: tuple[str, ...] = ()
    """Words of the phrase that name a span of time and hold a numeral: 1—5月, 一季度, 两年平均."""
    lagging: bool = False
    """Its own period is not the one that was asked for (错期), so that a text must say it."""

    @property
    def sign(self) -> str:
        """What stands before the number where no verb says that it is negative; nothing before words such as 持平."""
        return MINUS if self.value < 0 and self.number[:1].isdigit() else ""

    @property
    def nil(self) -> bool:
        """Whether its number is printed in noughts, 0家 or 0.0亿元: what is not enumerated."""
        return "0" in self.number and not any(digit in self.number for digit in "123456789")


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that was asked for and cannot be said."""

    id: str
    kind: str
    indicator: str
    period: Period
    reason: str
    """Why, in Chinese: 未报送, 上年同期未报送, 概数不可相除 …"""
    department: str = ""
    rule: str = ""
    """Name of the rule that forbids to say it: ``negative_base``; empty where a figure is just not there."""
    due: dt.date | None = None
    """When the department owed it, for a figure that is not in."""

    @property
    def unreported(self) -> bool:
        """Whether somebody owes it, rather than that it may not be said."""
        return self.reason == UNREPORTED

    @property
    def owed(self) -> str:
        """The figure with who owes it: 外贸出口（商务局）."""
        return f"{self.indicator}{f'（{self.department}）' if self.department else ''}"
