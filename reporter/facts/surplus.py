"""How much more than the year's target or plan is done: 超过全年目标120家."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts import _made, _shape
from reporter.facts._terms import Lacking

if TYPE_CHECKING:
    from reporter.facts._terms import Asking, Wanted
    from reporter.model.fact import Fact

KIND = "surplus"
SAYS = "超过年度目标的部分（推算）：超过全年目标120家、超年度计划4.0个百分点"


def make(wanted: Wanted, book: Asking) -> Fact:
    """What is beyond the target in the indicator's unit, else beyond the plan in percentage points."""
    indicator = book.indicator(wanted.subject)
    try:
        book.need("target_progress", wanted.subject, period=wanted.period.code)
    except Lacking:
        return _of_plan(wanted, book)
    done = book.need("level", wanted.subject, period=wanted.period.code)
    aim = book.need("target", wanted.subject, period=wanted.period.code)
    value = done.value - aim.value
    if value <= 0:
        raise Lacking("年度目标没有超过")
    qualifier = _made.carried((done,))
    printed = _shape.number(value, done.unit, qualifier, _shape.decimals_of(indicator, value))
    said, formula = (printed, f"超过{indicator.year_target}{printed}"), f"{done.number}－{aim.number}"
    return _made.derived(wanted, value, done.unit, said, of=(done, aim), formula=formula, qualifier=qualifier)


def _of_plan(wanted: Wanted, book: Asking) -> Fact:
    """Percentage points beyond the whole plan."""
    done = book.need("completion", wanted.subject, period=wanted.period.code)
    if done.qualifier:
        raise Lacking("概数不能相减", rule="rough_figures")
    value, indicator = done.value - 100, book.indicator(wanted.subject)
    if value <= 0:
        raise Lacking("年度计划没有超过")
    printed = _shape.number(value, _shape.POINTS, decimals=_shape.rate_decimals_of(indicator, value))
    said, formula = (printed, f"超{indicator.year_plan}{printed}"), f"{done.number}减去全部计划"
    return _made.derived(wanted, value, _shape.POINTS, said, of=(done,), formula=formula)
