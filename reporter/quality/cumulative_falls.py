"""A sum since January that is less than it was a month before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reporter.model.finding import Severity
from reporter.model.indicator import Indicator
from reporter.model.period import Period
from reporter.quality._data import Data, Example, Found, said

KIND = "cumulative_falls"
SAYS = "累计数倒退：本月累计小于上月累计"


@dataclass(frozen=True, slots=True)
class Options:
    """What ``schedules.yaml`` may say."""

    severity: Severity = "warning"


def find(data: Data, options: Options) -> Iterator[Found]:  # noqa: ARG001 - every rule is asked alike
    """A flow since January below the last one before it; a balance (利润) may fall."""
    for row, value in data.rows("level"):
        indicator = data.indicators[row.indicator]
        if indicator.kind != "flow" or indicator.nature != "quantity" or row.period.first != 1 or row.qualifier:
            continue
        earlier = (
            data.exact(row, "level", Period(row.period.year, 1, last)) for last in range(row.period.last - 1, 0, -1)
        )
        before = next((one for one in earlier if one), None)
        if before and before.value is not None and before.unit == row.unit and value < before.value:
            advice = "请报送部门核对是否把当月数当作累计数，或上月数有误"
            yield Found(row.origin, f"{said(row)}，小于{said(before)}", advice)


EXAMPLE = Example(
    (("甲投资", "level", "2024-M01..M05", "120.5"), ("甲投资", "level", "2024-H1", "25.1")),
    (Indicator("甲投资", "亿元"),),
)
