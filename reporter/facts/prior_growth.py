"""How fast it grew a year ago: this year's rate less the published difference of the two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts import _shape
from reporter.facts._shape import Lacking

if TYPE_CHECKING:
    from reporter.facts._shape import Asking, Wanted
    from reporter.model.fact import Fact

KIND = "prior_growth"
SAYS = "上年同期增速（推算）：增长6.5%"


def make(wanted: Wanted, book: Asking) -> Fact:
    """The rate of the same period of last year; only where the difference is one between the two rates."""
    now = book.need("growth", wanted.subject, period=wanted.period.code)
    change = book.need("difference", wanted.subject, period=wanted.period.code)
    row, _ = book.observed(wanted.subject, "difference", wanted.period)
    if row.basis != "同比":
        raise Lacking("增减百分点不是与上年同期增速相比，不能推算上年增速")
    if now.qualifier or change.qualifier:
        raise Lacking("概数不能推算")
    value = now.value - change.value
    printed, phrase = _shape.rate(value, _shape.decimals_of(book.indicator(wanted.subject), value))
    formula = f"{now.sign}{now.number}{'－' if change.value >= 0 else '＋'}{change.number}"
    period = wanted.period.year_ago
    return _shape.derived(wanted, value, "%", (printed, phrase), of=(now, change), formula=formula, period=period)
