"""How much together: the sum of parts that do not overlap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts import _shape
from reporter.facts._shape import Lacking

if TYPE_CHECKING:
    from reporter.facts._shape import Asking, Wanted
    from reporter.model.fact import Fact

KIND = "total"
SAYS = "合计（推算），plus写其余各项，用顿号隔开：55个"


def make(wanted: Wanted, book: Asking) -> Fact:
    """The sum of levels of one unit; none of figures that are only roughly known, none of half the parts."""
    names = (wanted.subject, *filter(None, wanted.options.get("plus", "").split("、")))
    parts = [book.need("level", name, period=wanted.period.code) for name in names]
    if any(part.qualifier for part in parts):
        raise Lacking("概数不可相加")
    if len({part.unit for part in parts}) > 1:
        raise Lacking("单位不同，不可相加")
    value = sum((part.value for part in parts[1:]), parts[0].value)
    printed = _shape.number(value, parts[0].unit)
    formula = "＋".join(part.number for part in parts)
    return _shape.derived(
        wanted, value, parts[0].unit, (printed, f"合计{printed}"), of=parts, formula=formula, subject="＋".join(names)
    )
