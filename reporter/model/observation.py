"""An observation: one value that a department reported, with all that it needs to be understood."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from reporter.model.finding import Place
from reporter.model.period import Period

Measure = Literal["level", "growth", "share", "rank", "completion", "difference", "target"]
MEASURES: tuple[Measure, ...] = ("level", "growth", "share", "rank", "completion", "difference", "target")
MEASURE_WORDS: dict[Measure, str] = {
    "level": "绝对量", "growth": "增速", "share": "占比", "rank": "位次",
    "completion": "计划完成率", "difference": "增减百分点", "target": "目标",
}  # fmt: skip

Qualifier = Literal["", "约", "余", "以上", "近", "突破", "左右"]
QUALIFIERS: tuple[Qualifier, ...] = ("", "约", "余", "以上", "近", "突破", "左右")

Status = Literal["", "预计", "快报", "初步核算", "核实", "修订"]
STATUSES: tuple[Status, ...] = ("", "预计", "快报", "初步核算", "核实", "修订")

AS_SENT = "原表"
"""With this begins a note on how the source wrote a figure (原表为42310万元): for whoever checks it, never printed."""
EXCHANGE_COLUMNS = (
    "indicator", "measure", "area", "period", "value", "unit", "basis", "scope", "comparator", "qualifier",
    "status", "released", "department", "source", "note",
)  # fmt: skip
"""Columns of the exchange format; only the first five are required."""
COLUMN_WORDS: dict[str, str] = dict(zip(
    EXCHANGE_COLUMNS,
    ("指标", "量度", "区域", "时期", "数值", "单位", "比较基础", "范围", "力度", "概数", "状态", "发布日期", "部门", "来源", "备注"),
    strict=True,
))  # fmt: skip
"""What the same columns are called in Chinese."""


@dataclass(frozen=True, slots=True)
class Observation:
    """A value of (indicator, measure, area, period), as reported; never computed here."""

    indicator: str
    """Full name from the indicator dictionary."""
    measure: Measure
    """Which 量度 of the indicator; each is observed in its own right."""
    area: str
    """The area that it describes; empty for the office's own."""
    period: Period
    """The value's own period, which need not be the report's."""
    value: Decimal | None
    """The figure as sent; ``None`` means missing, which is not 0."""
    unit: str = ""
    """Unit of the value; empty means the indicator's own for a level, % for a rate."""
    basis: str = ""
    """同比, 环比, 比计划; 名义, 实际."""
    scope: str = ""
    """For a rank: among whom, and of what (``全市 增速``); for a share: the whole (``新注册企业``)."""
    comparator: str = ""
    """For a target: 以上, 以内, 力争, 确保."""
    qualifier: Qualifier = ""
    """约, 余, 以上, 近, 突破, 左右: the figure is a 概数."""
    status: Status = ""
    """预计, 快报, 初步核算, 核实, 修订."""
    released: dt.date | None = None
    """When the department issued it."""
    department: str = ""
    """Who sent it."""
    source: str = ""
    """Name of the source in ``schedules.yaml``."""
    origin: Place = Place()
    """The cell or line that it was read from."""
    note: str = ""
    """Remark of the department."""

    def __post_init__(self) -> None:
        """Nothing but a number is a figure; whoever reads one tells before what else it is."""
        if self.value is not None and not self.value.is_finite():
            message = f"“{self.indicator}”的数“{self.value}”不是一个数"
            raise ValueError(message)

    @property
    def key(self) -> tuple[str, str, str, str, str, str]:
        """What makes it *this* figure: two observations with one key are vintages of each other."""
        return (self.indicator, self.measure, self.area, self.period.code, self.basis, self.scope)
