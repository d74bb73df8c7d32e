"""Turn the numbers of a text into slips where a share, a difference or a growth does not follow from the numbers beside it.

Computed first and rounded then (domain 2.3-10): what rounding can explain is no fault.
"""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, Decimal
from typing import TYPE_CHECKING

from reporter.proof.rules._quantity import UNIT, rounded
from reporter.proof.rules._rule import NUMBER, Odd, Rule, Slip, odd, once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reporter.proof.rules._rule import Text

_HUNDRED = Decimal(100)
_SHARES = (
    re.compile(rf"(?P<whole>{NUMBER})(?P<unit>{UNIT})(?=[^，。；]{{0,12}}中)[^。；，]{{0,12}}?(?P<part>{NUMBER})(?P=unit)[^。；]{{0,12}}?(?:占|率|比重)[^\d。；]{{0,6}}?(?P<share>{NUMBER})%"),
    re.compile(rf"(?P<whole>{NUMBER})(?P<unit>{UNIT})[^。；]{{0,30}}?其中[^。；\d]{{0,20}}?(?P<part>{NUMBER})(?P=unit)，占(?:比)?(?:为|达)?(?P<share>{NUMBER})%"),
    re.compile(rf"(?P<part>{NUMBER})(?P<unit>{UNIT})，占(?:全部|全区|总数)?(?:的)?(?P<whole>{NUMBER})(?P=unit)的(?P<share>{NUMBER})%"),
    re.compile(rf"目标(?P<whole>{NUMBER})(?P<unit>{UNIT})，[^。；\d]{{0,8}}(?P<part>{NUMBER})(?P=unit)，完成[^。；，\d]*?(?P<share>{NUMBER})%"),
)  # fmt: skip


@once
def _shares(text: str) -> Iterator[Odd]:
    """Shares that are cut off instead of rounded, or wrong."""
    for pattern in _SHARES:
        for match in pattern.finditer(text):
            whole, part, said = (Decimal(match[name]) for name in ("whole", "part", "share"))
            if not whole or part > whole or match["unit"] in "%‰":
                continue
            exact = part / whole * _HUNDRED
            spread = exact * (_slack(part) + _slack(whole))
            unit = Decimal(1).scaleb(int(said.as_tuple().exponent))
            if abs(exact - said) <= unit / 2 + spread:
                continue
            better = f"写“{rounded(exact, said)}%”"
            words, at = f"{said}%", match.start("share")
            if exact.quantize(unit, rounding=ROUND_DOWN) == said:
                yield (
                    at,
                    words,
                    "truncation",
                    f"{part}÷{whole}＝{rounded(exact, Decimal('0.01'))}%，被截去了尾数",
                    better,
                )
            else:
                yield at, words, "share_mismatch", f"{part}÷{whole}＝{rounded(exact, Decimal('0.01'))}%", better


def _slack(value: Decimal) -> Decimal:
    """How far a printed number may be from its value, as a part of it; counts are exact."""
    places = int(value.as_tuple().exponent)
    return Decimal("0.5").scaleb(places) / value if places and value else Decimal(0)


_MOVED = (
    re.compile(rf"由[^，。；\d]{{0,8}}(?P<one>{NUMBER})%[^，。；\d]{{0,4}}(?:提高|上升|提升|增加|加快|下降|回落|降低|降|减少|放缓)?[到至](?P<two>{NUMBER})%，[^，。；\d]{{0,6}}?(?:提高|上升|提升|增加|加快|下降|回落|降低|减少|放缓)了?(?P<gap>{NUMBER})个百分点"),
    re.compile(rf"(?:增长|为|达)(?P<one>{NUMBER})%，(?:高于|低于|快于|慢于)[^，。；\d（]{{1,10}}（(?P<two>{NUMBER})%）(?P<gap>{NUMBER})个百分点"),
)  # fmt: skip


