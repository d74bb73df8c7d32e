"""That something is the highest or lowest of the year: 增速创年内新高; only with a year of history (domain 2.7-35)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts import _made, _trend
from reporter.facts._terms import Lacking

if TYPE_CHECKING:
    from reporter.facts._terms import Asking, Wanted
    from reporter.model.fact import Fact

KIND = "record"
SAYS = "年内新高、年内新低，须有此前十二期以上的数据：增速创年内新高；率、占比和时点数说其本身，of写growth则说增速"
OPTIONS = ("of",)
_HISTORY = 12
"""Periods before this one."""
_LEAST = 3
"""Periods of the year, this one included: of two, one is always the higher."""


def make(wanted: Wanted, book: Asking) -> Fact:
    """The record of the year's cumulative rates, or of the levels of a rate or a stock; equal ones are none."""
    measure, lead = _trend.measure(wanted, book.indicator(wanted.subject))
    now = book.need(measure, wanted.subject, period=wanted.period.code)
    if now.qualifier:
        raise Lacking("概数不能相比", rule="rough_figures")
    known = [(period, value) for period, value in book.history(wanted.subject, measure) if period < wanted.period]
    this_year = [value for period, value in known if period.year == wanted.period.year]
    if len(known) < _HISTORY or len(this_year) + 1 < _LEAST:
        raise Lacking("历史数据不足，不说年内新高新低")
    if not min(this_year) > now.value and not max(this_year) < now.value:
        raise Lacking("不是年内新高或新低")
    words = "年内新高" if max(this_year) < now.value else "年内新低"
    formula = f"{now.sign}{now.number}与本年此前各期{lead or '数'}比较"
    return _made.derived(
        wanted, now.value, now.unit, (words, f"{lead}创{words}"), of=(now,), formula=formula, marked=False
    )
