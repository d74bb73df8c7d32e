"""ISO 19005-3, 6.3 to 6.5 and 6.9 to 6.12: nothing that moves, asks, hides or leaves the paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.pages.archive.paper import Paper, Rules

_KINDS = {
    "/Text", "/Link", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight", "/Underline",
    "/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink", "/Popup", "/FileAttachment", "/Widget", "/PrinterMark",
    "/TrapNet", "/Watermark", "/Redact",
}  # fmt: skip
_INVISIBLE, _HIDDEN, _PRINT, _NO_VIEW, _TOGGLE = 1, 2, 4, 32, 256
_NO_FACE = {"/Popup", "/Link"}
_ACTIONS = {"/GoTo", "/GoToR", "/GoToE", "/Thread", "/URI", "/SubmitForm", "/Named"}
_NAMED = {"/NextPage", "/PrevPage", "/FirstPage", "/LastPage"}


def _annotation_kinds(paper: Paper) -> Iterator[str]:
    yield from (
        f"page {page}: {one.get('/Subtype')}"
        for page, one in paper.annotations
        if str(one.get("/Subtype")) not in _KINDS
    )


def _annotation_flags(paper: Paper) -> Iterator[str]:
    """Each is printed, and none is hidden."""
    for page, one in paper.annotations:
        flags = int(one.get("/F", 0))
        if one.get("/Subtype") != "/Popup" and (
            not flags & _PRINT or flags & (_INVISIBLE | _HIDDEN | _NO_VIEW | _TOGGLE)
        ):
            yield f"page {page}: {one.get('/Subtype')} has {flags}"


def _annotation_faces(paper: Paper) -> Iterator[str]:
    for page, one in paper.annotations:
        left, bottom, right, top = map(float, one.get("/Rect", (0, 0, 0, 0)))
        if (
            str(one.get("/Subtype")) not in _NO_FACE
            and left != right
            and bottom != top
            and "/N" not in one.get("/AP", {})
        ):
            yield f"page {page}: {one.get('/Subtype')} has no face"


def _fields(paper: Paper) -> Iterator[str]:
    form = paper.root.get("/AcroForm", {})
    if "/XFA" in form or "/NeedsRendering" in paper.root:
        yield "a form in XML"
    if form.get("/NeedAppearances"):
        yield "fields without faces"
    yield from (f"page {page}: a field that acts" for page, one in paper.annotations
                if one.get("/Subtype") == "/Widget" and {"/A", "/AA"} & set(one.keys()))  # fmt: skip


def _actions(paper: Paper) -> Iterator[str]:
    """Only those that lead somewhere within papers; nothing starts by itself."""
    for one in paper.objects:
        for key in ("/A", "/OpenAction", "/Next"):
            action = one.get(key)
            kind = str(action.get("/S", "")) if hasattr(action, "keys") else ""
            leaves = kind not in _ACTIONS or (kind == "/Named" and str(action.get("/N")) not in _NAMED)
            if kind and leaves:
                yield kind
        if "/JS" in one or "/AA" in one:
            yield "a program"
    if "/JavaScript" in paper.root.get("/Names", {}):
        yield "a program of the document"


def _outside(paper: Paper) -> Iterator[str]:
    """A rule of the house: no address outside the paper."""
    yield from (str(one.URI) for one in paper.objects if one.get("/S") == "/URI" and "/URI" in one)


def _layers(paper: Paper) -> Iterator[str]:
    """Every setting of layers has a name of its own and changes nothing by itself."""
    known = paper.root.get("/OCProperties")
    if known is None:
        return
    settings = [known.get("/D"), *known.get("/Configs", [])]
    names = [str(one.get("/Name", "")) if one is not None else "" for one in settings]
    if not all(names) or len(set(names)) < len(names):
        yield f"names {names}"
    if any(one is not None and "/AS" in one for one in settings):
        yield "layers that switch themselves"


def _others(paper: Paper) -> Iterator[str]:
    """No other presentation, no requirements of the reader."""
    if "/Requirements" in paper.root:
        yield "requirements"
    if "/AlternatePresentations" in paper.root.get("/Names", {}) or any(
        "/PresSteps" in page.obj for page in paper.pdf.pages
    ):
        yield "another presentation"


RULES: Rules = {
    "6.3.1 annotations": _annotation_kinds,
    "6.3.2 annotations are printed": _annotation_flags,
    "6.3.3 annotations have a face": _annotation_faces,
    "6.4 forms": _fields,
    "6.5 actions": _actions,
    "6.5 addresses": _outside,
    "6.9 layers": _layers,
    "6.10 one presentation": _others,
}
