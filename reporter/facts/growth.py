"""How much more than a year ago: a growth rate as published, never computed from two levels (domain 2.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts import _made, _shape
from reporter.facts._terms import Lacking

if TYPE_CHECKING:
    from decimal import Decimal

    from reporter.facts._terms import Asking, Wanted
    from reporter.model.fact import Fact
    from reporter.model.period import Period

KIND = "growth"
SAYS = "增速：增长11.6%、下降4.8%、持平；basis写环比、名义、实际"
OPTIONS = ("basis",)
_WHOLE = -100
"""No quantity falls by more than all of it."""
_SAID_BASES = ("环比", "名义", "实际")


def make(wanted: Wanted, book: Asking) -> Fact:
    """The growth rate in per cent, with its verb; where none was published, one that the dictionary lets us compute."""
    indicator, basis = book.indicator(wanted.subject), wanted.option("basis")
    if indicator.nature == "rate":
        raise Lacking("率和占比的变化用百分点，不说增长百分之几", rule="pct_vs_pp")
    try:
        row, value = book.observed(wanted.subject, "growth", wanted.period, basis=basis)
    except Lacking as lack:
        if basis or not indicator.growth_computed:
            raise
        return _computed(wanted, book, lack)
    if basis != "环比":
        _allowed(wanted, book, value)
    decimals = _shape.rate_decimals_of(indicator, value)
    printed, phrase = _shape.rate(value, decimals, row.qualifier, indicator)
    if basis in _SAID_BASES:
        phrase = f"{basis}{phrase}"
    return _made.observed(wanted, row, value, indicator, (printed, phrase), "%")


def _computed(wanted: Wanted, book: Asking, lack: Lacking) -> Fact:
    """Growth out of two levels; where it may not be computed, the figure that nobody published is what is missing."""
    try:
        return book.need("computed_growth", wanted.subject, period=wanted.period.code)
    except Lacking as other:
        raise (other if other.rule else lack) from None


def _allowed(wanted: Wanted, book: Asking, value: Decimal) -> None:
    """Refuse a percentage where one of the two levels, as far as they are known, is negative, or the base nothing (domain 2.3-9)."""
    now, base = _level(wanted, book, wanted.period), _level(wanted, book, wanted.period.year_ago)
    if any(level is not None and level < 0 for level in (now, base)) or value < _WHOLE:
        raise Lacking("上年同期为负或本期转负，不说增长百分之几", rule="negative_base")
    if base == 0:
        raise Lacking("上年同期为零，不说增长百分之几", rule="zero_base")


def _level(wanted: Wanted, book: Asking, period: Period) -> Decimal | None:
    """The level of a period, where it is known."""
    try:
        return book.observed(wanted.subject, "level", period)[1]
    except Lacking:
        return None
