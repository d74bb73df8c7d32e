"""How much of the year's target is done: the level so far over the target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts import _made, _shape
from reporter.facts._terms import Lacking

if TYPE_CHECKING:
    from reporter.facts._terms import Asking, Wanted
    from reporter.model.fact import Fact

KIND = "target_progress"
SAYS = "目标完成率（推算）：完成全年目标的78.1%"
_ROUGH = {"约", "余", "近", "突破", "左右"}
"""Of a target 以上 is its bound, and no rough figure."""


def make(wanted: Wanted, book: Asking) -> Fact:
    """Per cent of the target; none of a target that is only roughly known, none where less is better."""
    done = book.need("level", wanted.subject, period=wanted.period.code)
    aim = book.need("target", wanted.subject, period=wanted.period.code)
    if not done.value:
        raise Lacking("还没有完成数")  # 完成全年目标的0% is not said
    if aim.qualifier in _ROUGH:
        raise Lacking("概数不可相除", rule="rough_ratio")
    if done.unit != aim.unit or aim.value <= 0 or aim.comparator in {"以内", "远期"} or done.unit == "%":
        raise Lacking("现状与目标不可相除")
    qualifier = _made.carried((done,))
    value, indicator = done.value / aim.value * 100, book.indicator(wanted.subject)
    printed = _shape.number(value, "%", qualifier, _shape.computed_decimals_of(indicator))
    return _made.derived(
        wanted, value, "%", (printed, f"完成{indicator.year_target}的{printed}"), of=(done, aim), formula=f"{done.number}÷{aim.number}",
        qualifier=qualifier,
    )  # fmt: skip
