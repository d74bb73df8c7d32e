"""Turn the PDF's fonts into findings: foreign faces, faces not embedded or without a way back to Unicode."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pikepdf

from reporter import fonts
from reporter.model.finding import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from reporter.proof.pdf_text import Page

_UNICODE = re.compile(rb"^<[0-9A-Fa-f]+>(?: <[0-9A-Fa-f]+>)? <((?:[0-9A-Fa-f]{4})+)>\s*$", re.MULTILINE)
"""A line of a ToUnicode table: one code or a span of them, and the character."""
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


def review(pdf: bytes, families: Collection[str], read: Sequence[Page]) -> Iterator[Finding]:
    """Findings on the fonts; ``families`` are the families that the report may use."""
    known = {_plain(family) for family in families}
    place = Place(part="版式")
    with pikepdf.open(io.BytesIO(pdf)) as file:
        found = _fonts(file)
        for name, font in sorted(found.items()):
            if "/ToUnicode" not in font:
                yield Finding(
                    "no_unicode", "error", place, f"字体“{name}”没有字符对照表，文字不能复制和检索。", "重新生成"
                )
            if not _embedded(font):
                yield Finding("not_embedded", "error", place, f"字体“{name}”没有嵌入。", "重新生成")
            if not any(_plain(name).startswith(family) for family in known):
                yield Finding("foreign_font", "error", place, f"用到了报告之外的字体“{name}”。", "检查版式中的字体名")
        yield from _boxes(found.values())
    for page in read:
        if page.broken:
            said = f"有{page.broken}个字没有字形或没有字符编码。"
            yield Finding(
                "missing_glyph", "error", Place(part=f"第{page.number}页"), said, "换用字体里有的字，或补充字体"
            )


def _boxes(used: Iterable[pikepdf.Object]) -> Iterator[Finding]:
    """Characters that the file prints, charts included, and that none of the package's faces can draw: empty boxes.

    The typesetter gives such a character a glyph that does not exist; its place in the font's table gives it away.
    """
    printed = "".join(_characters(font) for font in used if "/ToUnicode" in font)
    for character in fonts.missing(printed):
        said = f"“{character}”（U+{ord(character):04X}）没有字形，印成了空框。"
        yield Finding("missing_glyph", "error", Place(part="版式"), said, "换用字体里有的字，或补充字体", character)


def _characters(font: pikepdf.Object) -> str:
    """The characters that the codes of a font stand for."""
    table = bytes(font["/ToUnicode"].read_bytes()).partition(b"endcodespacerange")[2]
    codes = _UNICODE.findall(table)
    return "".join(bytes.fromhex(code.decode()).decode("utf-16-be", "replace") for code in codes)


def _fonts(file: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    """Every font of the file by its name without the subset tag."""
    found: dict[str, pikepdf.Object] = {}
    for item in file.objects:
        if not isinstance(item, pikepdf.Dictionary) or item.get("/Type") != "/Font":
            continue
        if "/DescendantFonts" in item or "CID" not in str(item.get("/Subtype")):
            found[_name(item)] = item
    return found


def _name(font: pikepdf.Object) -> str:
    """Name of a font without ``ABCDEF+``."""
    name = str(font.get("/BaseFont", "/?")).lstrip("/")
    return name.split("+", 1)[-1]


def _plain(name: str) -> str:
    """A name as files and stylesheets agree on it."""
    return name.replace(" ", "").replace("-", "").casefold()


def _embedded(font: pikepdf.Object) -> bool:
    """Whether the font's outlines are in the file."""
    holders = list(font["/DescendantFonts"]) if "/DescendantFonts" in font else [font]
    return str(font.get("/Subtype")) == "/Type3" or all(
        "/FontDescriptor" in holder and any(key in holder["/FontDescriptor"] for key in _FILES) for holder in holders
    )
