"""ISO 19005-3, 6.2.11: every letter can be shown and read for ever."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pikepdf
from fontTools.ttLib import TTFont

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.pages.archive.paper import Paper, Rules

_PROGRAMS = {
    "/CIDFontType0": {"/FontFile3": {"/CIDFontType0C", "/OpenType"}},
    "/CIDFontType2": {"/FontFile2": {"None"}, "/FontFile3": {"/OpenType"}},
}
_DIRECTIONS = {"/Identity-H": 0, "/Identity-V": 1}
_NEAR = 1.0
"""Thousandths by which a width may differ from that of the program."""
_FORBIDDEN = {0, 0xFEFF, 0xFFFE}


def _composite(paper: Paper) -> Iterator[tuple[str, Any, Any]]:
    for font in paper.objects:
        if font.get("/Type") == "/Font" and "/DescendantFonts" in font:
            yield str(font.BaseFont), font, font.DescendantFonts[0]


def _types(paper: Paper) -> Iterator[str]:
    """Only composite fonts, whose names agree; each a subset (a rule of the house: whole Chinese faces are too large)."""
    for font in paper.objects:
        if font.get("/Type") != "/Font":
            continue
        name = str(font.get("/BaseFont"))
        if str(font.get("/Subtype")) not in {"/Type0", "/CIDFontType0", "/CIDFontType2"}:
            yield f"{name} is of {font.get('/Subtype')}"
        elif not re.match(r"/[A-Z]{6}\+", name):
            yield f"{name} is not named as a subset"
        descriptor = font.get("/FontDescriptor")
        if descriptor is not None and str(descriptor.get("/FontName")) != name:
            yield f"{name} is {descriptor.get('/FontName')} in its descriptor"


def _embedded(paper: Paper) -> Iterator[str]:
    for name, _, inner in _composite(paper):
        wanted = _PROGRAMS[str(inner.Subtype)]
        kinds = [
            (key, str(inner.FontDescriptor[key].get("/Subtype")))
            for key in ("/FontFile", "/FontFile2", "/FontFile3") if key in inner.FontDescriptor
        ]  # fmt: skip
        if len(kinds) != 1 or kinds[0][1] not in wanted.get(kinds[0][0], ()):
            yield f"{name} has {kinds or 'no program'}"


def _encoding(paper: Paper) -> Iterator[str]:
    """Codes are the numbers of glyphs, or a map within the file tells them, in one direction of writing."""
    for name, font, inner in _composite(paper):
        encoding = font.get("/Encoding")
        if isinstance(encoding, pikepdf.Stream):
            said = re.search(rb"/WMode\s+(\d)", encoding.read_bytes())
            if int(encoding.get("/WMode", 0)) != int(said[1] if said else 0):
                yield f"{name}: two directions of writing"
        elif str(encoding) not in _DIRECTIONS:
            yield f"{name}: {encoding} is not in the file"
        if inner.get("/Subtype") == "/CIDFontType2" and "/CIDToGIDMap" not in inner:
            yield f"{name}: no way from codes to glyphs"
        system = inner.get("/CIDSystemInfo", {})
        if not {"/Registry", "/Ordering", "/Supplement"} <= set(system.keys()):
            yield f"{name}: no system of characters"


def _cid_set(paper: Paper) -> Iterator[str]:
    """Where a set of the embedded glyphs is given, it has each of them."""
    for name, _, inner in _composite(paper):
        given = inner.FontDescriptor.get("/CIDSet")
        if given is not None:
            bits = bytes(given.read_bytes())
            known = {number for number in range(len(bits) * 8) if bits[number // 8] & (0x80 >> number % 8)}
            if not set(range(len(_widths_of(paper, name, inner)))) <= known:
                yield name


def _widths_of(paper: Paper, name: str, inner: Any) -> dict[int, float]:
    """The program's own widths by the code of a glyph, in thousandths."""
    if ("widths", name) not in paper.known:
        descriptor = inner.FontDescriptor
        key = next((key for key in ("/FontFile3", "/FontFile2") if key in descriptor), None)
        found: dict[int, float] = {}
        if key:
            program = TTFont(io.BytesIO(bytes(descriptor[key].read_bytes())), lazy=True)
            unit = program["head"].unitsPerEm
            for glyph, names in enumerate(program.getGlyphOrder()):
                code = _code(program, glyph, names)
                found[code] = program["hmtx"][names][0] * 1000 / unit
        paper.known["widths", name] = found
    known: dict[int, float] = paper.known["widths", name]
    return known


