"""How far a growth rate is from the growth that the year aims at, in 百分点."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts import _made, _shape
from reporter.facts._terms import Lacking

if TYPE_CHECKING:
    from decimal import Decimal

    from reporter.facts._terms import Asking, Wanted
    from reporter.model.fact import Fact

KIND = "target_gap"
SAYS = "增速与年度增长目标之差：高于年度目标0.6个百分点、降幅低于年度目标0.9个百分点"
_BOUNDS = {"", "以上"}
"""What a target may be called beside its number; of 7%左右 nobody can say by how much it is missed."""


def make(wanted: Wanted, book: Asking) -> Fact:
    """Percentage points above the rate that is aimed at or below it; where a fall is aimed at, of the fall."""
    indicator = book.indicator(wanted.subject)
    aim = book.need("target", wanted.subject, period=wanted.period.code)
    if aim.unit != "%" or indicator.unit == "%":
        raise Lacking("年度目标不是增速")
    now = book.need("growth", wanted.subject, period=wanted.period.code)
    if wanted.period.first != 1:
        raise Lacking("不是从年初起的累计，不能与年度目标相比")
    if now.qualifier or aim.qualifier not in _BOUNDS:
        raise Lacking("概数不能相比", rule="rough_figures")
    value = now.value - aim.value
    decimals = _shape.rate_decimals_of(indicator, value)
    formula = f"{now.sign}{now.number}减去目标{aim.sign}{aim.number}"
    if _shape.is_zero(value, decimals):
        said = ("持平", "与年度目标持平")
    else:
        printed = _shape.number(abs(value), _shape.POINTS, decimals=decimals)
        said = (printed, f"{_compared(now.value, aim.value)}年度目标{printed}")
    return _made.derived(wanted, value, _shape.POINTS, said, of=(now, aim), formula=formula, marked=False)


def _compared(now: Decimal, aim: Decimal) -> str:
    """高于 and 低于; of two falls it is the 降幅 that is compared."""
    if now <= 0 > aim:
        return "降幅高于" if now < aim else "降幅低于"
    return "高于" if now > aim else "低于"
