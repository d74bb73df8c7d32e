"""An indicator: what is observed, and how an office speaks of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from reporter.model.period import MONTHS_A_QUARTER, MONTHS_A_YEAR, Period
from reporter.model.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_FEBRUARY = 2


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
class Part:
    """How an indicator relates to a whole that it is part of."""

    whole: str
    """Full name of the whole."""
    additive: bool
    """Whether it and the other parts of the same division add up to the whole; 其中 items and cross-classes overlap."""
    division: str = ""
    """By what the whole is divided, where that is done in several ways: 按产业, 按登记类型."""


@dataclass(frozen=True, slots=True)
class Due:
    """Which report needs the figure, and by when the department owes it."""

    report: str
    """Name of the report in ``schedules.yaml``."""
    days: int
    """Calendar days after the last day of the figure's period."""

    def date(self, period: Period) -> dt.date:
        """The last day on which the figure of ``period`` is in time."""
        return period.ends + dt.timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One entry of the indicator dictionary."""

    name: str
    """The full name, used in every text, table and fact id."""
    unit: str
    """Unit of its level: 亿元, 家, %, 万平方米; :mod:`reporter.model.unit` knows which others can be converted to it."""
    short: str = ""
    """A short form for charts and narrow columns; the name where empty."""
    classifier: str = ""
    """The 量词, where it is not the unit: 名 for 大学师生, counted in 万人."""
    kind: Literal["flow", "stock"] = "flow"
    """时期数 or 时点数."""
    price_basis: Literal["current", "comparable", "none"] = "none"
    """现价, 可比价, or no price at all."""
    better: Literal["higher", "lower", "neutral"] = "higher"
    """In which direction is better."""
    nature: Literal["quantity", "price", "rate", "balance", "intensity"] = "quantity"
    """What its verbs are: 增长/下降, 上涨/下跌, 提高/降低; a balance (利润) may be negative and has 盈利/亏损; an intensity
    (单位能耗, 浓度), no amount that grows, has 上升/下降."""
    decimals: int | None = None
    """Decimals of a level in print; ``None`` prints it with the decimals that the department sent."""
    rate_decimals: int | None = None
    """Decimals of its growth, share and completion; ``None`` prints them as sent."""
    january: bool = True
    """Whether January and February are published by themselves; 工业、投资、社零 are first told for 1—2月 (domain 2.3-4)."""
    quarterly: bool = False
    """Whether it is published for quarters alone, as 地区生产总值 and 居民收入 are: other months owe nothing."""
    lag: int = 0
    """By how many months it always comes later than the others (错期): 1 for 规上服务业营业收入."""
    department: str = ""
    """Who owes the figure, by its short name."""
    theme: str = ""
    """Group in the annex and in narration: 产业, 投资, 创新."""
    public: bool = True
    """Whether the public cut may say it."""
    identifying: bool = False
    """Whether its figures let a reader recognise a single enterprise; the public cut never says them (domain 2.3-18)."""
    part_of: tuple[Part, ...] = ()
    """The wholes that it is part of."""
    growth_computed: bool = False
    """Whether the department says that growth may be computed from two levels, where it publishes none (domain 2.3-1)."""
    plausible: tuple[Decimal | None, Decimal | None] = (None, None)
    """Least and greatest level that can be right, in its unit; ``None`` is open."""
    due: tuple[Due, ...] = ()
    """Which reports need it, by when; empty where it is owed by the report's own deadline."""
    tally: Tally | None = None
    """Which rows of a register it counts or adds up; what the department reports is kept beside it."""
    synonyms: tuple[Synonym, ...] = ()
    """Other names, with validity."""
    plan: str = ""
    """What is completed in a year, where it is no 计划 and no 目标: 预算."""
    schedule_curve: tuple[float, ...] = ()
    """Twelve shares of the year's plan expected by each month's end; empty means linear 序时."""
    note: str = ""
    """口径: printed in the notes when the indicator is used."""

    def schedule_share(self, month: int) -> tuple[int, int] | float:
        """Share of the year's plan due by the end of ``month`` (1 to 12): own curve, else (month, 12) exactly."""
        if self.schedule_curve:
            return self.schedule_curve[month - 1]
        return month, MONTHS_A_YEAR

    def published(self, period: Period) -> bool:
        """Whether anybody publishes a figure of that period.

        None for January or February alone where ``january`` is false, none between quarters where ``quarterly`` is true.
        """
        if self.quarterly and period.last % MONTHS_A_QUARTER:
            return False
        return self.january or period.months > 1 or period.last > _FEBRUARY

    def own_period(self, period: Period, *, alone: bool = False) -> Period:
        """The period of which it speaks in a report on ``period``: an earlier one where it always comes later (错期).

        ``alone`` asks for a month by itself: before January comes December then, and not the whole year.
        """
        if not self.lag:
            return period
        last = period.last - self.lag
        if last >= period.first:
            return Period(period.year, period.first, last)
        year, month = (period.year, last) if last >= 1 else (period.year - 1, last + MONTHS_A_YEAR)
        return Period(year, 1 if period.first == 1 and not alone else month, month)

    def within(self, value: Decimal) -> bool:
        """Whether a level lies in the plausible range."""
        least, most = self.plausible
        return (least is None or least <= value) and (most is None or value <= most)

    @property
    def year_plan(self) -> str:
        """What its plan of the year is called: 年度计划, 年度预算."""
        return f"年度{self.plan or '计划'}"

    @property
    def year_target(self) -> str:
        """What its target of the year is called: 全年目标, 年度预算."""
        return f"年度{self.plan}" if self.plan else "全年目标"

    @property
    def counted_by(self) -> str:
        """The 量词 behind a count: 156家企业, 14所高校."""
        return self.classifier or self.unit

    @property
    def label(self) -> str:
        """The short form, or the name."""
        return self.short or self.name


def overlap(names: Sequence[str], indicators: Mapping[str, Indicator]) -> str:
    """Why the levels of these indicators may not be added up, in Chinese; empty where the dictionary sees no overlap."""
    if len(set(names)) < len(names):
        return "同一指标不可与自身相加"
    wholes = {name: indicators[name].part_of for name in names if name in indicators}
    for name, parts in wholes.items():
        for part in parts:
            together = [other for other, others in wholes.items() if any(part.whole == one.whole for one in others)]
            if part.whole in names:
                return f"“{name}”是“{part.whole}”的一部分，不可相加"
            if len(together) > 1 and not part.additive:
                return f"“{'”“'.join(together)}”同为“{part.whole}”的其中项或交叉分类，不可相加"
    return ""
