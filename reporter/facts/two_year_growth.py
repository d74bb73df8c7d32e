"""How fast it grew on average over two years: only as published, never computed (domain 2.3-16)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts import _made, _shape

if TYPE_CHECKING:
    from reporter.facts._terms import Asking, Wanted
    from reporter.model.fact import Fact

KIND = "two_year_growth"
SAYS = "两年平均增速，仅在部门给出时：两年平均增长5.1%"
BASIS = "两年平均"


def make(wanted: Wanted, book: Asking) -> Fact:
    """The average rate in per cent."""
    indicator = book.indicator(wanted.subject)
    row, value = book.observed(wanted.subject, "growth", wanted.period, basis=BASIS)
    decimals = _shape.rate_decimals_of(indicator, value)
    printed, phrase = _shape.rate(value, decimals, row.qualifier, indicator)
    return _made.observed(wanted, row, value, indicator, (printed, f"{BASIS}{phrase}"), "%", times=(BASIS,))
