"""Turn the PDF's own text into findings: words and numbers that are not what the document says at that place.

The PDF is read as pdfium reads it, page by page in the order of drawing, and every block of the HTML is looked for
there. What is left over must be the labels of the figures, the running head and the page number; a numeral beyond these
was put in by nobody we know. Numbers are compared within their sentence or row and rows in their order, so that two
swapped ones are found.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import groupby, repeat
from os.path import commonprefix
from typing import TYPE_CHECKING

import pypdfium2

from reporter.model.finding import Finding, Place
from reporter.numerals import numerals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reporter.proof.reading import Block

_AHEAD = 4
"""Pages from the cursor on, on which a block may be: a figure is put off until there is room."""
_FLOATS = 24
"""Characters of floats (单位：亿元) that a page may begin with, before what goes on from the page before."""
_NUMBER = 3
"""Digits of a page's number, which stands where a text is cut."""
_SHOWN = 24
_TABLE_NAME = re.compile(r"表\d+")


@dataclass
class Page:
    """The text of one page without white space, and which of it has been accounted for."""

    number: int
    text: str
    used: bytearray = field(default_factory=bytearray)
    broken: int = 0
    """Characters that have no Unicode value."""

    def __post_init__(self) -> None:
        """Nothing is accounted for yet."""
        self.used = bytearray(len(self.text))

    def find(self, words: str, start: int = 0) -> int:
        """Where ``words`` stand from ``start`` on and are not yet accounted for; -1 when nowhere."""
        at = self.text.find(words, start)
        while at >= 0 and any(self.used[at : at + len(words)]):
            at = self.text.find(words, at + 1)
        return at

    def agrees(self, words: str) -> int:
        """How many characters of ``words``, from their first on, stand somewhere on the page."""
        return bisect_left(range(len(words)), 1, key=lambda index: self.find(words[: index + 1]) < 0)

    def take(self, start: int, length: int) -> None:
        """Account for a piece."""
        self.used[start : start + length] = b"\1" * length

    @property
    def left(self) -> Iterator[str]:
        """The pieces that nothing accounts for."""
        for used, run in groupby(range(len(self.text)), self.used.__getitem__):
            if not used:
                yield "".join(self.text[index] for index in run)


@dataclass(frozen=True, slots=True)
class Unit:
    """What is looked for as a whole: a block, or all cells of a row."""

    words: str
    block: Block


def pages(pdf: bytes) -> list[Page]:
    """The text of every page, in the order in which it is drawn."""
    file = pypdfium2.PdfDocument(pdf)
    try:
        return [Page(number, squeeze(text), broken=broken) for number, (text, broken) in enumerate(map(_read, file), 1)]
    finally:
        file.close()


def _read(page: pypdfium2.PdfPage) -> tuple[str, int]:
    """Text of one page, and how many of its characters have no Unicode value."""
    text = page.get_textpage()
    try:
        words, count = text.get_text_range(), text.count_chars()
        unmapped = map(pypdfium2.raw.FPDFText_HasUnicodeMapError, repeat(text.raw), range(count))
        broken = list(unmapped).count(1)
        if "\0" in words or len(words) < count:
            broken = _broken(text, count)
    finally:
        text.close()
        page.close()
    return words, broken


def _broken(text: pypdfium2.PdfTextPage, count: int) -> int:
    """How many characters have no Unicode value, those that do not show in the text included."""
    unmapped, unicode, handle = pypdfium2.raw.FPDFText_HasUnicodeMapError, pypdfium2.raw.FPDFText_GetUnicode, text.raw
    return sum(unmapped(handle, index) == 1 or not unicode(handle, index) for index in range(count))


def squeeze(text: str) -> str:
    """The text without white space and without characters that have no shape."""
    return text.translate(_SHAPES)


def _unseen(character: str) -> bool:
    """Spaces, controls, soft hyphens, joiners, and the non-characters that pdfium puts at the end of a line."""
    if character.isascii():
        return character <= " "
    return character.isspace() or unicodedata.category(character) in {"Cc", "Cf", "Cn", "Co"}


class _Shapes(dict[int, int | None]):
    """What becomes of each character, looked up once."""

    def __missing__(self, code: int) -> int | None:
        """The character itself, or nothing."""
        self[code] = None if _unseen(chr(code)) else code
        return self[code]


_SHAPES = _Shapes()


def units(blocks: Iterable[Block]) -> Iterator[Unit]:
    """Blocks one by one, the cells of a row together."""
    for row, group in groupby(blocks, lambda block: block.row):
        cells = list(group)
        if row:
            yield Unit("".join(squeeze(cell.text) for cell in cells), cells[0])
        else:
            yield from (Unit(squeeze(block.text), block) for block in cells)


