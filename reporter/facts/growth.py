"""How much more than a year ago: a growth rate as published, never computed from two levels (domain 2.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts import _shape

if TYPE_CHECKING:
    from reporter.facts._shape import Asking, Wanted
    from reporter.model.fact import Fact

KIND = "growth"
SAYS = "同比增速：增长11.6%、下降4.8%、持平"


def make(wanted: Wanted, book: Asking) -> Fact:
    """The growth rate in per cent, with its verb."""
    indicator = book.indicator(wanted.subject)
    row, value = book.observed(wanted.subject, "growth", wanted.period)
    printed, phrase = _shape.rate(value, _shape.decimals_of(indicator, value), row.qualifier)
    return _shape.observed(wanted, row, value, indicator, (printed, phrase), "%")
