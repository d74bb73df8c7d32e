"""Turn the numbers of a text into slips where parts and wholes do not agree (domain 2.3-11, 2.3-12)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from reporter.proof.rules._quantity import UNIT, quantities
from reporter.proof.rules._rule import NUMBER, Odd, Rule, odd, once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reporter.proof.rules._quantity import Quantity

_HUNDRED = Decimal(100)
_SENTENCE = re.compile("[^。！？\n]+[。！？]?")
_OVERLAP = re.compile("交叉|重复|重叠")
_NOTED = re.compile("四舍五入|舍入")
_TOTAL = re.compile("(?:合计|共计|总计)(?:为|达|达到|实现|完成)?$|(?<!等)，共(?:计|有)?$")
_KIND = r"(?:增加值|产值|投资|产业|企业|项目|人口|税收|面积|就业|产量)"
_WHOLE_RATIO = re.compile(
    rf"产业[^，。；]{{0,8}}?(?:结构|比例|比)[^，。；\d]{{0,6}}({NUMBER}(?:[:：∶]{NUMBER}){{2}})(?![:：∶\d])"
)
_OVER = re.compile(rf"{_KIND}[^，。；]*?占[^，。；]*?({NUMBER})%")
_OF = re.compile(
    rf"(?P<part>{NUMBER})(?P<unit>(?:万亿|[万亿])?(?:{UNIT}))，占[^，。；\d]{{0,12}}?(?P<whole>{NUMBER})(?P=unit)的"
)
_INDUSTRIES = re.compile(rf"第一产业增加值(?:实现|为)?{NUMBER}|第一、(?:第)?二、(?:第)?三产业增加值分别")


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    for match in _SENTENCE.finditer(text):
        yield match.start(), match.group()


@once
def _parts(text: str) -> Iterator[Odd]:
    """A part that is larger than what it is a part of."""
    before = ""
    for start, sentence in _sentences(text):
        head, marker, tail = sentence.partition("其中")
        if marker:
            wholes = [
                one
                for one in quantities(head if quantities(head) else before)
                if not one.change and one.unit not in "%个百分点"
            ]
            for part in quantities(tail):
                like = [one.value for one in wholes if one.unit == part.unit]
                if not part.change and like and part.value > max(like):
                    at = start + len(head) + len(marker) + part.start
                    yield at, part.words, "part_gt_whole", "“其中”项大于总项", "核对两个数；口径不同的另起一句并注明"
        before = sentence
    for match in _OF.finditer(text):
        if Decimal(match["part"]) > Decimal(match["whole"]):
            yield match.start(), match.group(), "part_gt_whole", "部分大于总体", "核对两个数；口径不同的不写比重"
    for match in _OVER.finditer(text):
        if Decimal(match[1]) > _HUNDRED:
            yield (
                match.start(),
                match.group(),
                "part_gt_whole",
                "部分占总体的比重超过100%",
                "核对两个数；口径不同的不写比重",
            )


@once
def _sums(text: str) -> Iterator[Odd]:
    """Totals that are not the sum of what is listed before or after them."""
    for start, sentence in _sentences(text):
        for clause in re.finditer("[^；]+", sentence):
            found = quantities(clause.group())
            for total in found:
                if _TOTAL.search(clause.group()[: total.start]):
                    parts = [
                        one for one in found if one.start < total.start and one.unit == total.unit and not one.change
                    ]
                    yield from _summed(start + clause.start(), total, parts, text)
    yield from _industries(text)
    for match in _WHOLE_RATIO.finditer(text):
        shares = [Decimal(part) for part in re.split("[:：∶]", match[1])]
        step = min(Decimal(1).scaleb(int(share.as_tuple().exponent)) for share in shares)
        yield from _judged(match.start(1), match[1], _HUNDRED, shares, step, text)


def _industries(text: str) -> Iterator[Odd]:
    """The three industries are all of the product."""
    match = _INDUSTRIES.search(text)
    if not match:
        return
    wholes = [one for one in quantities(text[: match.start()]) if one.unit == "元" and not one.change]
    if "生产总值" not in text[: match.start()] or not wholes:
        return
    parts = [one for one in quantities(text[match.start() :]) if one.unit == "元" and not one.change]
    if len(parts) >= 3 and wholes[-1].start < match.start():  # noqa: PLR2004 - three industries
        whole = max(wholes, key=lambda one: one.value)
        yield from _judged(whole.start, whole.words, whole.value, [one.value for one in parts[:3]], whole.step, text)


def _summed(start: int, total: Quantity, parts: list[Quantity], text: str) -> Iterator[Odd]:
    """A total with the parts that are listed before it."""
    if len(parts) > 1:
        step = max(total.step, *(part.step for part in parts))
        yield from _judged(start + total.start, total.words, total.value, [part.value for part in parts], step, text)


def _judged(at: int, words: str, total: Decimal, parts: list[Decimal], step: Decimal, text: str) -> Iterator[Odd]:
    """Equal, different by rounding, by overlap, or wrong."""
    gap = abs(sum(parts, Decimal(0)) - total)
    if not gap:
        return
    if _OVERLAP.search(text):
        yield at, words, "overlap_ok", "各项有交叉，相加不等于合计", "照原样，注明“各项有交叉，不能相加”"
    elif step and gap <= step * len(parts) / 2:
        if not _NOTED.search(text):
            said = "注明“部分数据因四舍五入，分项与合计略有差异，未作机械调整”"
            yield at, words, "rounding_sum", "分项之和与合计差在末位", said
    else:
        yield (
            at,
            words,
            "sum_mismatch",
            f"分项相加是{_plain(sum(parts, Decimal(0)))}，与“{words}”不符",
            "核对各项；漏列的补上“其他”",
        )


def _plain(value: Decimal) -> str:
    """A sum as a reader writes it."""
    for name, power in (("亿", 8), ("万", 4)):
        if abs(value) >= Decimal(1).scaleb(power):
            return f"{format(value.scaleb(-power).normalize(), 'f')}{name}"
    return format(value.normalize(), "f")


RULES: tuple[Rule, ...] = (
    Rule("part_gt_whole", "error", odd(_parts, "part_gt_whole")),
    Rule("sum_mismatch", "error", odd(_sums, "sum_mismatch")),
    Rule("rounding_sum", "note", odd(_sums, "rounding_sum")),
    Rule("overlap_ok", "note", odd(_sums, "overlap_ok")),
)
