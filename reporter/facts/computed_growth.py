"""How much more than a year ago, computed from two levels: only where the department allows it and publishes none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts import _made, _shape
from reporter.facts._terms import Lacking

if TYPE_CHECKING:
    from reporter.facts._terms import Asking, Wanted
    from reporter.model.fact import Fact

KIND = "computed_growth"
SAYS = "由两个绝对数推算的增速，仅用于词典写了growth_computed的指标：增长10.5%（推算）"


def make(wanted: Wanted, book: Asking) -> Fact:
    """The rate in per cent; none of rough figures, none on a base that is negative or nothing."""
    indicator = book.indicator(wanted.subject)
    if not indicator.growth_computed:
        raise Lacking("增速以部门公布的为准，词典没有允许推算", rule="growth_not_computable")
    now = book.need("level", wanted.subject, period=wanted.period.code)
    then = book.need("level", wanted.subject, period=wanted.period.year_ago.code)
    if then.value < 0 or now.value < 0:
        raise Lacking("上年同期为负或本期转负，不说增长百分之几", rule="negative_base")
    if then.value == 0:
        raise Lacking("上年同期为零，不说增长百分之几", rule="zero_base")
    if now.unit != then.unit:
        raise Lacking("两期单位不同，不能推算增速", rule="mixed_unit")
    qualifier = _made.quotient(now, then)
    value = (now.value - then.value) / then.value * 100
    said = _shape.rate(value, _shape.computed_decimals_of(indicator), qualifier, indicator)
    formula = f"{now.number}÷{then.number}－1"
    return _made.derived(wanted, value, "%", said, of=(now, then), formula=formula, qualifier=qualifier)
