"""How it moved: whatever may be said of it - a growth rate, 减亏 and 扭亏, or a net increase on nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts._terms import Lacking

if TYPE_CHECKING:
    from reporter.facts._terms import Asking, Wanted
    from reporter.model.fact import Fact

KIND = "change"
SAYS = "同比变化，按能说的说：增长11.6%、扭亏为盈、比上年同期减亏0.3亿元、上年同期为零，净增12家"
_KINDS = ("growth", "balance", "net_increase")
_INSTEAD = frozenset({"negative_base", "zero_base", "pct_vs_pp"})


def make(wanted: Wanted, book: Asking) -> Fact:
    """The first kind that may be said; where none may, what is missing is what the first one lacks."""
    kinds = ("balance", "growth") if book.indicator(wanted.subject).nature == "balance" else _KINDS
    lacks: list[Lacking] = []
    for kind in kinds:
        try:
            return book.need(kind, wanted.subject, period=wanted.period.code)
        except Lacking as lack:
            lacks.append(lack)
    told = [lack for lack in lacks if lack.rule not in _INSTEAD]
    raise (told or lacks)[0]
