"""Growth since January that points the other way than the month's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reporter.model.finding import Severity
from reporter.model.indicator import Indicator
from reporter.model.period import Period
from reporter.quality._data import Data, Example, Found, said

KIND = "sign_against_month"
SAYS = "累计增速与当月增速方向相反"


@dataclass(frozen=True, slots=True)
class Options:
    """What ``schedules.yaml`` may say."""

    severity: Severity = "warning"


def find(data: Data, options: Options) -> Iterator[Found]:  # noqa: ARG001 - every rule is asked alike
    """A cumulative growth with the growth of its last month on the other side of 0."""
    for row, value in data.rows("growth"):
        if row.period.first != 1 or row.period.months == 1:
            continue
        month = data.exact(row, "growth", Period(row.period.year, row.period.last, row.period.last))
        if month and month.value is not None and value * month.value < 0:
            advice = "可能属实；请报送部门确认正负号没有写反"
            yield Found(row.origin, f"{said(row)}，而{said(month)}，方向相反", advice)


EXAMPLE = Example(
    (("甲投资", "growth", "2024-H1", "-4.2"), ("甲投资", "growth", "2024-M06", "5.1")), (Indicator("甲投资", "亿元"),)
)
