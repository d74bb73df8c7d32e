"""How much of the year's target is done: the level so far over the target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts import _shape
from reporter.facts._shape import Lacking

if TYPE_CHECKING:
    from reporter.facts._shape import Asking, Wanted
    from reporter.model.fact import Fact

KIND = "target_progress"
SAYS = "目标完成率（推算）：完成全年目标的78.1%"
_ROUGH = {"约", "余", "近", "突破", "左右"}


def make(wanted: Wanted, book: Asking) -> Fact:
    """Per cent of the target; none of a level or a target that is only roughly known, none where less is better."""
    done = book.need("level", wanted.subject, period=wanted.period.code)
    aim = book.need("target", wanted.subject, period=wanted.period.code)
    if done.qualifier or aim.qualifier in _ROUGH:
        raise Lacking("概数不可相除")
    if done.unit != aim.unit or aim.value <= 0 or aim.comparator in {"以内", "远期"} or done.unit == "%":
        raise Lacking("现状与目标不可相除")
    value = done.value / aim.value * 100
    printed = _shape.number(value, "%", decimals=1)
    formula = f"{done.number}÷{aim.number}"
    return _shape.derived(wanted, value, "%", (printed, f"完成全年目标的{printed}"), of=(done, aim), formula=formula)
