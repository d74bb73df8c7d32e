"""Parts of one division that together are more or less than their whole (domain 2.3-11)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reporter.model.finding import Severity
from reporter.model.indicator import Indicator, Part
from reporter.model.observation import Observation
from reporter.quality._data import Data, Example, Found, said, step

KIND = "parts_do_not_add_up"
SAYS = "分项之和不等于总项：四舍五入之内只作说明，超出的是错误"


@dataclass(frozen=True, slots=True)
class Options:
    """What ``schedules.yaml`` may say."""

    severity: Severity = "error"
    steps: Decimal = Decimal("0.5")
    """Difference for each part that rounding explains, in units of the last digit."""


def find(data: Data, options: Options) -> Iterator[Found]:
    """A whole of which every part is in, and whose parts give another sum."""
    divisions = data.divisions
    for whole, _ in data.rows("level"):
        for (name, division), names in divisions.items():
            if name == whole.indicator and not whole.qualifier:
                parts = [data.exact(whole, "level", indicator=part) for part in names]
                yield from _compared(whole, division, parts, options)


def _compared(whole: Observation, division: str, parts: list[Observation | None], options: Options) -> Iterator[Found]:
    values = [part.value for part in parts if part and part.value is not None and part.unit == whole.unit]
    if whole.value is None or not values or len(values) < len(parts):
        return
    total = sum(values[1:], values[0])
    gap = abs(total - whole.value)
    if not gap:
        return
    named = "＋".join(f"{part.indicator}{part.value:f}" for part in parts if part)
    message = (
        f"{said(whole)}，{f'{division}的' if division else ''}分项之和是{total:f}{whole.unit}，相差{gap:f}（{named}）"
    )
    if gap <= options.steps * (len(values) + 1) * step([*values, whole.value]):
        advice = "属四舍五入，表下注明“部分数据因四舍五入，分项与合计略有差异，未作机械调整”"
        yield Found(whole.origin, message, advice, "note")
    else:
        yield Found(whole.origin, message, "请报送部门核对总项和各分项；如是交叉分类，在指标词典里改为overlapping")


_WHOLE, _ONE, _TWO = (
    Indicator("甲投资", "亿元"),
    Indicator("乙投资", "亿元", part_of=(Part("甲投资", additive=True),)),
    Indicator("丙投资", "亿元", part_of=(Part("甲投资", additive=True),)),
)
EXAMPLE = Example(
    (
        ("甲投资", "level", "2024-H1", "10.0"),
        ("乙投资", "level", "2024-H1", "6.1"),
        ("丙投资", "level", "2024-H1", "4.5"),
    ),
    (_WHOLE, _ONE, _TWO),
    severity="error",
)
