"""Who was first: the claim 首个, 第一台 of an event or a programme in a register, with its scope."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from reporter.facts._terms import Lacking
from reporter.model.fact import Fact
from reporter.model.period import Period

if TYPE_CHECKING:
    from reporter.facts._terms import Wanted
    from reporter.model.record import Event, Programme

KIND = "first"
SAYS = "首个、第一台：大事记或专项工程里登记的提法，全省首个"
FROM_REGISTER = True
"""Its subject is the id of an event or the name of a programme."""


def make(wanted: Wanted, row: Event | Programme) -> Fact:
    """The claim as registered; a row without one has nothing to say."""
    claim = row.first
    if claim is None:
        raise Lacking("没有登记首个、第一台一类的提法")
    period = _period(wanted, row)
    return Fact(
        wanted.id(period, claim.of), KIND, claim.of, period, Decimal(1), "位", claim.words, f"{claim.scope}{claim.words}",
        scope=claim.scope, origins=(row.place,), department=row.department, public=getattr(row, "public", True),
        note="",
    )  # fmt: skip


def _period(wanted: Wanted, row: Event | Programme) -> Period:
    """The month of the event; the year of a programme."""
    day = getattr(row, "until", None) or getattr(row, "date", None)
    if day is None or not hasattr(row, "date"):
        return wanted.period.whole_year
    return Period(day.year, day.month, day.month)
