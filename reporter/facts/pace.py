"""Whether it grows faster or slower than before: the difference of two published rates, in 百分点."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts import _earlier, _made, _shape
from reporter.facts._terms import YEAR_AGO, Lacking

if TYPE_CHECKING:
    from decimal import Decimal

    from reporter.facts._terms import Asking, Wanted
    from reporter.model.fact import Fact

KIND = "pace"
SAYS = "增速变化：增速比上年同期提高5.1个百分点、降幅比一季度收窄0.6个百分点；against写上年同期、上期或2018-Q1"
OPTIONS = ("against",)


def make(wanted: Wanted, book: Asking) -> Fact:
    """Percentage points between the rate now and the one before; a fall that is less steep is 降幅收窄."""
    indicator = book.indicator(wanted.subject)
    now = book.need("growth", wanted.subject, period=wanted.period.code)
    change, of, formula, words = _change(wanted, book, now)
    if any(fact.qualifier for fact in of):
        raise Lacking("概数不能相比", rule="rough_figures")
    decimals = _shape.rate_decimals_of(indicator, change)
    times = _earlier.times(words)
    rise, fall = _shape.extents(indicator)
    falls = now.value <= 0 and now.value - change <= 0 and now.value != now.value - change
    extent = fall if falls else rise
    if _shape.is_zero(change, decimals):
        said = ("持平", f"{extent if now.value >= 0 else fall}与{words}持平")
    else:
        printed = _shape.number(abs(change), _shape.POINTS, decimals=decimals)
        priced, turned = rise != "增速", _turned(now.value, change)
        if priced and now.value < 0 < now.value - change:
            extent = ""  # 下跌0.2%，涨幅… would contradict itself
        said = (printed, f"{extent}比{words}{_verb(change, falls=falls, priced=priced)}{printed}{turned}")
    return _made.derived(wanted, change, _shape.POINTS, said, of=of, formula=formula, marked=False, times=times)


def _change(wanted: Wanted, book: Asking, now: Fact) -> tuple[Decimal, tuple[Fact, ...], str, str]:
    """The difference, what it comes from, how it was computed, and what the earlier period is called."""
    if wanted.option("against", YEAR_AGO) == YEAR_AGO and (published := _published(wanted, book)):
        return published.value, (now, published), f"报送的增减百分点{published.sign}{published.number}", YEAR_AGO
    then = _earlier.fact(wanted, book, "growth")
    formula = f"{now.sign}{now.number}减去{then.sign}{then.number}"
    return now.value - then.value, (now, then), formula, _earlier.said(wanted, then.period)


def _published(wanted: Wanted, book: Asking) -> Fact | None:
    """The difference that the department published, where it is one against last year's rate."""
    try:
        row, _ = book.observed(wanted.subject, "difference", wanted.period)
        return book.need("difference", wanted.subject, period=wanted.period.code) if row.basis == "同比" else None
    except Lacking:
        return None


def _verb(change: Decimal, *, falls: bool, priced: bool) -> str:
    """提高 and 回落 of a growth, 收窄 and 扩大 of a fall."""
    if falls:
        return "收窄" if change > 0 else "扩大"
    if change > 0:
        return "扩大" if priced else "提高"
    return "回落"


def _turned(now: Decimal, change: Decimal) -> str:
    """That the sign changed, where it did."""
    if now > 0 > now - change:
        return "、由负转正"
    return "、由正转负" if now < 0 < now - change else ""
