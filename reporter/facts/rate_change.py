"""How many percentage points a share or a rate moved since last year, or since another period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts import _earlier, _made, _shape
from reporter.facts._terms import Lacking

if TYPE_CHECKING:
    from reporter.facts._terms import Asking, Wanted
    from reporter.model.fact import Fact

KIND = "rate_change"
SAYS = "占比、率的变化：比上年同期提高1.2个百分点；against写上年同期、上期或2018-Q1"
OPTIONS = ("against", "scope")


def make(wanted: Wanted, book: Asking) -> Fact:
    """The difference of two shares, or of two levels in per cent."""
    indicator, scope = book.indicator(wanted.subject), wanted.option("scope")
    try:
        now, options, kind = (
            book.need("share", wanted.subject, period=wanted.period.code, scope=scope),
            {"scope": scope},
            "share",
        )
    except Lacking:
        now, options, kind = book.need("level", wanted.subject, period=wanted.period.code), {}, "level"
    if now.unit != "%":
        raise Lacking("不是率或占比，变化不用百分点", rule="pct_vs_pp")
    then = _earlier.fact(wanted, book, kind, **options)
    if now.qualifier or then.qualifier:
        raise Lacking("概数不能相减", rule="rough_figures")
    if now.scope != then.scope:
        raise Lacking("两期占比的总体不同，不能相减", rule="mixed_scope")
    value, words = now.value - then.value, _earlier.said(wanted, then.period)
    decimals = _shape.rate_decimals_of(indicator, value)
    if _shape.is_zero(value, decimals):
        said = ("持平", f"与{words}持平")
    else:
        printed = _shape.number(abs(value), _shape.POINTS, decimals=decimals)
        said = (printed, f"比{words}{'提高' if value > 0 else '降低'}{printed}")
    return _made.derived(
        wanted, value, _shape.POINTS, said, of=(now, then), formula=f"{now.number}减去{then.number}", marked=False,
        times=_earlier.times(words),
    )  # fmt: skip
