"""How much above or below another area: the difference of two published rates, in 百分点."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts import _made, _shape
from reporter.facts._terms import Lacking

if TYPE_CHECKING:
    from reporter.facts._terms import Asking, Wanted
    from reporter.model.fact import Fact

KIND = "gap"
OPTIONS = ("against",)
SAYS = "与其他区域增速（率）之差：高于全市2.8个百分点；against写全市、全省、全国，不写则为上级"


def make(wanted: Wanted, book: Asking) -> Fact:
    """Percentage points above the other area or below it; of growth, for a rate of the rate itself."""
    indicator, area = book.indicator(wanted.subject), wanted.option("against", book.parent)
    kind = "level" if indicator.nature == "rate" else "growth"
    own = book.need(kind, wanted.subject, period=wanted.period.code)
    try:
        other = book.need(kind, wanted.subject, period=wanted.period.code, area=area)
    except Lacking:
        raise Lacking(f"{area}没有同期的数据") from None
    if own.qualifier or other.qualifier:
        raise Lacking("概数不能相比", rule="rough_figures")
    value = own.value - other.value
    decimals = _shape.rate_decimals_of(indicator, value)
    formula = f"{own.sign}{own.number}减去{area}{other.sign}{other.number}"
    if _shape.is_zero(value, decimals):
        said = ("持平", f"与{area}持平")
    else:
        printed = _shape.number(abs(value), _shape.POINTS, decimals=decimals)
        said = (printed, f"{'高于' if value > 0 else '低于'}{area}{printed}")
    return _made.derived(wanted, value, _shape.POINTS, said, of=(own, other), formula=formula, marked=False)
