"""ISO 19005-3, 6.1: how the file is written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.pages.archive.paper import Paper, Rules

_LONGEST_STRING, _LONGEST_NAME, _LARGEST, _DEEPEST, _MOST_OBJECTS = 32767, 127, 2147483647, 28, 8388607
_SIDES = (3, 14400)


def _header(paper: Paper) -> Iterator[str]:
    """The version in the first eight bytes, and a comment of four bytes above 127 below it."""
    if not re.match(rb"%PDF-1\.[0-7][\r\n]+%[\x80-\xff]{4}", paper.content):
        yield repr(paper.content[:20])


def _trailer(paper: Paper) -> Iterator[str]:
    if "/ID" not in paper.pdf.trailer:
        yield "no file identifier"
    if paper.pdf.is_encrypted or "/Encrypt" in paper.pdf.trailer:
        yield "encrypted"


def _end(paper: Paper) -> Iterator[str]:
    if not re.search(rb"%%EOF\r?\n?\Z", paper.content):
        yield "something follows the end"


def _syntax(paper: Paper) -> Iterator[str]:
    yield from paper.pdf.check_pdf_syntax()


def _streams(paper: Paper) -> Iterator[str]:
    """The data lie in the file itself."""
    for one in paper.streams:
        if found := {"/F", "/FFilter", "/FDecodeParms"} & set(one.keys()):
            yield f"{one.objgen} has {sorted(found)}"


def _filters(paper: Paper) -> Iterator[str]:
    for one in paper.streams:
        for name in ("/LZWDecode", "/LZW", "/Crypt"):
            if name in re.findall(r"/\w+", str(one.get("/Filter", ""))):
                yield f"{one.objgen} is packed with {name}"


def _permissions(paper: Paper) -> Iterator[str]:
    if other := set(paper.root.get("/Perms", {}).keys()) - {"/UR3", "/DocMDP"}:
        yield str(sorted(other))


def _limits(paper: Paper) -> Iterator[str]:
    """Strings, names, numbers, objects and pages are of a size that every reader bears."""
    if len(paper.pdf.objects) > _MOST_OBJECTS:
        yield "too many objects"
    for value in _values(paper):
        if isinstance(value, pikepdf.String) and len(bytes(value)) > _LONGEST_STRING:
            yield f"a string of {len(bytes(value))} bytes"
        elif isinstance(value, pikepdf.Name) and len(bytes(value)) - 1 > _LONGEST_NAME:
            yield f"a name of {len(bytes(value)) - 1} bytes"
        elif type(value) is int and abs(value) > _LARGEST:
            yield f"the number {value}"
    for number, page in enumerate(paper.pdf.pages, 1):
        left, bottom, right, top = map(float, page.mediabox)
        if not all(_SIDES[0] <= side <= _SIDES[1] for side in (right - left, top - bottom)):
            yield f"page {number} is {right - left} by {top - bottom}"


def _nesting(paper: Paper) -> Iterator[str]:
    deepest = max((step.deep for step in paper.steps), default=0)
    if deepest > _DEEPEST:
        yield f"{deepest} states are saved"


def _names(paper: Paper) -> Iterator[str]:
    """A name is text in UTF-8."""
    for value in _values(paper):
        if isinstance(value, pikepdf.Name) and "\ufffd" in bytes(value).decode("utf-8", "replace"):
            yield repr(bytes(value))


def _values(paper: Paper) -> Iterator[Any]:
    """Every key and every simple value."""
    for one in paper.objects:
        inner = one.stream_dict if isinstance(one, pikepdf.Stream) else one
        for key, value in inner.as_dict().items():
            yield pikepdf.Name(key)
            yield from value if isinstance(value, pikepdf.Array) else (value,)


RULES: Rules = {
    "6.1.2 header": _header,
    "6.1.3 trailer": _trailer,
    "6.1.3 end": _end,
    "6.1.4 syntax": _syntax,
    "6.1.7.1 streams": _streams,
    "6.1.7.2 filters": _filters,
    "6.1.8 names": _names,
    "6.1.12 permissions": _permissions,
    "6.1.13 limits": _limits,
    "6.1.13 nesting": _nesting,
}
