"""A PDF as the rules look at it: its bytes, its objects, and every operator of its pages with what is in force there."""

from __future__ import annotations

import io
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Rules = dict[str, "Callable[[Paper], Iterator[str]]"]


class Step(NamedTuple):
    """One operator where it stands."""

    page: int
    """From 1."""
    operator: str
    operands: tuple[Any, ...]
    resources: Any
    """Of the page or form that it stands in."""
    font: Any
    """Dictionary of the font in force."""
    marked: tuple[tuple[str, Any], ...]
    """The marked contents around it, outermost first: tag, and number or nothing."""
    deep: int
    """How many states are saved there."""
    form: bool
    """Whether it stands in a form rather than in the page itself."""


@dataclass
class Paper:
    """One file."""

    content: bytes
    pdf: pikepdf.Pdf
    known: dict[Any, Any] = field(default_factory=dict)

    @classmethod
    @contextmanager
    def opened(cls, content: bytes) -> Iterator[Paper]:
        """The file, closed again at the end."""
        with pikepdf.open(io.BytesIO(content)) as pdf:
            yield cls(content, pdf)

    @property
    def root(self) -> Any:
        """The catalogue."""
        return self.pdf.Root

    @cached_property
    def objects(self) -> list[Any]:
        """Every dictionary and stream, those within others too."""
        found: list[Any] = []
        for item in self.pdf.objects:
            found += _within(item)
        return found

    @cached_property
    def streams(self) -> list[Any]:
        """Every stream."""
        return [item for item in self.objects if isinstance(item, pikepdf.Stream)]

    @cached_property
    def annotations(self) -> list[tuple[int, Any]]:
        """Every annotation with its page from 1."""
        return [(number, one) for number, page in enumerate(self.pdf.pages, 1) for one in page.get("/Annots", [])]

    @cached_property
    def steps(self) -> list[Step]:
        """Every operator of every page, those of its forms where they are painted."""
        found: list[Step] = []
        for number, page in enumerate(self.pdf.pages, 1):
            _walk(page.obj, page.obj.get("/Resources"), number, found, ())
        return found

    @cached_property
    def elements(self) -> list[Any]:
        """Every element of the structure, in the order of reading."""
        tree = self.root.get("/StructTreeRoot")
        return list(_elements(tree)) if tree is not None else []


_COMPOUND = pikepdf.Dictionary | pikepdf.Array | pikepdf.Stream


def _within(item: Any) -> list[Any]:
    """A dictionary or stream, and the dictionaries that lie directly in it."""
    if isinstance(item, pikepdf.Array):
        found, inner = [], list(item)
    elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        own = item.stream_dict if isinstance(item, pikepdf.Stream) else item
        found, inner = [item], list(own.as_dict().values())
    else:
        return []
    for value in inner:
        if isinstance(value, _COMPOUND) and not value.is_indirect:
            found += _within(value)
    return found


def _walk(stream: Any, resources: Any, page: int, found: list[Step], outside: tuple[tuple[str, Any], ...]) -> None:
    font, saved, marks = None, [], list(outside)
    form = isinstance(stream, pikepdf.Stream)
    for instruction in pikepdf.parse_content_stream(stream):
        operands, name = instruction.operands, str(instruction.operator)
        if name == "Tf":
            font = (resources.get("/Font") or {}).get(str(operands[0])) if resources is not None else None
        elif name == "q":
            saved.append(font)
        elif name == "Q" and saved:
            font = saved.pop()
        elif name in {"BMC", "BDC"}:
            marks.append((str(operands[0]), _number(operands, resources)))
        found.append(Step(page, name, tuple(operands), resources, font, tuple(marks), len(saved), form))
        if name == "EMC" and len(marks) > len(outside):
            marks.pop()
        if name == "Do" and resources is not None:
            inner = (resources.get("/XObject") or {}).get(str(operands[0]))
            if inner is not None and inner.get("/Subtype") == "/Form":
                _walk(inner, inner.get("/Resources"), page, found, tuple(marks))


def _number(operands: Any, resources: Any) -> Any:
    """The number of a marked content."""
    properties = operands[1] if len(operands) > 1 else {}
    if isinstance(properties, pikepdf.Name):
        properties = (resources.get("/Properties") or {}).get(str(properties), {})
    return properties.get("/MCID")


def _elements(node: Any) -> Iterator[Any]:
    for kid in kids(node):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _elements(kid)


def kids(node: Any) -> list[Any]:
    """The children of an element of the structure."""
    found = node.get("/K")
    return list(found) if isinstance(found, pikepdf.Array) else [] if found is None else [found]
