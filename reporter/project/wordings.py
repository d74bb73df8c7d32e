"""Turn the block ``wording:`` of ``schedules.yaml`` into rounding and judgement words."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from reporter.model.wording import TABLES, Band, Wording
from reporter.numerals import numerals

if TYPE_CHECKING:
    from reporter.project.block import Block

NEVER = ("稳中向好", "稳中有进")
"""Political judgements: written by people, never chosen by a machine (domain 2.5)."""


def wording(block: Block | None) -> Wording:
    """The office's wording; tables that it does not give stay as they are."""
    if block is None:
        return Wording()
    tables: dict[str, Any] = {name: bands for name in TABLES if (bands := _bands(block, name))}
    rounding: Any = block.choice("rounding", ("half_up", "half_even"), "half_up")
    found = Wording(rounding, block.whole("often", 2, 1, 20), block.places("rate_decimals"), **tables)
    block.close()
    return found


def _bands(block: Block, name: str) -> tuple[Band, ...]:
    """One table, highest band first; bands out of order are a fault."""
    found = tuple(_band(inner) for inner in block.blocks(name))
    least = [band.least for band in found]
    falling = all(high is not None and (low is None or low <= high) for high, low in pairwise(least))
    if found and (not falling or least[-1] is not None):
        block.wrong(name, "从高到低的分档，最后一档不写from", "参照{from: 5, words: [较快增长]}")
    return found


def _band(inner: Block) -> Band:
    """One band; a word that is a judgement for people, or holds a numeral, is a fault."""
    words = inner.words("words")
    for word in words:
        if word in NEVER or numerals(word):
            inner.wrong("words", f"可由数据推出、不含数字的判断词，“{word}”不是")
    found = Band(_decimal(inner, "from"), words, _decimal(inner, "ahead"))
    inner.close()
    return found


def _decimal(inner: Block, key: str) -> Decimal | None:
    """A bound; ``None`` where none is written."""
    written = inner.text(key)
    if not written:
        return None
    try:
        bound = Decimal(written)
    except InvalidOperation:
        bound = Decimal("NaN")
    if not bound.is_finite():
        inner.wrong(key, "数字")
        return None
    return bound
