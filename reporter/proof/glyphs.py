"""Turn the PDF's fonts into findings: foreign faces, faces not embedded or without a way back to Unicode."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf

from reporter.model.finding import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from reporter.proof.pdf_text import Page

_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


def review(pdf: bytes, families: Collection[str], read: Sequence[Page]) -> Iterator[Finding]:
    """Findings on the fonts; ``families`` are the families that the report may use."""
    known = {_plain(family) for family in families}
    place = Place(part="版式")
    with pikepdf.open(io.BytesIO(pdf)) as file:
        for name, font in sorted(_fonts(file).items()):
            if "/ToUnicode" not in font:
                yield Finding(
                    "no_unicode", "error", place, f"字体“{name}”没有字符对照表，文字不能复制和检索。", "重新生成"
                )
            if not _embedded(font):
                yield Finding("not_embedded", "error", place, f"字体“{name}”没有嵌入。", "重新生成")
            if not any(_plain(name).startswith(family) for family in known):
                yield Finding("foreign_font", "error", place, f"用到了报告之外的字体“{name}”。", "检查版式中的字体名")
    for page in read:
        if page.broken:
            said = f"有{page.broken}个字没有字形或没有字符编码。"
            yield Finding(
                "missing_glyph", "error", Place(part=f"第{page.number}页"), said, "换用字体里有的字，或补充字体"
            )


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
