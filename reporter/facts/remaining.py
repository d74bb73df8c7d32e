"""What is still owed: the year's target less what is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts import _made, _shape
from reporter.facts._terms import Lacking

if TYPE_CHECKING:
    from reporter.facts._terms import Asking, Wanted
    from reporter.model.fact import Fact

KIND = "remaining"
SAYS = "距年度目标（推算）：还差395家"


def make(wanted: Wanted, book: Asking) -> Fact:
    """The amount that the target still asks for, in the indicator's unit; what may not be divided may not be subtracted."""
    done = book.need("level", wanted.subject, period=wanted.period.code)
    aim = book.need("target", wanted.subject, period=wanted.period.code)
    book.need("target_progress", wanted.subject, period=wanted.period.code)
    value = aim.value - done.value
    if value <= 0:
        raise Lacking("年度目标已经完成")
    qualifier = _made.carried((), (done,))
    printed = _shape.number(value, done.unit, qualifier, _shape.decimals_of(book.indicator(wanted.subject), value))
    formula = f"{aim.number}－{done.number}"
    said = (printed, f"还差{printed}")
    return _made.derived(wanted, value, done.unit, said, of=(aim, done), formula=formula, qualifier=qualifier)
