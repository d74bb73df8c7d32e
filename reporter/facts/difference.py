"""How many percentage points more or less: a difference of rates as reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts import _made, _shape
from reporter.facts._terms import YEAR_AGO

if TYPE_CHECKING:
    from reporter.facts._terms import Asking, Wanted
    from reporter.model.fact import Fact

KIND = "difference"
SAYS = "报送的增减百分点：高于上年同期5.1个百分点、降低61.7个百分点"


def make(wanted: Wanted, book: Asking) -> Fact:
    """The difference in percentage points; against the same period of last year where its basis says 同比."""
    indicator = book.indicator(wanted.subject)
    row, value = book.observed(wanted.subject, "difference", wanted.period)
    decimals, yearly = _shape.rate_decimals_of(indicator, value), row.basis == "同比"
    if _shape.is_zero(value, decimals):
        words = f"与{YEAR_AGO}持平" if yearly else "持平"
        return _made.observed(wanted, row, value, indicator, ("持平", words), _shape.POINTS)
    printed = _shape.number(abs(value), _shape.POINTS, row.qualifier, decimals)
    more = value > 0
    verb = f"{'高于' if more else '低于'}{YEAR_AGO}" if yearly else ("提高" if more else "降低")
    return _made.observed(wanted, row, value, indicator, (printed, f"{verb}{printed}"), _shape.POINTS)
