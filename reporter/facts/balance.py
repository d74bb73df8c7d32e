"""How a profit or a loss moved: 扭亏为盈, 由盈转亏, 减亏, 增亏; never a percentage (domain 2.3-9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts import _made, _shape
from reporter.facts._terms import YEAR_AGO, Lacking

if TYPE_CHECKING:
    from reporter.facts._terms import Asking, Wanted
    from reporter.model.fact import Fact

KIND = "balance"
SAYS = "差额（利润）的变化：扭亏为盈、由盈转亏、比上年同期减亏0.3亿元、增亏0.3亿元"


def make(wanted: Wanted, book: Asking) -> Fact:
    """The change of a balance of which one of the two years is negative; two profits are growth."""
    now = book.need("level", wanted.subject, period=wanted.period.code)
    then = book.need("level", wanted.subject, period=wanted.period.year_ago.code)
    if now.value >= 0 and then.value >= 0:
        raise Lacking("两期都不亏损，用增速")
    if now.unit != then.unit:
        raise Lacking("两期单位不同，不能相减", rule="mixed_unit")
    value = now.value - then.value
    formula = f"{now.sign}{now.number}减去上年同期的{then.sign}{then.number}"
    if now.value >= 0 or then.value >= 0:
        words = (
            "扭亏为盈" if now.value > 0 else "由盈转亏" if then.value > 0 else "扭亏" if now.value == 0 else "转为亏损"
        )
        return _made.derived(wanted, value, now.unit, (words, words), of=(now, then), formula=formula, marked=False)
    qualifier = _made.carried((now,), (then,))
    decimals = _shape.decimals_of(book.indicator(wanted.subject), value)
    if _shape.is_zero(value, decimals):
        said = ("持平", "亏损与上年同期持平")
    else:
        printed = _shape.number(abs(value), now.unit, qualifier, decimals)
        said = (printed, f"比{YEAR_AGO}{'减亏' if value > 0 else '增亏'}{printed}")
    return _made.derived(
        wanted, value, now.unit, said, of=(now, then), formula=formula, qualifier=qualifier, marked=False
    )
