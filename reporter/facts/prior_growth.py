"""How fast it grew a year ago: as published then, else this year's rate less the published difference of the two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts import _made, _shape
from reporter.facts._terms import Lacking

if TYPE_CHECKING:
    from reporter.facts._terms import Asking, Wanted
    from reporter.model.fact import Fact

KIND = "prior_growth"
SAYS = "上年同期增速，当时没有报送的由增减百分点推算：增长6.5%"
_WHOLE = -100
"""No quantity falls by more than all of it."""


def make(wanted: Wanted, book: Asking) -> Fact:
    """The rate of the same period of last year; derived only where the difference is one between the two rates."""
    try:
        return book.need("growth", wanted.subject, period=wanted.period.year_ago.code)
    except Lacking as lack:
        if lack.rule:
            raise
    now = book.need("growth", wanted.subject, period=wanted.period.code)
    change = book.need("difference", wanted.subject, period=wanted.period.code)
    row, _ = book.observed(wanted.subject, "difference", wanted.period)
    if row.basis != "同比":
        raise Lacking("增减百分点不是与上年同期增速相比，不能推算上年增速")
    if now.qualifier or change.qualifier:
        raise Lacking("概数不能推算", rule="rough_figures")
    value, indicator = now.value - change.value, book.indicator(wanted.subject)
    if value < _WHOLE:
        raise Lacking("由增减百分点推算的上年增速低于-100%，两个数有一个不对", rule="negative_base")
    said = _shape.rate(value, _shape.rate_decimals_of(indicator, value), "", indicator)
    formula = f"{now.sign}{now.number}{'－' if change.value >= 0 else '＋'}{change.number}"
    return _made.derived(wanted, value, "%", said, of=(now, change), formula=formula, period=wanted.period.year_ago)
