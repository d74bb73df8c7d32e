"""Where the characters of a page stand, in millimetres from its top left corner, as pdfium reads them."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pypdfium2

if TYPE_CHECKING:
    from collections.abc import Iterator

_MILLIMETRES = 25.4 / 72


@dataclass(frozen=True)
class Glyph:
    """One character: its text, the point at its left on the baseline, and the edges of its ink."""

    text: str
    x: float
    baseline: float
    left: float
    right: float
    top: float
    bottom: float
    size: float
    """Type size in points."""
    font: str


def glyphs(pdf: bytes, page: int) -> list[Glyph]:
    """Every visible character of a page (from 0), in the order of drawing."""
    file = pypdfium2.PdfDocument(pdf)
    sheet = file[page]
    text = sheet.get_textpage()
    height = sheet.get_height()
    found = []
    for index in range(text.count_chars()):
        code = pypdfium2.raw.FPDFText_GetUnicode(text, index)
        if code <= 32 or code >= 0xFFF0:
            continue
        x, y = ctypes.c_double(), ctypes.c_double()
        pypdfium2.raw.FPDFText_GetCharOrigin(text, index, x, y)
        left, bottom, right, top = text.get_charbox(index)
        size = pypdfium2.raw.FPDFText_GetFontSize(text, index)
        name = ctypes.create_string_buffer(256)
        pypdfium2.raw.FPDFText_GetFontInfo(text, index, name, 256, ctypes.c_int())
        found.append(Glyph(
            chr(code), x.value * _MILLIMETRES, (height - y.value) * _MILLIMETRES, left * _MILLIMETRES, right * _MILLIMETRES,
            (height - top) * _MILLIMETRES, (height - bottom) * _MILLIMETRES, size, name.value.decode("ascii", "replace"),
        ))  # fmt: skip
    return found


def pages(pdf: bytes) -> int:
    """How many there are."""
    return len(pypdfium2.PdfDocument(pdf))


def lines(of: list[Glyph]) -> list[list[Glyph]]:
    """The characters in lines, from top to bottom, each from left to right; columns are not told apart."""
    rows: dict[int, list[Glyph]] = {}
    for glyph in of:
        key = next((key for key in rows if abs(rows[key][0].baseline - glyph.baseline) < 0.6), len(rows))
        rows.setdefault(key, []).append(glyph)
    return [sorted(row, key=lambda glyph: glyph.x) for row in sorted(rows.values(), key=lambda row: row[0].baseline)]


def words(line: list[Glyph]) -> str:
    """The text of a line."""
    return "".join(glyph.text for glyph in line)


def find(of: list[Glyph], text: str) -> list[Glyph]:
    """The characters of the first place where ``text`` stands; fails where it does not."""
    joined = words(of)
    at = joined.find(text)
    assert at >= 0, f"{text} is not on the page: {joined}"
    return of[at : at + len(text)]


def body(of: list[Glyph], size: float) -> Iterator[Glyph]:
    """Characters of a type size."""
    return (glyph for glyph in of if abs(glyph.size - size) < 0.3)


def red_rules(pdf: bytes, page: int) -> list[tuple[float, float, float]]:
    """Horizontal red rules of a page: left, right and middle, in millimetres."""
    scale = 2
    picture = pypdfium2.PdfDocument(pdf)[page].render(scale=scale).to_pil().convert("RGB")
    per = picture.width / 210
    rows: list[tuple[int, int, int]] = []
    for y in range(picture.height):
        row = [x for x in range(picture.width) if _is_red(picture.getpixel((x, y)))]
        if len(row) > 0.6 * picture.width:
            rows.append((row[0], row[-1], y))
    return [(left / per, right / per, y / per) for left, right, y in rows]


def _is_red(colour: tuple[int, int, int]) -> bool:
    red, green, blue = colour
    return red > 150 and green < 90 and blue < 90
