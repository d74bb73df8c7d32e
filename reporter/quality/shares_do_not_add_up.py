"""Shares of all parts of a whole that are not 100 % together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reporter.model.finding import Severity
from reporter.model.indicator import Indicator, Part
from reporter.model.observation import Observation
from reporter.quality._data import Data, Example, Found, step

KIND = "shares_do_not_add_up"
SAYS = "各分项占比之和不等于100%"
_ALL = Decimal(100)


@dataclass(frozen=True, slots=True)
class Options:
    """What ``schedules.yaml`` may say."""

    severity: Severity = "warning"
    steps: Decimal = Decimal("0.5")
    """Difference for each part that rounding explains, in units of the last digit."""


def find(data: Data, options: Options) -> Iterator[Found]:
    """Shares of every part of one division, of the same area and period."""
    shares: dict[tuple[str, str, str], dict[str, tuple[Observation, Decimal]]] = defaultdict(dict)
    for row, value in data.rows("share"):
        if not row.qualifier:
            shares[row.area, row.period.code, row.scope][row.indicator] = row, value
    for (whole, _), names in data.divisions.items():
        for found in shares.values():
            if len(names) > 1 and found.keys() >= set(names):
                values = [found[name][1] for name in sorted(names)]
                total = sum(values, Decimal(0))
                if abs(total - _ALL) > options.steps * len(values) * step(values):
                    row = found[min(names)][0]
                    message = (
                        f"{row.area}“{whole}”{row.period.name}各分项占比之和是{total:f}%（{'、'.join(sorted(names))}）"
                    )
                    yield Found(row.origin, message, "请报送部门核对，或补上“其他”一项")


EXAMPLE = Example(
    (("乙投资", "share", "2024-H1", "60.1"), ("丙投资", "share", "2024-H1", "45.0")),
    (
        Indicator("甲投资", "亿元"), Indicator("乙投资", "亿元", part_of=(Part("甲投资", additive=True),)),
        Indicator("丙投资", "亿元", part_of=(Part("甲投资", additive=True),)),
    ), scope="甲投资",
)  # fmt: skip
