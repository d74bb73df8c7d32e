"""How many places it moved: 前移2位, 后移1位."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts import _earlier, _made, _shape
from reporter.facts._terms import Lacking

if TYPE_CHECKING:
    from reporter.facts._terms import Asking, Wanted
    from reporter.model.fact import Fact

KIND = "rank_change"
RANKS = True
SAYS = "位次变化：位次比上年同期前移2位、后移1位、不变；against写上年同期、上期或2018-Q1"
OPTIONS = ("against", "scope")


def make(wanted: Wanted, book: Asking) -> Fact:
    """Places gained (positive) or lost within the same scope."""
    scope = wanted.option("scope")
    now = book.need("rank", wanted.subject, period=wanted.period.code, scope=scope)
    then = _earlier.fact(wanted, book, "rank", scope=scope or now.scope)
    if now.scope != then.scope:
        raise Lacking("两期位次的范围不同，不能相比", rule="mixed_scope")
    value, words = then.value - now.value, _earlier.said(wanted, then.period)
    if value == 0:
        said = ("不变", f"位次与{words}相比不变")
    else:
        printed = _shape.number(abs(value), "位", decimals=0)
        said = (printed, f"位次比{words}{'前移' if value > 0 else '后移'}{printed}")
    return _made.derived(
        wanted, value, "位", said, of=(now, then), formula=f"{then.number}到{now.number}", marked=False,
        times=_earlier.times(words),
    )  # fmt: skip
