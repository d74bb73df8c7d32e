"""Turn a sentence into its quantities: the number as printed, its magnitude and its unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from reporter.proof.rules._rule import NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterator

UNIT = (
    "个百分点|%|‰|美元|港元|欧元|元|吨|人次|人|户|家|个|项|件|名|宗|台|辆|套|平方米|平方公里|公里|公顷|亩|米|千瓦时|度"
    "|位|所|张|条|处|起|次|头|只|艘|座|栋|幢|支|对|份|场|种|批"
)
_SCALE = {"": 0, "万": 4, "亿": 8, "万亿": 12}
_QUANTITY = re.compile(rf"(?<![\d.第])(?P<number>{NUMBER})(?P<scale>万亿|亿|万)?(?P<unit>{UNIT})")
_SERIES = re.compile(rf"(?P<number>{NUMBER})(?=[、和与及])")
_CHANGED = re.compile("(?:增加|减少|增长|下降|提高|降低|回落|上升|净增|净减|超|高于|低于|快于|慢于)了?$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, where it stands."""

    start: int
    end: int
    words: str
    number: Decimal
    scale: str
    unit: str
    change: bool
    """An increase or a difference, and no level."""

    @property
    def value(self) -> Decimal:
        """The number without its magnitude."""
        return self.number.scaleb(_SCALE[self.scale])

    @property
    def step(self) -> Decimal:
        """The last printed place; counts are not rounded and have none."""
        places = self.number.as_tuple().exponent
        if not places and not self.scale:
            return Decimal(0)
        return Decimal(1).scaleb(int(places) + _SCALE[self.scale])


@lru_cache(maxsize=2048)
def quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text in order; in 33、14家 the unit belongs to every number of the series."""
    found = [
        _of(text, match, match["number"], match["scale"] or "", match["unit"]) for match in _QUANTITY.finditer(text)
    ]
    return tuple(sorted([*found, *_series(text, found)], key=lambda one: one.start))


def _series(text: str, found: list[Quantity]) -> Iterator[Quantity]:
    """Numbers that leave their unit to the last one of the series."""
    starts = {one.start: one for one in found}
    taken = {one.start for one in found}
    for match in reversed(list(_SERIES.finditer(text))):
        after = starts.get(match.end() + 1)
        if after is not None and match.start() not in taken and not text[: match.start()].endswith(("第", ".")):
            one = _of(text, match, match["number"], after.scale, after.unit)
            starts[one.start] = one
            yield one


def _of(text: str, match: re.Match[str], number: str, scale: str, unit: str) -> Quantity:
    change = bool(_CHANGED.search(text[: match.start()]))
    return Quantity(match.start(), match.end(), match.group(), Decimal(number), scale, unit, change)


def rounded(value: Decimal, like: Decimal) -> Decimal:
    """The value with as many decimals as ``like``, half up."""
    return value.quantize(Decimal(1).scaleb(int(like.as_tuple().exponent)), rounding=ROUND_HALF_UP)
