"""ISO 19005-3, 6.8: what travels inside the file."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.pages.archive.paper import Paper, Rules

_RELATIONS = {"/Source", "/Data", "/Alternative", "/Supplement", "/Unspecified"}


def _files(paper: Paper) -> list[Any]:
    return [one for one in paper.objects if one.get("/Type") == "/Filespec" or "/EF" in one]


def _associated(paper: Paper) -> Iterator[str]:
    """Each embedded file belongs to the document, and says how."""
    own = {one.objgen for one in paper.root.get("/AF", [])}
    if len(own) != len(list(paper.root.get("/AF", []))):
        yield "one belongs to the document twice"
    for one in _files(paper):
        if one.objgen not in own:
            yield f"{one.get('/UF')} belongs to nothing"
        if str(one.get("/AFRelationship")) not in _RELATIONS:
            yield f"{one.get('/UF')} does not say how"
    if len(own) != len(paper.pdf.attachments):
        yield f"{len(own)} belong to the document, {len(paper.pdf.attachments)} are listed"


def _described(paper: Paper) -> Iterator[str]:
    """Two names that agree, words, type and date."""
    for one in _files(paper):
        if not str(one.get("/F", "")) or str(one.get("/F")) != str(one.get("/UF")):
            yield f"named {one.get('/F')} and {one.get('/UF')}"
        if not str(one.get("/Desc", "")).strip():
            yield f"{one.get('/UF')}: no description"
        stream = one.get("/EF", {}).get("/F")
        if stream is None or not re.fullmatch(r"/[\w.+-]+/[\w.+-]+", str(stream.get("/Subtype", ""))):
            yield f"{one.get('/UF')}: no type"
        elif not re.match(r"D:\d{14}", str(stream.get("/Params", {}).get("/ModDate", ""))):
            yield f"{one.get('/UF')}: no date"


def _whole(paper: Paper) -> Iterator[str]:
    """Size and checksum are those of what lies there."""
    for one in _files(paper):
        stream = one.get("/EF", {}).get("/F")
        if stream is None:
            continue
        data, told = bytes(stream.read_bytes()), stream.get("/Params", {})
        if int(told.get("/Size", len(data))) != len(data):
            yield f"{one.get('/UF')}: {told.Size} bytes are told"
        if "/CheckSum" in told and bytes(told.CheckSum) != hashlib.md5(data, usedforsecurity=False).digest():
            yield f"{one.get('/UF')}: another checksum"


RULES: Rules = {
    "6.8 files belong": _associated,
    "6.8 files are described": _described,
    "6.8 files are whole": _whole,
}
