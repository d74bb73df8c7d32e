"""How much: a level as reported, with its unit and qualifier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts import _shape

if TYPE_CHECKING:
    from reporter.facts._shape import Asking, Wanted
    from reporter.model.fact import Fact

KIND = "level"
SAYS = "绝对量：33家、约3亿元"


def make(wanted: Wanted, book: Asking) -> Fact:
    """The level of an indicator in its own unit."""
    indicator = book.indicator(wanted.subject)
    row, value = book.observed(wanted.subject, "level", wanted.period)
    unit = row.unit or indicator.unit
    printed = _shape.number(value, unit, row.qualifier, _shape.decimals_of(indicator, value))
    return _shape.observed(wanted, row, value, indicator, (printed, printed), unit)
