"""Wording: how an office rounds, and which judgement words a figure must earn before a text may use them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Table = Literal["growth", "pace", "schedule"]
TABLES: dict[Table, str] = {
    "growth": "同比增速",
    "pace": "增速比上期的变化（百分点）",
    "schedule": "完成率减序时进度（百分点）",
}


@dataclass(frozen=True, slots=True)
class Band:
    """A range of figures and the words that may be said of it."""

    least: Decimal | None
    """The band begins here, inclusive; ``None`` is open below."""
    words: tuple[str, ...]
    """Words that take turns; none where nothing is said beyond the figure."""
    ahead: Decimal | None = None
    """How many percentage points above the parent area it must be as well; ``None`` asks for none."""


def _bands(*rows: tuple[str, str, str]) -> tuple[Band, ...]:
    return tuple(
        Band(Decimal(least) if least else None, tuple(words.split()), Decimal(ahead) if ahead else None)
        for least, ahead, words in rows
    )


GROWTH = _bands(
    ("10", "3", "快速增长 增势强劲"), ("5", "", "较快增长"), ("2", "", "平稳增长 稳步增长"), ("0.05", "", "低速增长 小幅增长"),
    ("-0.05", "", ""), ("-2", "", "小幅下降 略有下降"), ("-5", "", ""), ("", "", "下降较多 降幅较大"),
)  # fmt: skip
PACE = _bands(("1", "", "明显回升"), ("0.3", "", ""), ("-0.3", "", "基本稳定"), ("-1", "", ""), ("", "", "明显回落"))
SCHEDULE = _bands(("5", "", "大幅超序时"), ("0", "", "快于序时"), ("-5", "", "略滞后"), ("", "", "明显滞后"))


@dataclass(frozen=True, slots=True)
class Wording:
    """The block ``wording:`` of ``schedules.yaml``."""

    rounding: Literal["half_up", "half_even"] = "half_up"
    """四舍五入, or 四舍六入五成双 (GB/T 8170)."""
    often: int = 2
    """How often one judgement word may stand in a document."""
    rate_decimals: int | None = None
    """Decimals of growth, share and completion in print, of indicators that say none of their own; ``None``: as sent."""
    growth: tuple[Band, ...] = GROWTH
    """Of a growth rate, highest band first."""
    pace: tuple[Band, ...] = PACE
    """Of the change of a growth rate against the last period."""
    schedule: tuple[Band, ...] = SCHEDULE
    """Of the distance to 序时进度."""

    def bands(self, table: Table) -> tuple[Band, ...]:
        """The bands of one table, highest first."""
        return {"growth": self.growth, "pace": self.pace, "schedule": self.schedule}[table]

    def words(self, table: Table, value: Decimal, ahead: Decimal | None = None) -> tuple[str, ...]:
        """The words that ``value`` has earned; ``ahead`` is its distance to the parent area, where that is known."""
        for band in self.bands(table):
            reaches = band.least is None or value >= band.least
            leads = band.ahead is None or (ahead is not None and ahead >= band.ahead)
            if reaches and leads:
                return band.words
        return ()

    def red_below(self, table: Table) -> Decimal:
        """Where falling short becomes serious (red): the lowest bound of a table that lies below nothing."""
        return min(
            (band.least for band in self.bands(table) if band.least is not None and band.least < 0), default=Decimal(0)
        )

    def every(self, table: Table) -> frozenset[str]:
        """All judgement words of a table."""
        return frozenset(word for band in self.bands(table) for word in band.words)
