"""By how many percentage points a part pulls the total's growth (拉动), where that may be said (domain 2.3-15)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts import _made, _parts, _shape

if TYPE_CHECKING:
    from reporter.facts._terms import Asking, Wanted
    from reporter.model.fact import Fact

KIND = "pull"
SAYS = "拉动（推算）：拉动固定资产投资增长1.2个百分点；of写总项"
OPTIONS = ("of",)


def make(wanted: Wanted, book: Asking) -> Fact:
    """Percentage points: the part of the increase over the whole of a year ago."""
    rise = _parts.rise(wanted, book)
    value = rise.part / rise.base * 100
    printed = _shape.number(value, _shape.POINTS, decimals=1)
    said = (printed, f"拉动{rise.of}增长{printed}")
    part, part_then, _, base, _ = rise.facts
    formula = f"（{part.number}－{part_then.number}）÷{base.number}"
    return _made.derived(wanted, value, _shape.POINTS, said, of=rise.facts, formula=formula)
