"""A level ten thousand times what it was: 万元 written for 亿元."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reporter.model.finding import Severity
from reporter.model.indicator import Indicator
from reporter.model.observation import Observation
from reporter.model.period import Period
from reporter.quality._data import Data, Example, Found, said

KIND = "jump"
SAYS = "数量级突变：与上年同期或上期相差约一万倍，多半是万元、亿元写错"


@dataclass(frozen=True, slots=True)
class Options:
    """What ``schedules.yaml`` may say."""

    severity: Severity = "error"
    factor: Decimal = Decimal(1000)
    """From how many times on it is told."""


def find(data: Data, options: Options) -> Iterator[Found]:
    """A level many times that of a year or a month ago, or as small a part of it."""
    for row, value in data.rows("level"):
        for other in _earlier(data, row):
            if not other.value or not value or other.unit != row.unit:
                continue
            ratio = abs(value / other.value)
            if ratio >= options.factor or 1 / ratio >= options.factor:
                times = f"{ratio:.0f}倍" if ratio > 1 else f"{1 / ratio:.0f}分之一"
                yield Found(row.origin, f"{said(row)}，是{said(other)}的{times}", "请报送部门核对单位是万元还是亿元")
                break


def _earlier(data: Data, row: Observation) -> Iterator[Observation]:
    """The same figure a year ago, and in the months before."""
    period = row.period
    periods = [period.year_ago]
    if period.first == period.last > 1:
        periods.append(Period(period.year, period.first - 1, period.last - 1))
    elif period.first == 1 and period.last > 1:
        periods.append(Period(period.year, 1, period.last - 1))
    yield from filter(None, (data.exact(row, "level", one) for one in periods))


EXAMPLE = Example(
    (("甲投资", "level", "2023-H1", "172.39"), ("甲投资", "level", "2024-H1", "1843000")), (Indicator("甲投资", "亿元"),),
    severity="error",
)  # fmt: skip
