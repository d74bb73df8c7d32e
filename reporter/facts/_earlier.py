"""Turn the words 上年同期 and 上期, or a period's code, into the period with which something is compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts._terms import LAST, YEAR_AGO, Lacking
from reporter.model.period import MONTHS_A_YEAR, Period

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reporter.facts._terms import Asking, Wanted
    from reporter.model.fact import Fact


def periods(wanted: Wanted) -> tuple[Period, ...]:
    """The periods that may be meant, the likeliest first."""
    against, period = wanted.option("against", YEAR_AGO), wanted.period
    if against == YEAR_AGO:
        return (period.year_ago,)
    if against != LAST:
        return (Period.parse(against),)
    return tuple(_before(period))


def _before(period: Period) -> Iterator[Period]:
    """The last period of the same make: one month less of a cumulation, the month or the quarter before."""
    if period.first == 1 and period.last > 1:
        for last in range(period.last - 1, 0, -1):
            yield Period(period.year, 1, last)
    elif period.first > period.months:
        yield Period(period.year, period.first - period.months, period.first - 1)
    elif period.first == 1:
        yield Period(period.year - 1, MONTHS_A_YEAR, MONTHS_A_YEAR)


def fact(wanted: Wanted, book: Asking, kind: str, **options: str) -> Fact:
    """The fact of ``kind`` of the earlier period that is meant."""
    lack = Lacking("没有可比的上期")
    for period in periods(wanted):
        try:
            return book.need(kind, wanted.subject, period=period.code, **options)
        except Lacking as missing:
            lack = missing
    # What is compared with is no figure that the report owes.
    raise Lacking(lack.reason if lack.rule else f"{wanted.option('against', YEAR_AGO)}没有可比的数据", rule=lack.rule)


def said(wanted: Wanted, earlier: Period) -> str:
    """What the earlier period is called beside the report's: 上年同期, 一季度, 1—5月, 5月."""
    against = wanted.option("against", YEAR_AGO)
    if against == YEAR_AGO:
        return YEAR_AGO
    year = "" if earlier.year == wanted.period.year else f"{earlier.year}年"
    return f"{year}{earlier.said}"


def times(words: str) -> tuple[str, ...]:
    """The words as a span of time that holds a numeral; 上年同期 holds none."""
    return () if words == YEAR_AGO else (words,)
