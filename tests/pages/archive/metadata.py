"""ISO 19005-3, 6.6: what the file says of itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.pages.archive.paper import Paper, Rules

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_PDFAID, _DC = "{http://www.aiim.org/pdfa/ns/id/}", "{http://purl.org/dc/elements/1.1/}"
_PDF, _XMP = "{http://ns.adobe.com/pdf/1.3/}", "{http://ns.adobe.com/xap/1.0/}"
_KNOWN = {_PDFAID, _DC, _PDF, _XMP, _RDF, "{http://www.aiim.org/pdfua/ns/id/}", "{http://ns.adobe.com/xap/1.0/mm/}"}
_SAME = {
    "/Title": f"{_DC}title", "/Author": f"{_DC}creator", "/Subject": f"{_DC}description", "/Keywords": f"{_PDF}Keywords",
    "/Creator": f"{_XMP}CreatorTool", "/Producer": f"{_PDF}Producer", "/CreationDate": f"{_XMP}CreateDate",
    "/ModDate": f"{_XMP}ModifyDate",
}  # fmt: skip


def _packet(paper: Paper) -> Iterator[str]:
    """Plain text in UTF-8 that any program finds."""
    stream = paper.root.get("/Metadata")
    if stream is None:
        yield "none"
        return
    if "/Filter" in stream:
        yield "it is packed"
    if stream.get("/Type") != "/Metadata" or stream.get("/Subtype") != "/XML":
        yield "it is not said to be metadata"
    head = re.match(
        r"<\?xpacket begin=[^?]*\?>", bytes(stream.read_bytes()).decode("utf-8", "replace").lstrip("\ufeff")
    )
    if not head or "bytes=" in head[0] or "encoding=" in head[0]:
        yield "no proper beginning"
    if _root(paper) is None:
        yield "no XML in UTF-8"


def _root(paper: Paper) -> ET.Element | None:
    try:
        return ET.fromstring(bytes(paper.root.Metadata.read_bytes()).decode("utf-8"))  # noqa: S314 - made here
    except (ET.ParseError, UnicodeDecodeError, AttributeError):
        return None


def _properties(paper: Paper) -> dict[str, str]:
    """Every property with its words; several are joined."""
    root = _root(paper)
    found: dict[str, str] = {}
    for one in root.iter(f"{_RDF}Description") if root is not None else ():
        found |= {key: value for key, value in one.attrib.items() if not key.startswith(_RDF)}
        found |= {child.tag: "; ".join(text.strip() for text in child.itertext() if text.strip()) for child in one}
    return found


def _level(paper: Paper) -> Iterator[str]:
    known = _properties(paper)
    said = (known.get(f"{_PDFAID}part"), known.get(f"{_PDFAID}conformance"))
    if said != ("3", "A"):
        yield f"it says {said}"


def _schemas(paper: Paper) -> Iterator[str]:
    """Only properties that the standard knows: others would need a description of their own."""
    yield from (key for key in _properties(paper) if key.partition("}")[0] + "}" not in _KNOWN)


def _agreement(paper: Paper) -> Iterator[str]:
    """The information dictionary says the same."""
    known, told = _properties(paper), paper.pdf.docinfo
    for key, term in _SAME.items():
        if key in told and _plain(key, str(told[key])) != _plain(key, known.get(term, "")):
            yield f"{key} is {told[key]} in one place and {known.get(term)} in the other"


def _plain(key: str, words: str) -> str:
    """A date as its digits and zone, other words as they are."""
    if not key.endswith("Date"):
        return words
    digits = re.sub(r"\D", "", words.removeprefix("D:"))
    return digits[:14] + ("" if digits[14:] in {"", "0000"} else re.findall(r"[+-]", words)[-1] + digits[14:])


def _title(paper: Paper) -> Iterator[str]:
    """Shown instead of the file's name (ISO 14289-1, 7.1)."""
    if not _properties(paper).get(f"{_DC}title"):
        yield "no title"
    shown: Any = paper.root.get("/ViewerPreferences", {}).get("/DisplayDocTitle")
    if shown is not True:
        yield "the name of the file is shown"


RULES: Rules = {
    "6.6.2 packet": _packet,
    "6.6.2 schemas": _schemas,
    "6.6.3 one word": _agreement,
    "6.6.4 level": _level,
    "UA 7.1 title": _title,
}
