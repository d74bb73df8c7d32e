"""How much of the year's plan is done: as reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts import _made, _shape

if TYPE_CHECKING:
    from reporter.facts._terms import Asking, Wanted
    from reporter.model.fact import Fact

KIND = "completion"
SAYS = "计划完成率：完成年度计划的72.3%；预算收支则为完成年度预算的72.3%"


def make(wanted: Wanted, book: Asking) -> Fact:
    """The completion in per cent of the annual plan."""
    indicator = book.indicator(wanted.subject)
    row, value = book.observed(wanted.subject, "completion", wanted.period)
    printed = _shape.number(value, "%", row.qualifier, _shape.rate_decimals_of(indicator, value))
    return _made.observed(wanted, row, value, indicator, (printed, f"完成{indicator.year_plan}的{printed}"), "%")
