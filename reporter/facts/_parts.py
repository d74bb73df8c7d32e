"""Turn a part and its whole into their increases over a year, where contribution and pull may be said."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from reporter.facts._terms import Lacking

if TYPE_CHECKING:
    from reporter.facts._terms import Asking, Wanted
    from reporter.model.fact import Fact

_LEAST = Decimal("0.5")
"""Per cent: below this growth of the total, a contribution says nothing (domain 2.3-15)."""


@dataclass(frozen=True, slots=True)
class Rise:
    """The increases of a part and of its whole."""

    of: str
    """Name of the whole."""
    part: Decimal
    whole: Decimal
    base: Decimal
    """The whole a year ago."""
    facts: tuple[Fact, ...]


def rise(wanted: Wanted, book: Asking) -> Rise:
    """Both increases; raises :class:`Lacking` where they may not be set against each other."""
    own = book.indicator(wanted.subject)
    wholes = [part.whole for part in own.part_of]
    of = wanted.option("of", wholes[0] if wholes else "")
    if of not in wholes:
        raise Lacking(f"词典没有写明“{wanted.subject}”是“{of}”的一部分", rule="not_a_part")
    if not (own.growth_computed and book.indicator(of).growth_computed):
        raise Lacking("词典没有允许由绝对数推算，不报贡献率和拉动", rule="growth_not_computable")
    code, before = wanted.period.code, wanted.period.year_ago.code
    facts = tuple(book.need("level", name, period=period) for name in (wanted.subject, of) for period in (code, before))
    part, part_then, whole, base = facts
    if any(fact.qualifier for fact in facts):
        raise Lacking("概数不可相除", rule="rough_ratio")
    if len({fact.unit for fact in facts}) > 1:
        raise Lacking("单位不同，不可相比", rule="mixed_unit")
    growth = book.need("growth", of, period=code)
    total = whole.value - base.value
    if growth.value < _LEAST or total <= 0 or base.value <= 0:
        raise Lacking("总项没有增长或增长不到百分之零点五，不报贡献率和拉动")
    if part.value - part_then.value < 0:
        raise Lacking("分项没有增长，不报贡献率和拉动")
    return Rise(of, part.value - part_then.value, total, base.value, (*facts, growth))
