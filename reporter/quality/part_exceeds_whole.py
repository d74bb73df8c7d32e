"""A 其中 item that is greater than what it is part of (domain 2.3-12)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reporter.model.finding import Severity
from reporter.model.indicator import Indicator, Part
from reporter.quality._data import Data, Example, Found, said

KIND = "part_exceeds_whole"
SAYS = "“其中”项大于总项"


@dataclass(frozen=True, slots=True)
class Options:
    """What ``schedules.yaml`` may say."""

    severity: Severity = "error"


def find(data: Data, options: Options) -> Iterator[Found]:  # noqa: ARG001 - every rule is asked alike
    """A part whose level is above that of its whole; where the whole is negative (亏损) nothing can be said."""
    for part, value in data.rows("level"):
        for relation in data.indicators[part.indicator].part_of:
            whole = data.exact(part, "level", indicator=relation.whole)
            if whole and whole.value is not None and whole.unit == part.unit and value > whole.value >= 0:
                advice = "请报送部门核对两个数的口径；口径不同的不能写成“其中”，须另起一句并注明"
                yield Found(part.origin, f"{said(part)}，大于它所属的{said(whole)}", advice)


EXAMPLE = Example(
    (("甲收入", "level", "2024-H1", "10.57"), ("甲税收", "level", "2024-H1", "17.9")),
    (Indicator("甲收入", "亿元"), Indicator("甲税收", "亿元", part_of=(Part("甲收入", additive=False),))),
    severity="error",
)
