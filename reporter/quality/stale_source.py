"""A source whose newest figures are of long ago: yesterday's file in today's folder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from reporter.model.finding import Severity
from reporter.model.indicator import Indicator
from reporter.model.observation import Observation
from reporter.quality._data import Data, Example, Found

KIND = "stale_source"
SAYS = "数据源过时：最新的数也是很久以前的"
_MONTH = 31


@dataclass(frozen=True, slots=True)
class Options:
    """What ``schedules.yaml`` may say."""

    severity: Severity = "warning"
    days: int = 62
    """Days from the end of its newest period after which a source counts as stale; 错期 of its indicators is added."""


def find(data: Data, options: Options) -> Iterator[Found]:
    """Every source without a figure of a period that ended lately; targets speak of the year to come and count as well."""
    newest: dict[str, tuple[dt.date, Observation]] = {}
    for row in data.observations:
        if row.indicator in data.indicators and row.value is not None and row.source:
            ends = row.period.ends + dt.timedelta(days=_MONTH * data.indicators[row.indicator].lag)
            if row.source not in newest or newest[row.source][0] < ends:
                newest[row.source] = ends, row
    for source, (ends, row) in newest.items():
        if (data.today - ends).days > options.days:
            message = f"数据源“{source}”最新的数是{row.period.name}的，距{data.today}已有{(data.today - row.period.ends).days}天"
            yield Found(row.origin, message, "请部门报送新的文件；确认放进来的不是上期的文件")


EXAMPLE = Example(
    (("甲投资", "growth", "2024-M01..M02", "5.1"),),
    (Indicator("甲投资", "亿元"),),
    data={"today": dt.date(2024, 7, 18)},
)
