"""Which place, counted from the figures of all areas of a ranking; none where one of them is missing."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from reporter.facts import _made, _shape
from reporter.facts._terms import Lacking

if TYPE_CHECKING:
    from reporter.facts._terms import Asking, Wanted
    from reporter.model.fact import Fact

KIND = "computed_rank"
RANKS = True
SAYS = "由各区数据排出的位次，名单不全不排：增幅居全市第3位（推算）"
OPTIONS = ("scope",)


def make(wanted: Wanted, book: Asking) -> Fact:
    """The rank of growth, or of the level where the scope says 总量; equal figures share a place."""
    indicator = book.indicator(wanted.subject)
    among, _, of = wanted.option("scope").partition(" ")
    words, peers = book.peers(among)
    kind = "level" if of == "总量" or indicator.nature == "rate" else "growth"
    own = book.need(kind, wanted.subject, period=wanted.period.code)
    others = []
    for area in peers:
        try:
            others.append(book.need(kind, wanted.subject, period=wanted.period.code, area=area))
        except Lacking:
            raise Lacking(f"{words}的名单不全（缺{area}），不报位次", rule="") from None
    if any(fact.qualifier for fact in (own, *others)):
        raise Lacking("概数不能排位", rule="rough_figures")
    sign = -1 if indicator.better == "lower" else 1
    ahead = sum((fact.value - own.value) * sign > 0 for fact in others)
    printed = _shape.place(Decimal(ahead + 1), tied=any(fact.value == own.value for fact in others))
    what = ("增速" if own.value < 0 else "增幅") if kind == "growth" else ""
    return _made.derived(
        wanted, Decimal(ahead + 1), "位", (printed, f"{what}居{words}{printed}"), of=(own, *others),
        formula=f"按{words}{'增速' if kind == 'growth' else '数据'}由{'低' if sign < 0 else '高'}到{'高' if sign < 0 else '低'}排列",
    )  # fmt: skip
