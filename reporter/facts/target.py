"""What is to be reached: the target of the whole year, with its strength."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts import _made, _shape

if TYPE_CHECKING:
    from reporter.facts._terms import Asking, Wanted
    from reporter.model.fact import Fact

KIND = "target"
SAYS = "年度目标：50家以上、31.3公里；增速的目标：增长7%左右"
_BOUNDS = ("以上", "以内")
_LEVEL = {"以上": "不低于上年", "以内": "不高于上年"}
"""An aim of no growth."""


def make(wanted: Wanted, book: Asking) -> Fact:
    """The target of the year in which the period lies."""
    indicator = book.indicator(wanted.subject)
    row, value = book.observed(wanted.subject, "target", wanted.period.whole_year)
    unit = row.unit or indicator.unit
    bound = row.qualifier or (row.comparator if row.comparator in _BOUNDS else "")
    printed = _shape.number(value, unit, bound, _shape.decimals_of(indicator, value))
    if unit == "%" != indicator.unit:
        size = _shape.number(abs(value), unit, bound)  # the growth that is aimed at
        said = (
            (size, f"{_shape.verbs(indicator)[value < 0]}{size}") if value else (_LEVEL.get(bound, "与上年持平"),) * 2
        )
        return _made.observed(wanted, row, value, indicator, said, unit)
    return _made.observed(wanted, row, value, indicator, (printed, printed), unit)
