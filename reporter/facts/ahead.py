"""How far ahead of the calendar: completion less the share of the year that has passed (序时进度)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from reporter.facts import _made, _shape
from reporter.facts._terms import Lacking

if TYPE_CHECKING:
    from reporter.facts._terms import Asking, Wanted
    from reporter.model.fact import Fact
    from reporter.model.indicator import Indicator

KIND = "ahead"
SAYS = "与序时进度之差（推算）：超序时进度22.3个百分点"
_WORDS = {"lower": ("高于", "低于")}


def make(wanted: Wanted, book: Asking) -> Fact:
    """Percentage points ahead of the schedule or behind it; from a completion, else from the progress to a target."""
    indicator = book.indicator(wanted.subject)
    try:
        done = book.need("completion", wanted.subject, period=wanted.period.code)
    except Lacking:
        done = book.need("target_progress", wanted.subject, period=wanted.period.code)
    if done.qualifier:
        raise Lacking("概数不能与序时进度相比", rule="rough_figures")
    if wanted.period.first != 1:
        raise Lacking("不是从年初起的累计，不能与序时进度相比")
    value = done.value - _due(indicator, wanted.period.last)
    decimals = _shape.computed_decimals_of(indicator)
    formula = f"{done.number}减去序时进度"
    if _shape.is_zero(value, decimals):
        said = ("持平", "与序时进度持平")
    else:
        printed = _shape.number(abs(value), _shape.POINTS, decimals=decimals)
        more, less = _WORDS.get(indicator.better, ("超", "落后"))
        said = (printed, f"{more if value > 0 else less}序时进度{printed}")
    return _made.derived(wanted, value, _shape.POINTS, said, of=(done,), formula=formula)


def _due(indicator: Indicator, month: int) -> Decimal:
    """Per cent of the year's plan that is due by the end of a month."""
    share = indicator.schedule_share(month)
    if isinstance(share, tuple):
        return Decimal(share[0]) / Decimal(share[1]) * 100
    return Decimal(str(share)) * 100