def compare(blocks: Iterable[Block], read: Sequence[Page]) -> Iterator[Finding]:
    """Look for every block in its turn; account for what is found, report what is not.

    Figures and floats are drawn after or before the text around them, so that words may come out of turn; a text with a
    numeral in it may not, unless it belongs to a figure.
    """
    cursor = (0, 0)
    heads, lost = [], []
    for unit in units(blocks):
        heads += [unit.words] if unit.block.tag == "th" else []
        heads += [f"续{unit.words}"] if _TABLE_NAME.match(unit.words) else []
        found = _seek(unit, read, cursor)
        if found is None:
            lost.append((unit, cursor[0]))
        elif found < cursor and not unit.block.apart and numerals(unit.words):
            yield _finding(
                unit, read[found[0]], "moved_text", f"“{unit.words[:_SHOWN]}”没有印在它的位置上，次序与稿件不同。"
            )
        elif not unit.block.apart:
            cursor = max(cursor, found)
    _take_again(heads, read)
    for unit, page in lost:
        yield _missing(unit, read, page)


def _take_again(heads: Iterable[str], read: Iterable[Page]) -> None:
    """Account for the head of a table that goes on: it is printed once more on each page."""
    for page in read:
        for words in heads:
            while (at := page.find(words)) >= 0:
                page.take(at, len(words))


def _seek(unit: Unit, read: Sequence[Page], cursor: tuple[int, int]) -> tuple[int, int] | None:
    """Account for a unit: from the cursor on, else earlier on the page, else across a page's end; where it ends."""
    page, position = cursor
    near = range(page, min(page + _AHEAD, len(read)))
    for number in near:
        for start in (position, 0) if number == page else (0,):
            at = read[number].find(unit.words, start)
            if at >= 0:
                read[number].take(at, len(unit.words))
                return number, at + len(unit.words)
    return next(filter(None, (_split(unit.words, read, number) for number in near)), None)


def _split(words: str, read: Sequence[Page], number: int) -> tuple[int, int] | None:
    """Account for words that begin on one page and go on over the next one; where they end.

    The number of a page may be the very character with which the words go on: the split that leaves nothing before them
    on the next page is the right one.
    """
    if number + 1 >= len(read):
        return None
    running = commonprefix([page.text for page in read[1:]]) if len(read) > _AHEAD else ""  # noqa: RUF071 - no paths
    head = _FLOATS + len(running)
    fits = read[number].agrees(words)
    splits = [
        (onward, length) for length in range(fits, max(0, fits - _NUMBER - 1), -1)
        if 0 <= (onward := read[number + 1].find(words[length:])) <= head
    ]  # fmt: skip
    if not splits:
        return None
    onward, length = min(splits)
    read[number].take(read[number].find(words[:length]), length)
    read[number + 1].take(onward, len(words) - length)
    return number + 1, onward + len(words) - length


def _missing(unit: Unit, read: Sequence[Page], near: int) -> Finding:
    """A unit that is printed nowhere, or otherwise than written: the page that agrees longest, and where it departs."""
    best, length, at = near, 0, 0
    for number in range(near, min(near + _AHEAD, len(read))):
        page = read[number]
        fits = page.agrees(unit.words)
        if fits > length:
            best, length, at = number, fits, page.find(unit.words[:fits])
    page = read[best]
    printed = page.text[at + length : at + length + _SHOWN]
    page.take(at, length)
    _take_tail(unit.words[length:], page, at + length)
    start = max(0, length - _SHOWN // 2)
    wanted = unit.words[start : length + _SHOWN // 2]
    shown = unit.words[start:length] + printed[: _SHOWN // 2]
    said = f"稿件为“{wanted}”，印出来是“{shown}”。" if length else f"稿件中的“{wanted}”没有印出来。"
    return _finding(unit, page, "print_differs", said)


def _take_tail(words: str, page: Page, start: int) -> None:
    """Account for the end of a unit whose middle differs, so that it is reported once."""
    for skip in range(1, len(words)):
        if len(words) - skip < _SHOWN // 4:
            return
        at = page.find(words[skip:], start)
        if 0 <= at <= start + len(words):
            page.take(start, at + len(words) - skip - start)
            return


def _finding(unit: Unit, page: Page, rule: str, message: str) -> Finding:
    """An error at a page and the heading above the unit."""
    heading = f"“{unit.block.heading}”一节" if unit.block.heading else "正文"
    return Finding(
        rule, "error", Place(part=f"第{page.number}页{heading}"), message, "不要使用这份PDF，重新生成后再校对"
    )
