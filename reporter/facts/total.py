"""How much together: the sum of parts that do not overlap."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from reporter.facts import _made, _shape
from reporter.facts._terms import Lacking
from reporter.model.indicator import overlap

if TYPE_CHECKING:
    from reporter.facts._terms import Asking, Wanted
    from reporter.model.fact import Fact

KIND = "total"
SAYS = "合计（推算），plus写其余各项，用顿号隔开：55个"
OPTIONS = ("plus",)
ROUNDING = "部分数据因四舍五入，分项与合计略有差异，未作机械调整"


def make(wanted: Wanted, book: Asking) -> Fact:
    """The sum of levels of one unit; none of half the parts, none of parts that overlap."""
    names = (wanted.subject, *filter(None, wanted.option("plus").split("、")))
    whole = _whole(names, book)
    parts = [book.need("level", name, period=wanted.period.code) for name in names]
    if len({part.unit for part in parts}) > 1:
        raise Lacking("单位不同，不可相加", rule="mixed_unit")
    value, qualifier = sum((part.value for part in parts[1:]), parts[0].value), _made.carried(parts)
    note = _against(whole, parts, wanted, book) if whole and not qualifier else ""
    decimals = max(
        _shape.decimals_of(book.indicator(name), part.value) for name, part in zip(names, parts, strict=True)
    )
    printed = _shape.number(value, parts[0].unit, qualifier, decimals)
    formula = "＋".join(part.number for part in parts)
    return _made.derived(
        wanted, value, parts[0].unit, (printed, f"合计{printed}"), of=parts, formula=formula, subject="＋".join(names),
        qualifier=qualifier, note=note,
    )  # fmt: skip


def _whole(names: tuple[str, ...], book: Asking) -> str:
    """The whole that these parts make up together, if they are all of it; parts that overlap are refused."""
    if reason := overlap(names, {name: book.indicator(name) for name in names}):
        raise Lacking(reason, rule="overlapping_parts")
    wholes = (part for name in names for part in book.indicator(name).part_of)
    return next((part.whole for part in wholes if set(names) == set(book.parts(part.whole, part.division))), "")


def _against(whole: str, parts: list[Fact], wanted: Wanted, book: Asking) -> str:
    """The note that parts and whole differ by rounding; a difference that rounding does not explain is refused."""
    try:
        published = book.need("level", whole, period=wanted.period.code)
    except Lacking:
        return ""
    off = abs(sum((part.value for part in parts), -published.value))
    if not off or published.unit != parts[0].unit:
        return ""
    coarsest = max(Decimal(1).scaleb(int(fact.value.as_tuple().exponent)) for fact in (*parts, published))
    if off > coarsest * len(parts) / 2:
        raise Lacking(f"各分项之和与报送的“{whole}”{published.number}不符", rule="sum_mismatch")
    return ROUNDING
