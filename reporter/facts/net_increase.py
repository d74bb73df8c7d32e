"""How much more than nothing: the base of a year ago is 0, so that no percentage may be said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts import _made, _shape
from reporter.facts._terms import Lacking

if TYPE_CHECKING:
    from reporter.facts._terms import Asking, Wanted
    from reporter.model.fact import Fact

KIND = "net_increase"
SAYS = "上年同期为零时的净增：上年同期为零，净增12家"


def make(wanted: Wanted, book: Asking) -> Fact:
    """The level itself, said as an increase on nothing."""
    now = book.need("level", wanted.subject, period=wanted.period.code)
    then = book.need("level", wanted.subject, period=wanted.period.year_ago.code)
    if then.value or then.qualifier:
        raise Lacking("上年同期不为零，用增速")
    decimals = _shape.decimals_of(book.indicator(wanted.subject), now.value)
    if now.value < 0:
        raise Lacking("本期为负，不说净增", rule="negative_base")
    if _shape.is_zero(now.value, decimals):
        said = ("持平", "与上年同期持平")
    else:
        printed = _shape.number(now.value, now.unit, now.qualifier, decimals)
        said = (printed, f"上年同期为零，净增{printed}")
    formula = f"{now.number}，上年同期为零"
    return _made.derived(
        wanted, now.value, now.unit, said, of=(now, then), formula=formula, qualifier=now.qualifier, marked=False
    )
