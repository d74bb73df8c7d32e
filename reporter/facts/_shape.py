"""Turn a value, its unit and its qualifier into the words that are printed.

Values are computed first and rounded last; halves go where the decimal context of the book says (四舍五入, or 四舍六入五成双).
"""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

from reporter.model.fact import MINUS

if TYPE_CHECKING:
    from reporter.model.indicator import Indicator

POINTS = "个百分点"
_BEFORE = {"约", "近", "突破"}
_VERBS = {
    "quantity": ("增长", "下降"),
    "price": ("上涨", "下跌"),
    "rate": ("提高", "降低"),
    "balance": ("增长", "下降"),
    "intensity": ("上升", "下降"),
}
_EXTENTS = {"price": ("涨幅", "跌幅"), "intensity": ("升幅", "降幅")}
_TIMES_FROM = 200
"""Growth above this many per cent is said in 倍 (domain 2.3-9)."""


def rounded(value: Decimal, decimals: int) -> Decimal:
    """To so many decimals, halves as the context says."""
    return value.quantize(Decimal(1).scaleb(-decimals))


def place(value: Decimal, *, tied: bool = False) -> str:
    """A rank as it is said: 第一, 第3位, 并列第一, 并列第3位."""
    return f"{'并列' if tied else ''}{'第一' if value == 1 else f'第{plain(value, 0)}位'}"


def up(value: Decimal) -> Decimal:
    """The next whole number: a part of a project cannot be built."""
    return value.quantize(Decimal(1), ROUND_CEILING)


def plain(value: Decimal, decimals: int | None = None) -> str:
    """The figure's size in digits, without its sign: the verb says that."""
    return format(abs(value if decimals is None else rounded(value, decimals)), "f")


def number(value: Decimal, unit: str, qualifier: str = "", decimals: int | None = None) -> str:
    """A figure with its unit and qualifier in the order of the language: 约3亿元, 700余家, 50%以上."""
    negative = value < 0 and not is_zero(value, decimals)
    digits = (MINUS if negative else "") + plain(value, decimals)
    if qualifier in _BEFORE:
        return f"{qualifier}{digits}{unit}"
    if qualifier == "余":
        return f"{digits}余{unit}"
    return f"{digits}{unit}{qualifier}"


def verbs(indicator: Indicator) -> tuple[str, str]:
    """How its rise and its fall are said."""
    return _VERBS[indicator.nature]


def extents(indicator: Indicator) -> tuple[str, str]:
    """What the size of its rise and of its fall is called: 增速 and 降幅, 涨幅 and 跌幅, 升幅 and 降幅."""
    return _EXTENTS.get(indicator.nature, ("增速", "降幅"))


def rate(value: Decimal, decimals: int, qualifier: str, indicator: Indicator) -> tuple[str, str]:
    """Number and phrase of a growth rate; what rounds to nothing is no growth of 0.0 %, 2750.7 % is 27.5倍."""
    if is_zero(value, decimals):
        words = "持平" if value == 0 else "基本持平"
        return words, words
    verb = verbs(indicator)[value < 0]
    if value > _TIMES_FROM:
        printed = number(value / 100, "倍", qualifier, 1)
    else:
        printed = number(abs(value), "%", qualifier, decimals)
    return printed, f"{verb}{printed}"


def is_zero(value: Decimal, decimals: int | None) -> bool:
    """Whether it would be printed as 0."""
    return (value if decimals is None else rounded(value, decimals)) == 0


def decimals_of(indicator: Indicator, value: Decimal) -> int:
    """Decimals of a level in print: the dictionary's, else as sent."""
    return _sent(value) if indicator.decimals is None else indicator.decimals


def rate_decimals_of(indicator: Indicator, value: Decimal) -> int:
    """Decimals of a rate in print: the dictionary's, else as sent."""
    return _sent(value) if indicator.rate_decimals is None else indicator.rate_decimals


def computed_decimals_of(indicator: Indicator) -> int:
    """Decimals of a rate that nobody sent: the dictionary's, else one."""
    return 1 if indicator.rate_decimals is None else indicator.rate_decimals


def _sent(value: Decimal) -> int:
    """How many decimals a value was sent with."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
