"""Turn the pages of a layout into the heights of what stands on them: all that is known of the inside of one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weasyprint import Document

LINE = 25.0
"""CSS pixels of a line of text, about."""
HAIR = 0.01
_PAGES_THAT_DIFFER = 2
"""The first page has a margin of its own."""
_STUB = 0.5
"""Share of a last page below which it is worth while to win it back."""


@dataclass(slots=True)
class Item:
    """A paragraph, a heading or a row of figures as it was laid out."""

    kind: str
    above: float = 0.0
    """Margin."""
    below: float = 0.0
    height: float = 0.0
    lines: int = 0

    @property
    def pitch(self) -> float:
        """Height of a line."""
        return self.height / self.lines if self.lines else self.height


@dataclass(slots=True)
class Measured:
    """The first layout in figures."""

    pages: list[float] = field(default_factory=list)
    """Heights of the type areas; the last one goes on."""
    first: int = 0
    """Page on which the first section begins, from 0."""
    start: float = 0.0
    """Where on it."""
    items: dict[str, list[Item]] = field(default_factory=dict)
    """Children of each section, in order."""
    gap: float = 0.0
    """The largest blank at the foot of a page that a row of figures left, in lines."""


def measured(document: Document) -> Measured | None:
    """Heights of everything in the sections, and the largest gap that a row left; nothing where this version hides them."""
    if not all(hasattr(page, "_page_box") for page in document.pages):
        return None
    found = Measured()
    seen: dict[int, Item] = {}
    blank = 0.0
    for number, page in enumerate(document.pages):
        box = page._page_box  # noqa: SLF001 - the one place where the layout can be looked at; guarded by the caller
        top = box.content_box_y()
        found.pages = [*found.pages, box.height][:_PAGES_THAT_DIFFER]
        lowest = 0.0
        for name, child in _children(box):
            item = seen.get(id(child.element))
            if item is None:
                item = seen[id(child.element)] = Item(
                    _kind(child), _pixels(child, "margin_top"), _pixels(child, "margin_bottom")
                )
                found.items.setdefault(name, []).append(item)
                if len(seen) == 1:
                    found.first, found.start = number, _start(child.border_box_y() - top - item.above)
                if item.kind == "row" and not lowest:
                    found.gap = max(found.gap, blank)
            lines = [line.height for line in child.children if type(line).__name__ == "LineBox"]
            item.height += sum(lines) if item.kind == "text" else child.border_height()
            item.lines += len(lines)
            lowest = child.position_y + child.margin_height() - top
        blank = (box.height - lowest) / LINE if lowest else 0.0
    return found


def is_stub(document: Document) -> bool:
    """Whether the last of several pages holds next to nothing."""
    page = document.pages[-1]
    if len(document.pages) < _PAGES_THAT_DIFFER or not hasattr(page, "_page_box"):
        return False
    box = page._page_box  # noqa: SLF001 - see above
    lines = (line for line in box.children[0].descendants() if type(line).__name__ == "LineBox")
    lowest = max((line.position_y + line.height for line in lines), default=0.0)
    return bool(lowest - box.content_box_y() < _STUB * box.height)


def _start(edge: float) -> float:
    """Where the first margin begins: just below the top after a forced break, which leaves margins; 0 where it is gone."""
    return max(edge, HAIR) if edge >= 0 else 0.0


def _children(page: Any) -> Iterator[tuple[str, Any]]:
    """What stands in the sections of a page: the section's name and the box."""
    for box in page.descendants():
        element = getattr(box, "element", None)
        if element is not None and element.tag == "section" and (element.get("id") or "").startswith("section-"):
            name = element.get("id").removeprefix("section-")
            yield from (
                (name, child) for child in box.children if child.is_in_normal_flow() and child.element is not None
            )


def _pixels(box: Any, name: str) -> float:
    """A length of the style, which the top of a page does not take away."""
    return float(getattr(box.style[name], "value", 0.0) or 0.0)


def _kind(box: Any) -> str:
    """What a child of a section is to the compositor."""
    if box.element.tag in {"h2", "h3", "h4"}:
        return "heading"
    if box.element.tag == "p":
        return "text"
    classes = box.element.get("class")
    return classes if classes in {"row", "table"} else "block"
