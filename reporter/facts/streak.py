"""For how many months something has moved one way: 增速连续3个月回落, 连续3个月提高."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from reporter.facts import _made, _shape, _trend
from reporter.facts._terms import Lacking

if TYPE_CHECKING:
    from reporter.facts._terms import Asking, Wanted
    from reporter.model.fact import Fact

KIND = "streak"
SAYS = "连续变化，三个月起：增速连续3个月回落、降幅连续3个月收窄；率、占比和时点数说其本身，of写growth则说增速"
OPTIONS = ("of",)
_LEAST = 3


def make(wanted: Wanted, book: Asking) -> Fact:
    """Months of this year, one after the other without a gap, in which the figure moved the same way."""
    measure, _ = _trend.measure(wanted, book.indicator(wanted.subject))
    now = book.need(measure, wanted.subject, period=wanted.period.code)
    known = [
        (period, value) for period, value in book.history(wanted.subject, measure)
        if period.year == wanted.period.year and period.last <= wanted.period.last
    ]  # fmt: skip
    if wanted.period.first != 1 or now.qualifier or not known or known[-1][0] != wanted.period:
        raise Lacking("不是从年初起的累计，不说连续变化")
    moves: list[Decimal] = []
    for (later, value), (earlier, before) in pairwise(reversed(known)):
        if later.last - earlier.last != 1 or (moves and (value - before) * moves[0] <= 0) or value == before:
            break
        moves.append(value - before)
    if len(moves) < _LEAST:
        raise Lacking("连续变化不足三个月")
    values = [value for _, value in known[-len(moves) - 1 :]]
    printed, indicator = f"{len(moves)}个月", book.indicator(wanted.subject)
    if measure == "growth":
        extent, verb = _words(moves[0] > 0, values, _shape.extents(indicator))
    else:
        extent, verb = (
            "",
            ("提高" if moves[0] > 0 else "降低")
            if indicator.nature == "rate"
            else ("增加" if moves[0] > 0 else "减少"),
        )
    return _made.derived(
        wanted, Decimal(len(moves)), "个月", (printed, f"{extent}连续{printed}{verb}"), of=(now,),
        formula=f"本年各期{'累计增速' if extent else '数'}依次比较", marked=False,
    )  # fmt: skip


def _words(rises: bool, values: list[Decimal], extents: tuple[str, str]) -> tuple[str, str]:  # noqa: FBT001 - reads well
    """A fall that shrinks is 降幅收窄."""
    if max(values) <= 0:
        return extents[1], "收窄" if rises else "扩大"
    more = "回升" if extents[0] == "增速" else "扩大"
    return extents[0], more if rises else "回落"
