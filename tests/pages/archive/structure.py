"""ISO 19005-3, 6.7, and ISO 14289-1, 7: the paper can be read aloud in its order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pikepdf

from tests.pages.archive.paper import kids

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.pages.archive.paper import Paper, Rules

_STANDARD = {f"/{name}" for name in (
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table "
    "TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby Warichu RB RT RP WT WP Figure Formula Form"
).split()}  # fmt: skip
_INSIDE = {
    "/TR": {"/Table", "/THead", "/TBody", "/TFoot"}, "/TH": {"/TR"}, "/TD": {"/TR"}, "/THead": {"/Table"}, "/TBody": {"/Table"},
    "/TFoot": {"/Table"}, "/LI": {"/L"}, "/LBody": {"/LI"}, "/Lbl": {"/LI", "/TOCI", "/Note"},
}  # fmt: skip
_SPOKEN = {"/H1", "/H2", "/P", "/Figure"}


def _marked(paper: Paper) -> Iterator[str]:
    info = paper.root.get("/MarkInfo", {})
    if info.get("/Marked") is not True:
        yield "not said to be tagged"
    if info.get("/Suspects") is True:
        yield "the tags may be wrong"


def _tree(paper: Paper) -> Iterator[str]:
    """One document, of types that every reader knows, each with its parent."""
    tree = paper.root.get("/StructTreeRoot")
    if tree is None:
        yield "none"
        return
    top = [str(one.get("/S")) for one in kids(tree) if isinstance(one, pikepdf.Dictionary)]
    if top != ["/Document"]:
        yield f"it begins with {top}"
    roles = {str(key): str(value) for key, value in tree.get("/RoleMap", {}).items()}
    for one in paper.elements:
        if roles.get(str(one.S), str(one.S)) not in _STANDARD:
            yield f"{one.S} is no type"
        if "/P" not in one:
            yield f"{one.S} has no parent"


def _nesting(paper: Paper) -> Iterator[str]:
    """Rows stand in tables, cells in rows, items in lists."""
    for one in paper.elements:
        wanted = _INSIDE.get(str(one.S))
        if wanted and "/P" in one and str(one.P.get("/S")) not in wanted:
            yield f"{one.S} in {one.P.get('/S')}"


def _spoken(paper: Paper) -> Iterator[str]:
    """A rule of the house: headings, text and figures are told as such."""
    if lacking := _SPOKEN - {str(one.S) for one in paper.elements}:
        yield f"no {sorted(lacking)}"


def _headings(paper: Paper) -> Iterator[str]:
    """They begin with the first level and skip none on the way down (ISO 14289-1, 7.4.2)."""
    level = 0
    for one in paper.elements:
        if found := re.fullmatch(r"/H(\d)", str(one.S)):
            if int(found[1]) > level + 1:
                yield f"a heading {one.S} below level {level}"
            level = int(found[1])


def _figures(paper: Paper) -> Iterator[str]:
    yield from (f"a figure without words on {one.get('/Pg', {}).get('/StructParents')}" for one in paper.elements
                if one.S == "/Figure" and not str(one.get("/Alt", one.get("/ActualText", ""))).strip())  # fmt: skip


def _tables(paper: Paper) -> Iterator[str]:
    """Rows of one width; each has heads, and each head says of what, or each cell names its heads (ISO 14289-1, 7.5)."""
    for table in (one for one in paper.elements if one.S == "/Table"):
        rows = list(_rows(table))
        widths = {
            sum(_span(cell, "/ColSpan") for cell in kids(row) if isinstance(cell, pikepdf.Dictionary)) for row in rows
        }
        cells = [cell for row in rows for cell in kids(row) if isinstance(cell, pikepdf.Dictionary)]
        if len(widths) > 1 and all(_span(cell, "/RowSpan") == 1 for cell in cells):
            yield f"rows of {sorted(widths)} cells"
        heads = [cell for cell in cells if cell.get("/S") == "/TH"]
        if not heads:
            yield "a table without heads"
        named = {str(head.get("/ID")) for head in heads if "/ID" in head}
        for head in heads:
            if _attribute(head, "/Scope") is None and "/ID" not in head:
                yield "a head of nothing"
        for cell in cells:
            own = _attribute(cell, "/Headers")
            if cell.get("/S") == "/TD" and not {str(one) for one in own or ()} <= named:
                yield "a cell names a head that is not there"


def _rows(node: Any) -> Iterator[Any]:
    for kid in kids(node):
        if isinstance(kid, pikepdf.Dictionary):
            if kid.get("/S") == "/TR":
                yield kid
            else:
                yield from _rows(kid)


def _attribute(cell: Any, name: str) -> Any:
    given = cell.get("/A")
    for one in given if isinstance(given, pikepdf.Array) else [given]:
        if one is not None and one.get("/O") == "/Table" and name in one:
            return one[name]
    return None


def _span(cell: Any, name: str) -> int:
    return int(_attribute(cell, name) or 1)


def _language(paper: Paper) -> Iterator[str]:
    """Chinese, and where an element has another one it is a language."""
    if not re.match(r"zh\b", str(paper.root.get("/Lang", ""))):
        yield f"{paper.root.get('/Lang')}"
    yield from (str(one.Lang) for one in paper.elements
                if "/Lang" in one and not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", str(one.Lang)))  # fmt: skip


def _links(paper: Paper) -> Iterator[str]:
    """Each link is told as one, with words of its own, and what is told as a link leads somewhere (7.18.5)."""
    told = {kid.Obj.objgen for one in paper.elements if one.S == "/Link" for kid in kids(one)
            if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR"}  # fmt: skip
    for page, one in paper.annotations:
        if one.get("/Subtype") == "/Link":
            if one.objgen not in told:
                yield f"page {page}: a link outside the structure"
            if not str(one.get("/Contents", "")).strip():
                yield f"page {page}: a link without words"
    for one in paper.elements:
        if one.S == "/Link" and not any(
            isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR" for kid in kids(one)
        ):
            yield "a link that leads nowhere"


def _order(paper: Paper) -> Iterator[str]:
    """Links are reached in the order of the structure."""
    yield from (f"page {number}" for number, page in enumerate(paper.pdf.pages, 1)
                if "/Annots" in page.obj and page.obj.get("/Tabs") != "/S")  # fmt: skip


RULES: Rules = {
    "6.7.2 tagged": _marked,
    "6.7.3 tree": _tree,
    "6.7.3 nesting": _nesting,
    "6.7.3 told as such": _spoken,
    "6.7.4 language": _language,
    "UA 7.3 figures": _figures,
    "UA 7.4 headings": _headings,
    "UA 7.5 tables": _tables,
    "UA 7.18 links": _links,
    "UA 7.18 order": _order,
}
