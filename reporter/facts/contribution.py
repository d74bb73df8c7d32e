"""How much of a total's growth comes from a part (贡献率), where that may be said (domain 2.3-15)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts import _made, _parts, _shape

if TYPE_CHECKING:
    from reporter.facts._terms import Asking, Wanted
    from reporter.model.fact import Fact

KIND = "contribution"
SAYS = "贡献率（推算）：对固定资产投资增长的贡献率为42.1%；of写总项"
OPTIONS = ("of",)


def make(wanted: Wanted, book: Asking) -> Fact:
    """Per cent: the increase of the part over that of the whole."""
    rise = _parts.rise(wanted, book)
    value = rise.part / rise.whole * 100
    printed = _shape.number(value, "%", decimals=1)
    said = (printed, f"对{rise.of}增长的贡献率为{printed}")
    part, part_then, whole, base, _ = rise.facts
    formula = f"（{part.number}－{part_then.number}）÷（{whole.number}－{base.number}）"
    return _made.derived(wanted, value, "%", said, of=rise.facts, formula=formula)
