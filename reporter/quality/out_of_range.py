"""A level outside the range that the dictionary calls plausible."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reporter.model.finding import Severity
from reporter.model.indicator import Indicator
from reporter.quality._data import Data, Example, Found, said

KIND = "out_of_range"
SAYS = "绝对量超出指标词典里的合理范围"


@dataclass(frozen=True, slots=True)
class Options:
    """What ``schedules.yaml`` may say."""

    severity: Severity = "error"


def find(data: Data, options: Options) -> Iterator[Found]:  # noqa: ARG001 - every rule is asked alike
    """A level, in the indicator's own unit, below or above what can be right."""
    for row, value in data.rows("level"):
        indicator = data.indicators[row.indicator]
        if row.unit in {"", indicator.unit} and not indicator.within(value):
            least, most = ("不限" if bound is None else f"{bound:f}" for bound in indicator.plausible)
            advice = "请报送部门核对数值和单位；确属正常的，在指标词典里改plausible"
            yield Found(row.origin, f"{said(row)}，不在合理范围{least}到{most}之内", advice)


EXAMPLE = Example(
    (("甲覆盖率", "level", "2024-H1", "199"),),
    (Indicator("甲覆盖率", "%", plausible=(None, Decimal(100))),),
    severity="error",
)
