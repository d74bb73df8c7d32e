"""Turn a PDF into passages: its lines put together into paragraphs again, running heads and page numbers left out."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import pypdfium2

from reporter.errors import SourceError
from reporter.proof.manuscript._passage import Passage, joined

_PAGE_NUMBER = re.compile(r"[-—–－·\s第]*\d{1,4}[-—–－·\s页/共\d]*$")
_ENDS = "。！？…；：!?"
_FULL = 0.85
"""Of the widest line of the page: a line that is shorter ends its paragraph."""
_REPEATED = 3
"""Pages from which on a line that stands on all of them is a running head."""


def passages(content: bytes) -> tuple[Passage, ...]:
    """The paragraphs of a PDF, each with the page on which it begins; raises :class:`SourceError`."""
    try:
        file = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        message = "PDF加了打开密码" if locked else "不是完整的PDF文件"
        raise SourceError(message, advice="去掉密码另存一份" if locked else "重新导出一份PDF") from error
    try:
        pages = [_lines(page) for page in file]
    finally:
        file.close()
    heads = _running(pages)
    found: list[Passage] = []
    held: list[tuple[int, str]] = []
    begun, width = 1, 0.0
    for number, lines in enumerate(pages, 1):
        width = max((_width(line) for line in lines), default=0.0)
        for line in lines:
            if line in heads or _PAGE_NUMBER.fullmatch(line):
                continue
            if not held:
                begun = number
            held.append((0, line))
            if line[-1:] in _ENDS or _width(line) < width * _FULL:
                found.append(_passage(held, begun))
                held = []
    if held:
        found.append(_passage(held, begun))
    return tuple(found)


def _passage(held: list[tuple[int, str]], page: int) -> Passage:
    """The lines as a paragraph; what has no sentence in it is a heading, a label or a cell."""
    whole = joined(held)
    prose = bool(re.search("[，。；]", whole.text)) and len(whole.text) > 1
    ends = whole.text[-1:] in _ENDS or len(held) > 1
    return Passage(whole.text, prose and ends, f"第{page}页")


def _lines(page: pypdfium2.PdfPage) -> list[str]:
    """The lines of a page, without white space around them and without what has no shape."""
    text = page.get_textpage()
    try:
        words = text.get_text_range()
    finally:
        text.close()
        page.close()
    cleaned = ("".join(each for each in line if not _shapeless(each)).strip() for line in words.splitlines())
    return [line for line in cleaned if line]


def _shapeless(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cn", "Co"}


def _running(pages: list[list[str]]) -> set[str]:
    """Lines that stand on nearly every page."""
    if len(pages) < _REPEATED:
        return set()
    counts = Counter(line for lines in pages for line in set(lines))
    return {line for line, count in counts.items() if count >= max(_REPEATED, len(pages) - 1)}


def _width(line: str) -> float:
    """Its width in characters of full size."""
    return sum(1.0 if unicodedata.east_asian_width(character) in "WF" else 0.5 for character in line)
