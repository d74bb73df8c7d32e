"""Turn a figure of one unit into another: 亿元 and 万元, 平方公里 and 公顷; never one currency into another."""

from __future__ import annotations

from decimal import Decimal

_BASES = {
    "元": ("元", "1"), "美元": ("美元", "1"), "欧元": ("欧元", "1"), "港元": ("港元", "1"), "日元": ("日元", "1"),
    "人": ("人", "1"), "人次": ("人次", "1"), "户": ("户", "1"), "家": ("家", "1"), "件": ("件", "1"), "辆": ("辆", "1"),
    "台": ("台", "1"), "套": ("套", "1"), "个": ("个", "1"), "次": ("次", "1"),
    "平方米": ("平方米", "1"), "公顷": ("平方米", "1E+4"), "平方公里": ("平方米", "1E+6"), "立方米": ("立方米", "1"),
    "米": ("米", "1"), "公里": ("米", "1E+3"), "千米": ("米", "1E+3"),
    "吨": ("吨", "1"), "千克": ("吨", "1E-3"), "公斤": ("吨", "1E-3"), "吨标准煤": ("吨标准煤", "1"),
    "千瓦时": ("千瓦时", "1"), "度": ("千瓦时", "1"),
    "%": ("%", "1"), "‰": ("%", "0.1"),
}  # fmt: skip
"""What a unit ends with: the kind of quantity, and how many of its basic unit."""
_MULTIPLES = {
    "": "1", "百": "1E+2", "千": "1E+3", "万": "1E+4", "十万": "1E+5", "百万": "1E+6", "千万": "1E+7", "亿": "1E+8",
    "十亿": "1E+9", "百亿": "1E+10", "万亿": "1E+12",
}  # fmt: skip
"""What may stand before it."""


def converted(value: Decimal, written: str, wanted: str) -> Decimal | None:
    """``value`` in the unit ``wanted``, without needless zeros; ``None`` where no fixed number leads from one to the other."""
    if written == wanted:
        return value
    here, there = _parsed(written), _parsed(wanted)
    if here is None or there is None or here[0] != there[0]:
        return None
    return Decimal(format((value * here[1] / there[1]).normalize(), "f"))


def known(unit: str) -> bool:
    """Whether it is a unit of this table."""
    return _parsed(unit) is not None


def _parsed(unit: str) -> tuple[str, Decimal] | None:
    """The kind of quantity, and how many of its basic unit a unit is."""
    if unit in _BASES:
        kind, size = _BASES[unit]
        return kind, Decimal(size)
    for end, (kind, size) in _BASES.items():
        before = unit.removesuffix(end)
        if before != unit and before in _MULTIPLES:
            return kind, Decimal(size) * Decimal(_MULTIPLES[before])
    return None
