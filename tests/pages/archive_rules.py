"""What PDF/A-3a (ISO 19005-3, level A) asks of a file, as far as it can be read from its objects; not a validator's word."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPOKEN = {"/H1", "/H2", "/H3", "/P", "/Table", "/TR", "/TH", "/TD", "/Figure"}
_FORBIDDEN = ("/JavaScript", "/JS", "/Launch", "/Movie", "/Sound", "/EmbeddedGoTo", "/ImportData", "/ResetForm")


def faults(content: bytes) -> list[str]:
    """Every rule that a file breaks, in words."""
    with pikepdf.open(io.BytesIO(content)) as file:
        return [
            *_syntax(file), *_metadata(file), *_colour(file), *_fonts(file), *_attachments(file), *_structure(file),
            *_forbidden(file),
        ]  # fmt: skip


def _syntax(file: pikepdf.Pdf) -> Iterator[str]:
    yield from (f"syntax: {problem}" for problem in file.check_pdf_syntax())
    if file.is_encrypted:
        yield "encrypted"
    if not file.trailer.get("/ID"):
        yield "no file identifier"


def _metadata(file: pikepdf.Pdf) -> Iterator[str]:
    """The metadata packet names the profile and says what the information dictionary says."""
    packet = file.Root.Metadata.read_bytes().decode()
    if not (re.search(r'pdfaid:part(?:>|=")3', packet) and re.search(r'pdfaid:conformance(?:>|=")A', packet)):
        yield "the packet does not say PDF/A-3A"
    with file.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as known:
        told = {
            "/Title": known.get("dc:title"),
            "/Author": "".join(known.get("dc:creator") or []),
            "/Producer": known.get("pdf:Producer"),
        }
    for key, words in told.items():
        if key in file.docinfo and str(file.docinfo[key]) != words:
            yield f"{key} is {file.docinfo[key]} in one place and {words} in the other"
    for key, term in (("/CreationDate", "xmp:CreateDate"), ("/ModDate", "xmp:ModifyDate")):
        if key in file.docinfo:
            digits = re.sub(r"\D", "", str(file.docinfo[key]))[:14]
            with file.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as known:
                if digits != re.sub(r"\D", "", str(known.get(term)))[:14]:
                    yield f"{key} differs from {term}"


def _colour(file: pikepdf.Pdf) -> Iterator[str]:
    intents = [one for one in file.Root.get("/OutputIntents", []) if str(one.S) == "/GTS_PDFA1"]
    if len(intents) != 1 or "/DestOutputProfile" not in intents[0]:
        yield "no output intent with a profile"


def _fonts(file: pikepdf.Pdf) -> Iterator[str]:
    for font in _objects(file):
        if font.get("/Type") != "/Font" or "/DescendantFonts" not in font:
            continue
        name, inner = str(font["/BaseFont"]), font["/DescendantFonts"][0]
        if "/ToUnicode" not in font:
            yield f"{name}: no way back to Unicode"
        if not any(key in inner["/FontDescriptor"] for key in ("/FontFile2", "/FontFile3")):
            yield f"{name}: not embedded"
        if not re.match(r"/[A-Z]{6}\+", name):
            yield f"{name}: not named as a subset"


def _attachments(file: pikepdf.Pdf) -> Iterator[str]:
    """Each embedded file is associated with the document, says how, and has name, type, description and date."""
    associated = [one.get("/UF", one.get("/F")) for one in file.Root.get("/AF", [])]
    if sorted(map(str, associated)) != sorted(file.attachments):
        yield f"associated {associated}, embedded {list(file.attachments)}"
    for one in file.Root.get("/AF", []):
        if str(one.get("/AFRelationship")) not in {"/Data", "/Source", "/Supplement"}:
            yield f"{one.get('/UF')}: no relationship"
        stream = one.EF.F
        if "/Subtype" not in stream or "/ModDate" not in stream.get("/Params", {}) or not str(one.get("/Desc", "")):
            yield f"{one.get('/UF')}: no type, date or description"


def _structure(file: pikepdf.Pdf) -> Iterator[str]:
    """Tagged, in a language, every figure with words, every page read in the order of its tags."""
    root: Any = file.Root
    if not str(root.get("/Lang", "")).startswith("zh"):
        yield "no language"
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "not marked as tagged"
    if "/StructTreeRoot" not in root:
        yield "no structure"
        return
    found = list(_elements(root.StructTreeRoot))
    kinds = {str(one.S) for one in found if "/S" in one}
    if lacking := _SPOKEN - kinds - {"/H3"}:
        yield f"no {sorted(lacking)} among {sorted(kinds)}"
    for one in found:
        if str(one.get("/S")) == "/Figure" and not str(one.get("/Alt", "")).strip():
            yield "a figure without words"
    yield from (
        f"page {number}: no tab order"
        for number, page in enumerate(file.pages, 1)
        if str(page.get("/Tabs")) != "/S" and "/Annots" in page
    )


def _elements(node: Any) -> Iterator[Any]:
    kids = node.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _elements(kid)


def _forbidden(file: pikepdf.Pdf) -> Iterator[str]:
    for one in _objects(file):
        if str(one.get("/S")) in _FORBIDDEN or "/JS" in one:
            yield f"an action {one.get('/S')}"
        if "/Filter" in one and "/LZWDecode" in str(one["/Filter"]):
            yield "LZW"
        if str(one.get("/Subtype")) == "/Link" and str(one.get("/A", {}).get("/S")) == "/URI":
            yield f"a link outside: {one.A.URI}"


def _objects(file: pikepdf.Pdf) -> Iterator[Any]:
    return (item for item in file.objects if isinstance(item, pikepdf.Dictionary | pikepdf.Stream))
