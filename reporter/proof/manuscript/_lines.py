"""Turn a page of a PDF into its lines: words with where they stand, cut where a column or a cell ends."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from pypdfium2 import raw

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pypdfium2

_APART = 0.7
"""Of a full-width character: a gap that is wider parts two columns or two cells."""
_CELL, _MIXED = 0.2, 0.35
"""Of a full-width character: gaps that may part two cells, where the others of the line are narrower by far; beside a digit
a layout puts a quarter of its own."""
_PRESSED = 0.8
"""Of a full-width character: by how much punctuation may be pushed over the character before it."""
_RAISED = 0.5
"""Of a full-width character: by how much a character may stand higher or lower and belong to the line (a footnote's mark)."""
_SPACED = 0.2
"""Of a full-width character: a gap between two Latin words that is wider is a blank."""
_NARROW = 0.6
"""Of its height is the width of a full-width character at least."""

_WHOLE = re.compile(r"(?:[\x21-\x7e]+\w{0,4}|.)[，。、；：！？）》”’%]*")
"""With what a line may begin that is never parted: a number with its unit, a word, a character with its punctuation."""


class _Character(NamedTuple):
    """One character with its place, in points from the lower left corner of the page."""

    text: str
    left: float
    right: float
    baseline: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """Characters that stand beside each other."""

    text: str
    left: float
    right: float
    baseline: float
    """Distance from the lower edge of the page, in points."""
    size: float
    """Width of a full-width character, in points."""
    head: float
    """Width of what it begins with and what no line end may part: 11.6%，or one character with the 、 behind it."""


def lines(page: pypdfium2.PdfPage) -> list[Line]:
    """The lines of a page in the order in which they are drawn."""
    text = page.get_textpage()
    try:
        characters = list(_characters(text))
    finally:
        text.close()
    return [line for run in _runs(characters) for cell in _cells(run) if (line := _line(cell)).text]


def _characters(text: pypdfium2.PdfTextPage) -> Iterator[_Character]:
    """What the file itself holds: the reader's own blanks and line ends are left out, and what has no shape."""
    handle = text.raw
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(handle, index)
        if raw.FPDFText_IsGenerated(handle, index) == 1 or not code or _shapeless(chr(code)):
            continue
        raw.FPDFText_GetCharOrigin(handle, index, x, y)
        raw.FPDFText_GetLooseCharBox(handle, index, box)
        yield _Character(chr(code), x.value, box.right, y.value, box.top - box.bottom)


def _shapeless(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cn", "Co", "Cs"}


def _runs(characters: Sequence[_Character]) -> Iterator[list[_Character]]:
    """Characters in runs, each going on to the right of the one before at the same height."""
    held: list[_Character] = []
    for one in characters:
        if held and not _beside(held[-1], one):
            yield held
            held = []
        held.append(one)
    if held:
        yield held


def _beside(before: _Character, one: _Character) -> bool:
    size = max(before.height, one.height, 1.0)
    return (
        abs(one.baseline - before.baseline) <= _RAISED * size
        and -_PRESSED * size <= one.left - before.right <= _APART * size
    )


def _cells(run: list[_Character]) -> Iterator[list[_Character]]:
    """A run cut at gaps that stand out among those of a line, as between narrow cells; a justified line has many alike.

    Between Latin words is no such gap. A full-width character ends where the next one would stand: of some files its box is
    only as wide as its ink.
    """
    size = _size(run)
    gaps = [two.left - (one.left + size if _is_wide(one) else one.right) for one, two in pairwise(run)]
    usual = median(gaps or [0.0])
    start = 0
    for index, (gap, (one, two)) in enumerate(zip(gaps, pairwise(run), strict=True), 1):
        both = one.text + two.text
        words = both.isascii() and not both.isdecimal()
        mixed = one.text.isascii() or two.text.isascii()
        if gap > max((_MIXED if mixed else _CELL) * size, 3 * usual) and not words:
            yield run[start:index]
            start = index
    yield run[start:]


def _is_wide(one: _Character) -> bool:
    return unicodedata.east_asian_width(one.text) in "WF"


def _size(run: Sequence[_Character]) -> float:
    """Width of a full-width character of a run."""
    wide = [one.right - one.left for one in run if _is_wide(one)]
    return median(wide) if wide else median(one.height for one in run) * _NARROW


def _line(run: Sequence[_Character]) -> Line:
    """A run as a line; a blank is put between Latin words that stand apart, none between Chinese and digits."""
    size, text = _size(run), ""
    for before, one in zip((None, *run), run, strict=False):
        latin = before is not None and before.text.isascii() and one.text.isascii()
        if (
            before is not None
            and latin
            and one.left - before.right > _SPACED * size
            and " " not in {before.text, one.text}
        ):
            text += " "
        text += one.text
    seen = [one for one in run if not one.text.isspace()] or run
    first = _WHOLE.match("".join(one.text for one in seen))
    head = seen[first.end() - 1].right - seen[0].left if first else 0.0
    return Line(text.strip(), seen[0].left, seen[-1].right, median(one.baseline for one in seen), size, head)
