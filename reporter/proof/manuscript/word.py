"""Turn a Word file into passages: paragraphs and cells in their order; what a reviser deleted is not read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.proof.manuscript._passage import Passage
from reporter.word_file import W as _W
from reporter.word_file import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = {f"{_W}tab": "　", f"{_W}noBreakHyphen": "-"}


def passages(content: bytes) -> tuple[Passage, ...]:
    """Every paragraph of the body, the boxes and the tables; raises :class:`SourceError`."""
    return tuple(_passages(opened(content).element.body))


def _passages(body: Any) -> Iterator[Passage]:
    """Paragraphs in the order of the file, numbered outside tables, by table and row inside."""
    number, tables, rows = 0, 0, 0
    for element in body.iter(f"{_W}p", f"{_W}tbl", f"{_W}tr"):
        if element.tag == f"{_W}tbl":
            tables, rows = tables + 1, 0
        elif element.tag == f"{_W}tr":
            rows += 1
        elif not _inside(element, _FALLBACK):
            cell = _inside(element, f"{_W}tc")
            number += not cell
            text = _text(element)
            if text.strip():
                part = f"第{tables}个表第{rows}行" if cell else f"第{number}段"
                yield Passage(text, not cell, part)


def _inside(element: Any, tag: str) -> bool:
    """Whether an element lies in one with that tag."""
    return any(above.tag == tag for above in element.iterancestors())


def _text(paragraph: Any) -> str:
    """The words of a paragraph itself; those of a box in it belong to the box."""
    words = []
    for element in paragraph.iter(f"{_W}t", *_BREAKS):
        owner = next(above for above in element.iterancestors() if above.tag == f"{_W}p")
        if owner is paragraph and not _inside(element, f"{_W}pPr"):
            words.append(_BREAKS.get(element.tag, element.text or ""))
    return "".join(words)
