"""Published growth that two published levels do not give (domain 2.3-1): often right all the same, never computed away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reporter.model.finding import Severity
from reporter.model.indicator import Indicator
from reporter.quality._data import Data, Example, Found, said

KIND = "growth_differs"
SAYS = "公布的增速与用两个绝对数自算的不符：以公布的为准，只作提示"


@dataclass(frozen=True, slots=True)
class Options:
    """What ``schedules.yaml`` may say."""

    severity: Severity = "note"
    points: Decimal = Decimal("0.3")
    """Difference in percentage points that is told."""


def find(data: Data, options: Options) -> Iterator[Found]:
    """A growth over the year with both levels beside it."""
    for growth, published in data.rows("growth"):
        if growth.basis not in {"", "同比", "名义"}:
            continue
        now = data.exact(growth, "level")
        ago = data.exact(growth, "level", growth.period.year_ago)
        if not now or not ago or now.value is None or not ago.value or ago.value < 0 or now.unit != ago.unit:
            continue
        computed = (now.value / ago.value - 1) * 100
        if abs(computed - published) > options.points:
            message = f"{said(growth)}，用绝对数{now.value:f}和{ago.value:f}{ago.unit}自算是{computed:.1f}%"
            advice = "以公布的增速为准；差别大时请部门说明口径是否调整"
            told: Severity | None = "warning" if data.indicators[growth.indicator].growth_computed else None
            yield Found(growth.origin, message, advice, told)


EXAMPLE = Example(
    (
        ("甲投资", "level", "2024-H1", "243113"),
        ("甲投资", "level", "2023-H1", "271430"),
        ("甲投资", "growth", "2024-H1", "3.8"),
    ),
    (Indicator("甲投资", "亿元"),),
    severity="note",
)