def _code(program: TTFont, glyph: int, name: str) -> int:
    """The number by which a page calls a glyph: that of its character collection, where the program has one."""
    if "CFF " in program and hasattr(program["CFF "].cff.topDictIndex[0], "ROS"):
        return int(name.removeprefix("cid")) if name.startswith("cid") else 0
    return glyph


def _given(inner: Any) -> dict[int, float]:
    """The widths that the page goes by."""
    found: dict[int, float] = {}
    row = list(inner.get("/W", []))
    while row:
        first, second = int(row.pop(0)), row.pop(0)
        if isinstance(second, pikepdf.Array):
            found |= {first + at: float(width) for at, width in enumerate(second)}
        else:
            found |= dict.fromkeys(range(first, int(second) + 1), float(row.pop(0)))
    return found


def _used(paper: Paper) -> dict[str, set[int]]:
    """For each font the codes that are shown."""
    if "used" not in paper.known:
        found: dict[str, set[int]] = {}
        for step in paper.steps:
            if step.operator in {"Tj", "TJ", "'", '"'} and step.font is not None:
                shown = step.operands[-1]
                for text in shown if isinstance(shown, pikepdf.Array) else (shown,):
                    if isinstance(text, pikepdf.String):
                        codes = bytes(text)
                        found.setdefault(str(step.font.BaseFont), set()).update(
                            int.from_bytes(codes[at : at + 2]) for at in range(0, len(codes), 2)
                        )
        paper.known["used"] = found
    used: dict[str, set[int]] = paper.known["used"]
    return used


def _widths(paper: Paper) -> Iterator[str]:
    for name, _, inner in _composite(paper):
        own, given, default = _widths_of(paper, name, inner), _given(inner), float(inner.get("/DW", 1000))
        for code in sorted(_used(paper).get(name, ())):
            if code in own and abs(own[code] - given.get(code, default)) > _NEAR:
                yield f"{name}: glyph {code} is {own[code]:.0f} wide and said to be {given.get(code, default):.0f}"


def _present(paper: Paper) -> Iterator[str]:
    """Every glyph that is shown is in the program, and none of them is the box for a missing one."""
    for name, _, inner in _composite(paper):
        own = _widths_of(paper, name, inner)
        for code in sorted(_used(paper).get(name, ())):
            if not code:
                yield f"{name}: the box for a missing glyph"
            elif own and code not in own:
                yield f"{name}: glyph {code} is not in the program"


def _unicode(paper: Paper) -> Iterator[str]:
    """Every code that is shown leads back to characters, which are real ones."""
    for name, font, _ in _composite(paper):
        if "/ToUnicode" not in font:
            yield f"{name}: no way back to Unicode"
            continue
        known = _meanings(font.ToUnicode.read_bytes().decode("latin-1"))
        for code in sorted(_used(paper).get(name, ())):
            if not known.get(code) or {ord(one) for one in known[code]} & _FORBIDDEN:
                yield f"{name}: code {code} means {known.get(code)!r}"


def _private(paper: Paper) -> Iterator[str]:
    """No character of an area for private use, which nobody else can read (6.2.11.7.3)."""
    for name, font, _ in _composite(paper):
        known = _meanings(font.ToUnicode.read_bytes().decode("latin-1")) if "/ToUnicode" in font else {}
        for code in sorted(_used(paper).get(name, ())):
            if any(0xE000 <= ord(one) <= 0xF8FF or ord(one) >= 0xF0000 for one in known.get(code, "")):
                yield f"{name}: code {code}"


def _meanings(table: str) -> dict[int, str]:
    """Characters of each code."""
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, meaning in re.findall(r"<(\w+)>\s*<(\w*)>", block):
            found[int(code, 16)] = bytes.fromhex(meaning).decode("utf-16-be", "replace")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, meaning in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = int(meaning, 16)
            found |= {code: chr(start + at) for at, code in enumerate(range(int(first, 16), int(last, 16) + 1))}
    return found


RULES: Rules = {
    "6.2.11.2 font types": _types,
    "6.2.11.3 encodings": _encoding,
    "6.2.11.4 embedded": _embedded,
    "6.2.11.4 glyphs are there": _present,
    "6.2.11.4 CIDSet": _cid_set,
    "6.2.11.5 widths": _widths,
    "6.2.11.7 Unicode": _unicode,
    "6.2.11.7 private use": _private,
}
