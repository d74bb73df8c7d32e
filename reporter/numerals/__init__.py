"""Turn a text into the numerals that stand in it, Arabic and Chinese, with where they stand.

A numeral is whatever a reader would check against a source:

- Arabic figures, half or full width, with sign, thousands separators, decimals, 万 or 亿 and a percent sign;
- Chinese numerals before a 量词 or unit (十个, 四大, 三百余家), after 第 (第一), with 倍 or 成 (两倍, 三成), as a
  fraction (三分之一, 百分之十), after 翻 (翻两番), and any that is plainly composed (二十三, 一百零六);
- ①, Ⅳ, ½ and ㈠.

Words in which the character is no count any more (一批, 进一步, 千方百计) are listed in ``_idioms.py`` (one home for those who check texts before and after print). 一 before a
量词 counts (新开一家) unless it is an article (这一个, 每一家) or the 量词 is one of manner (一片, 一番).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.numerals._idioms import CLASSIFIERS, COUNTERS, IDIOMS, INDEFINITE

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Numeral:
    """One numeral of a text."""

    start: int
    end: int
    text: str
    chinese: bool = False


def _either(words: frozenset[str] | list[str]) -> str:
    """A pattern for any of these words, longest first."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


_ARABIC = re.compile(r"[-−－+＋]?[0-9０-９]+(?:,[0-9]{3})*(?:[.．][0-9０-９]+)?[十百千万亿]*[%％‰]?")
_DIGIT = "〇零一二三四五六七八九两"
_RUN = f"[{_DIGIT}十百千万亿]+(?:点[{_DIGIT}]+)?"
_AFTER = _either(CLASSIFIERS)
_COMPOSED = rf"(?:[{_DIGIT}]+[十百千万亿][{_DIGIT}十百千万亿]*|十[{_DIGIT}]|[一二三四五六七八九〇零]{{4}}(?=年))"
_IDIOM = re.compile(_either(IDIOMS))
_CHINESE = re.compile(
    rf"(?P<ordinal>第{_RUN})"
    rf"|(?P<fraction>{_RUN}分之{_RUN})"
    rf"|(?P<doubled>翻(?:了)?{_RUN}番)"
    rf"|(?P<more>[十百千万亿]+)(?=[余多](?:{_AFTER}))"
    rf"|(?P<counted>{_RUN})(?=[余多来]?(?P<unit>{_AFTER}))"
    rf"|(?P<composed>{_COMPOSED})",
)
_RARE = re.compile("[^\x00-\u00bb\u2010-\u203f\u3000-\u3020\u3400-\u9fff\uff00-\uffef]")
"""What may be a numeral of one character: no Latin letter, Chinese character or mark is, save 〇, which is told apart."""
_AROUND = re.compile(
    rf"{_AFTER}|%|元|吨|增长|下降|提高|降低|上升|上涨|下跌|增加|减少|新增|完成|达到|达|超过|约|近|余|多|以上|以下|以内|左右|突破|[，、。\s]"
)
_ONE = re.compile("一+")
_BARE = re.compile("[百千万亿]+")


def numerals(text: str) -> tuple[Numeral, ...]:
    """Every numeral of ``text``, from left to right."""
    arabic = [Numeral(*match.span(), match.group()) for match in _ARABIC.finditer(text)]
    masked = list(text)
    for numeral in arabic:
        masked[numeral.start : numeral.end] = "\0" * (numeral.end - numeral.start)
    rest = "".join(masked)
    found = [*arabic, *_signs(rest), *_chinese(rest)]
    return tuple(sorted(found, key=lambda numeral: numeral.start))


def is_number(text: str) -> bool:
    """Whether a text is a number with its unit, its verb and its qualifier and nothing else: 12个, 增长约3.2%, 第三."""
    found = numerals(text)
    rest = list(text)
    for numeral in found:
        rest[numeral.start : numeral.end] = "\0" * (numeral.end - numeral.start)
    return bool(found) and not _AROUND.sub("", "".join(rest).replace("\0", ""))


def _signs(text: str) -> Iterator[Numeral]:
    """Numerals that are one character: ①, Ⅳ, ½, ㈠; a superscript (m²) belongs to a unit."""
    for match in _RARE.finditer(text):
        character = match.group()
        if unicodedata.category(character) in {"No", "Nl"} and not unicodedata.decomposition(character).startswith(
            ("<super>", "<sub>")
        ):
            yield Numeral(*match.span(), character)


def _chinese(text: str) -> Iterator[Numeral]:
    """Chinese numerals outside idioms."""
    start = 0
    while number := _CHINESE.search(text, start):
        idiom = _IDIOM.search(text, start)
        if idiom and _passes_over(idiom, number):
            start = idiom.end()
        elif _counts(text, number):
            yield Numeral(*number.span(), number.group(), chinese=True)
            start = number.end()
        else:
            start = number.start() + 1


def _passes_over(idiom: re.Match[str], number: re.Match[str]) -> bool:
    """Whether an idiom ends before a match, or covers it with its 量词."""
    return idiom.end() <= number.start() or (idiom.start() <= number.start() and _extent(number) <= idiom.end())


def _extent(number: re.Match[str]) -> int:
    """Where a match ends with its 量词: 四季度 is longer than the idiom 四季, 四处 is not longer than itself."""
    return max(number.end(), number.end("unit"))


def _counts(text: str, number: re.Match[str]) -> bool:
    """Whether a match is a count: alone, 一 needs a counter and no article before it; 百 or 万 alone is none."""
    counted = number.group("counted")
    if counted is None:
        return True
    unit = number.group("unit")
    before = text[number.start() - 1] if number.start() else ""
    if _ONE.fullmatch(counted):
        return unit in COUNTERS and not (before and before in INDEFINITE)
    return not _BARE.fullmatch(counted) or bool(before and before in "几数上近")
