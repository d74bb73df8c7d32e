"""ISO 19005-3, 6.2.2: what stands in the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.pages.archive.paper import Paper, Rules, Step

_OPERATORS = frozenset(
    "b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k l m M MP n q Q re RG rg ri s S "
    "SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \"".split()
)  # fmt: skip
_USES = {"Do": "/XObject", "gs": "/ExtGState", "Tf": "/Font", "sh": "/Shading"}
PAINTS = frozenset({"Tj", "TJ", "'", '"', "Do", "sh", "b", "B", "b*", "B*", "f", "F", "f*", "s", "S", "INLINE IMAGE"})
"""What leaves ink."""


def _operators(paper: Paper) -> Iterator[str]:
    for step in paper.steps:
        if step.operator not in _OPERATORS:
            yield f"page {step.page}: {step.operator}"


def _resources(paper: Paper) -> Iterator[str]:
    """Each page and form has its own dictionary of what it uses, with all of it."""
    for number, page in enumerate(paper.pdf.pages, 1):
        if "/Resources" not in page.obj:
            yield f"page {number} has none of its own"
    for step in paper.steps:
        kind = _USES.get(step.operator)
        if kind and str(step.operands[0]) not in ((step.resources or {}).get(kind) or {}):
            yield f"page {step.page}: {step.operands[0]} of {kind} is not there"


def _inline(paper: Paper) -> Iterator[str]:
    yield from (f"page {step.page}" for step in paper.steps if step.operator == "INLINE IMAGE")


def _marked(paper: Paper) -> Iterator[str]:
    """Everything painted is an artifact, or content whose number the structure knows (6.7.3.2)."""
    parents = dict(_numbers(paper.root.get("/StructTreeRoot", {}).get("/ParentTree", {})))
    for step in paper.steps:
        if step.operator not in PAINTS:
            continue
        inside = [number for _, number in step.marked if number is not None]
        if any(tag == "/Artifact" for tag, _ in step.marked):
            if inside:
                yield f"page {step.page}: content {inside[-1]} is an artifact as well"
        elif not inside:
            yield f"page {step.page}: {step.operator} is neither content nor an artifact"
        elif not _has_parent(paper, parents, step, inside[-1]):
            yield f"page {step.page}: content {inside[-1]} has no parent"


def _has_parent(paper: Paper, parents: dict[int, Any], step: Step, number: Any) -> bool:
    own = parents.get(int(paper.pdf.pages[step.page - 1].obj.get("/StructParents", -1)))
    return isinstance(own, pikepdf.Array) and int(number) < len(own) and "/S" in own[int(number)]


def _numbers(node: Any) -> Iterator[tuple[int, Any]]:
    """Leaves of a number tree."""
    pairs = list(node.get("/Nums", []))
    yield from ((int(key), value) for key, value in zip(pairs[::2], pairs[1::2], strict=True))
    for kid in node.get("/Kids", []):
        yield from _numbers(kid)


def _balance(paper: Paper) -> Iterator[str]:
    """Marked contents begin and end."""
    for number in range(1, len(paper.pdf.pages) + 1):
        own = [step.operator for step in paper.steps if step.page == number]
        if sum(name in {"BMC", "BDC"} for name in own) != own.count("EMC"):
            yield f"page {number}"


RULES: Rules = {
    "6.2.2 operators": _operators,
    "6.2.2 resources": _resources,
    "6.1.10 inline pictures": _inline,
    "6.7.3 marked content": _marked,
    "6.7.3 marks end": _balance,
}