def _differences(text: str) -> Iterator[tuple[int, str, str, str, str, bool]]:
    """Differences of percentages that the two printed numbers do not give; last whether rounding can explain it."""
    for pattern in _MOVED:
        for match in pattern.finditer(text):
            one, two, gap = (Decimal(match[name]) for name in ("one", "two", "gap"))
            exact = abs(two - one)
            if rounded(exact, gap) == gap or (rounded(gap, exact) == exact):
                continue
            slack = sum((Decimal(1).scaleb(int(each.as_tuple().exponent)) for each in (one, two, gap)), Decimal(0)) / 2
            explained = abs(exact - gap) < slack
            why = (
                "与印出的两数之差不同；若是先算后舍，属正常"
                if explained
                else f"两数之差是{rounded(exact, gap)}个百分点"
            )
            better = "照原样，必要时加注" if explained else f"写“{rounded(exact, gap)}个百分点”；先算后舍"
            yield match.start("gap"), f"{gap}个百分点", "round_after_diff", why, better, explained


def _subtracted(text: Text) -> Iterator[Slip]:
    for index, paragraph in enumerate(text):
        for start, words, _, why, better, explained in _differences(paragraph.text):
            yield Slip(index, start, words, why, better, "note" if explained else None)


_GROWN = re.compile(
    rf"由(?P<one>{NUMBER})(?P<unit>[万亿]?(?:{UNIT}))(?:增加|增长|提高|上升|扩大|发展)[到至](?P<two>{NUMBER})(?P=unit)，"
    rf"(?:(?:增长|增加)了?(?:(?P<times>{NUMBER}|[一两二三四五六七八九])倍|(?P<percent>{NUMBER})%)|翻了?(?P<doubled>[一两二三四])番)"
)
_TIMES = re.compile(
    rf"[是为][^，。；\d]{{1,12}}的(?P<one>{NUMBER})倍，[^，。；\d]{{0,8}}?(?:增长|增加)了?(?P<two>{NUMBER})倍"
)
_DIGITS = {word: Decimal(value) for value, word in enumerate("零一二三四五六七八九")} | {"两": Decimal(2)}


@once
def _growth(text: str) -> Iterator[Odd]:
    """Growth between two numbers that stand in the same sentence."""
    yield from _folds(text)
    for match in _GROWN.finditer(text):
        one, two = Decimal(match["one"]), Decimal(match["two"])
        if not one:
            continue
        exact = two / one - 1
        slack = (exact + 1) * (_slack(one) + _slack(two))
        at, words = match.end("two") + len(match["unit"]) + 1, match.group().rpartition("，")[2]
        if match["percent"]:
            said = Decimal(match["percent"])
            unit = Decimal(1).scaleb(int(said.as_tuple().exponent))
            if abs(exact * _HUNDRED - said) > unit / 2 + slack * _HUNDRED:
                right = rounded(exact * _HUNDRED, Decimal("0.1"))
                yield at, words, "growth_mismatch", f"由{one}到{two}是增长{right}%", f"写“增长{right}%”"
            continue
        step, wanted = _multiple(match)
        if abs(exact + 1 - wanted) > step / 2 + slack:
            times = format(rounded(exact, Decimal("0.1")).normalize(), "f")
            yield at, words, "times_mismatch", "增长1倍即到2倍，翻一番即增长100%", f"写“增长{times}倍”"


def _folds(text: str) -> Iterator[Odd]:
    """是上年同期的2.5倍 is growth by 1.5倍."""
    for match in _TIMES.finditer(text):
        fold, grown = Decimal(match["one"]), Decimal(match["two"])
        if abs(fold - 1 - grown) > Decimal(1).scaleb(int(grown.as_tuple().exponent)):
            better = f"写“增长{format((fold - 1).normalize(), 'f')}倍”"
            yield match.start(), match.group(), "times_mismatch", "是几倍，就是增长几减一倍", better


def _multiple(match: re.Match[str]) -> tuple[Decimal, Decimal]:
    """The last printed place, and how many times the old number the new one is said to be; 翻番 is said loosely."""
    if match["doubled"]:
        wanted = Decimal(2) ** int(_DIGITS[match["doubled"]])
        return wanted / 5, wanted
    said = _DIGITS.get(match["times"]) or Decimal(match["times"])
    return Decimal(1).scaleb(int(said.as_tuple().exponent)), said + 1


RULES: tuple[Rule, ...] = (
    Rule("truncation", "error", odd(_shares, "truncation")),
    Rule("share_mismatch", "error", odd(_shares, "share_mismatch")),
    Rule("round_after_diff", "error", _subtracted),
    Rule("times_mismatch", "error", odd(_growth, "times_mismatch")),
    Rule("growth_mismatch", "error", odd(_growth, "growth_mismatch")),
)
