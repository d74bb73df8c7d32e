"""How much: a level as reported, with its unit and qualifier; a negative balance is a loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts import _made, _shape

if TYPE_CHECKING:
    from reporter.facts._terms import Asking, Wanted
    from reporter.model.fact import Fact

KIND = "level"
SAYS = "绝对量：33家、约3亿元、亏损0.9亿元"


def make(wanted: Wanted, book: Asking) -> Fact:
    """The level of an indicator in its own unit."""
    indicator = book.indicator(wanted.subject)
    row, value = book.observed(wanted.subject, "level", wanted.period)
    unit, decimals = row.unit or indicator.unit, _shape.decimals_of(indicator, value)
    if indicator.nature == "balance" and value < 0 and not _shape.is_zero(value, decimals):
        printed = _shape.number(abs(value), unit, row.qualifier, decimals)
        return _made.observed(wanted, row, value, indicator, (printed, f"亏损{printed}"), unit)
    printed = _shape.number(value, unit, row.qualifier, decimals)
    return _made.observed(wanted, row, value, indicator, (printed, printed), unit)
