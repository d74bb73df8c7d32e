"""How much a month is needed: what is still owed over the months that are left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts import _made, _shape
from reporter.facts._terms import Lacking
from reporter.model.period import MONTHS_A_YEAR

if TYPE_CHECKING:
    from reporter.facts._terms import Asking, Wanted
    from reporter.model.fact import Fact

KIND = "monthly_need"
SAYS = "达到年度目标的月均需要（推算）：月均需66家"


def make(wanted: Wanted, book: Asking) -> Fact:
    """The monthly amount; what is counted in whole units is rounded up, because less would miss the target."""
    owed = book.need("remaining", wanted.subject, period=wanted.period.code)
    left = MONTHS_A_YEAR - wanted.period.last
    if not left:
        raise Lacking("全年已经结束")
    value = owed.value / left
    whole = int(owed.value.as_tuple().exponent) >= 0
    printed = _shape.number(_shape.up(value) if whole else _shape.rounded(value, 1), owed.unit, owed.qualifier)
    formula = f"{owed.number}除以剩余月数" + ("，向上取整" if whole else "")
    said = (printed, f"月均需{printed}")
    return _made.derived(wanted, value, owed.unit, said, of=(owed,), formula=formula, qualifier=owed.qualifier)
