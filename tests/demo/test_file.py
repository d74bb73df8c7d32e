"""The PDF is a file that an office can keep and send."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf

if TYPE_CHECKING:
    from tests.demo.office import Production

ONE_MEGABYTE = 1024 * 1024


def test_it_is_small(production: Production) -> None:
    """Less than 1 MB with its attachments."""
    assert production.pdf.stat().st_size < ONE_MEGABYTE


def test_it_has_an_outline(production: Production) -> None:
    """Every section of the document can be reached from the outline."""
    with pikepdf.open(production.pdf) as file, file.open_outline() as outline:
        titles = [item.title for item in _all(outline.root)]
    assert len(titles) >= 6
    assert all(title.strip() for title in titles)


def _all(items: list[pikepdf.OutlineItem]) -> list[pikepdf.OutlineItem]:
    """The items and all below them."""
    return [found for item in items for found in (item, *_all(list(item.children)))]


def test_it_says_what_it_is(production: Production) -> None:
    """Title, author, keywords, language, tags and the PDF/A profile are set, and Info and XMP agree."""
    with pikepdf.open(production.pdf) as file:
        assert str(file.docinfo["/Title"]) == production.pdf.stem
        assert "杭州经济技术开发区" in str(file.docinfo["/Author"])
        assert len(str(file.docinfo["/Keywords"])) > 4
        assert str(file.Root.Lang).startswith("zh")
        assert file.Root.MarkInfo.Marked
        with file.open_metadata() as metadata:
            assert metadata["dc:title"] == str(file.docinfo["/Title"])
            assert metadata.pdfa_status == "3A"


def test_it_carries_its_facts(production: Production) -> None:
    """facts.csv is attached and readable."""
    with pikepdf.open(production.pdf) as file:
        attached = {name: entry.get_file().read_bytes() for name, entry in file.attachments.items()}
    (facts,) = [body for name, body in attached.items() if name.endswith(".csv")]
    assert "11.6" in facts.decode("utf-8-sig")


def test_every_font_is_embedded(production: Production) -> None:
    """No face comes from the reader's machine, and each leads back to Unicode."""
    with pikepdf.open(production.pdf) as file:
        fonts = [item for item in file.objects if isinstance(item, pikepdf.Dictionary) and "/DescendantFonts" in item]
        assert fonts
        for font in fonts:
            assert "/ToUnicode" in font
            descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
            assert any(key in descriptor for key in ("/FontFile2", "/FontFile3")), str(font["/BaseFont"])
