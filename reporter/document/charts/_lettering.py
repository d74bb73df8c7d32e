"""Turn words into widths and lines, with the very face that prints them."""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from reporter import fonts

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

FACE = "hei"
"""Charts are lettered in 黑."""
_UNITS = 1000
_CANNOT_START = frozenset("，。、；：！？）》」』】〕”’％%,.;:!?)]}·—…～")
_SHORT_QUOTE = re.compile("“[^”]{1,6}”|（[^）]{1,4}）")
_CANNOT_END = frozenset("（《「『【〔“‘([{")


@cache
def face(pixels: int, name: str = FACE) -> FreeTypeFont:
    """A face at a size in pixels."""
    from PIL import ImageFont  # noqa: PLC0415 - only the child draws; the parent plans without Pillow

    return ImageFont.truetype(str(fonts.path(name)), pixels, layout_engine=ImageFont.Layout.BASIC)


def runs(words: str) -> tuple[tuple[str, str], ...]:
    """The words in runs, each with the face that has its characters: a rare one comes from the second face."""
    return tuple((name, "".join(run)) for name, run in groupby(words, _face_of))


@cache
def _face_of(character: str) -> str:
    return FACE if fonts.has(FACE, character) else fonts.second(FACE)


@cache
def _advance(character: str) -> float:
    """Width of a character in type sizes."""
    return face(_UNITS, _face_of(character)).getlength(character) / _UNITS


def width(words: str, size: float) -> float:
    """Width of a line of type in points."""
    return sum(map(_advance, words)) * size


def _breakable(before: str, after: str) -> bool:
    """Whether a line may end between two characters: never within a number or word, never before a closing mark."""
    if after in _CANNOT_START or before in _CANNOT_END:
        return False
    return not (before.isascii() and after.isascii() and not before.isspace())


def _quoted(words: str) -> set[int]:
    """Places within a short quotation, where a line had better not end."""
    return {at for found in _SHORT_QUOTE.finditer(words) for at in range(found.start() + 1, found.end())}


def _units(words: str) -> list[str]:
    """The pieces of a text that must stay whole."""
    units, quoted = [words[:1]], _quoted(words)
    for at, (before, after) in enumerate(pairwise(words), 1):
        if at not in quoted and _breakable(before, after):
            units.append(after)
        else:
            units[-1] += after
    return units


def wrap(words: str, size: float, room: float) -> tuple[str, ...]:
    """The text in as few lines as fit ``room``, and those of nearly equal length; a piece too long stands out whole."""
    units = [(unit, width(unit, size)) for unit in _units(words)]
    count = len(_filled(units, room))
    longest = max((wide for _, wide in units), default=0)
    total = sum(wide for _, wide in units)
    narrow = max(longest, total / max(count, 1))
    while len(balanced := _filled(units, narrow)) > count:
        narrow += size / 4
    return balanced


def _filled(units: list[tuple[str, float]], room: float) -> tuple[str, ...]:
    """The pieces poured into lines of at most ``room``."""
    lines: list[str] = []
    used = 0.0
    for unit, wide in units:
        if lines and used + wide <= room + 0.01:
            lines[-1] += unit
            used += wide
        else:
            lines.append(unit)
            used = wide
    return tuple(line.strip() for line in lines) or ("",)
