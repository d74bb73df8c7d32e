"""Turn a first layout into a better order: every row of figures as near to its citation as leaves no page with a hole.

A figure cannot be torn, so one that does not fit goes to the next page and leaves a gap. As a compositor would, this
module lets the text of the section run on and sets the figures after a later paragraph, or before an earlier one. The
heights are those of the first layout; the pages of every promising order are reckoned from them, and the cheapest wins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from weasyprint import Document

_SECTION = re.compile(r'(?<=<section id="section-)(?P<id>[^"]*)">(?P<inner>.*?)(?=</section>)', re.DOTALL)
_ROW = re.compile(r'<div class="row">.*?</div><!--row-->', re.DOTALL)
_TEXT_ENDS = re.compile(r"(?<=</p>)|(?<=</ul>)|(?<=</ol>)|(?<=</h\d>)")
_HEADING_ENDS = re.compile(r"</h\d>\s*$")
_ROW_ENDS, _SECTION_ENDS = "<!--row-->", "</section>"
_RAGGED = (
    "<style>p { text-align: left !important } .contents .page::after { content: none !important }</style></body></html>"
)
_TABLE = '<div class="table"'
_FEWEST_LINES = 2
"""Orphans and widows of the style sheet."""
_STEPS = (0, 1, -1, 2, 3)
"""Paragraphs by which a row may move, the best first."""
_BEAM = 24
"""Orders that are followed from one section into the next."""
_ORDERS = 600
"""Of one section; a dozen figures would have millions."""
_GAP, _BEFORE, _AFTER, _OTHER_PAGE = 0.4, 8.0, 1.0, 1.0
"""What is paid for: a gap, by the square of its lines; a row before or after its place, a paragraph; another page."""
_PAGES_THAT_DIFFER = 2
"""The first page has a margin of its own."""
_LINE = 25.0
"""CSS pixels of a line of text, about."""
_HAIR = 0.01
_STUB = 0.5
"""Share of a last page below which it is worth while to win it back."""
_SEEN_AS_GAP = 2.0
"""Lines of blank at the foot of a page that a reader notices."""


@dataclass(slots=True)
class _Item:
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
class _Measured:
    """The first layout in figures."""

    pages: list[float] = field(default_factory=list)
    """Heights of the type areas; the last one goes on."""
    first: int = 0
    """Page on which the first section begins, from 0."""
    start: float = 0.0
    """Where on it."""
    items: dict[str, list[_Item]] = field(default_factory=dict)
    """Children of each section, in order."""
    gap: float = 0.0
    """The largest blank at the foot of a page that a row of figures left, in lines."""


@dataclass(frozen=True, slots=True)
class _State:
    """How far an order has come."""

    cost: float
    page: int
    y: float
    below: float = 0.0
    places: tuple[tuple[int, ...], ...] = ()


def placed(html: str, lay_out: Callable[[str], Document]) -> str:
    """The page with its rows of figures in the best order; as it is where no row leaves a gap.

    Only what stands before the last figure is laid out for it, and lines are left ragged: both save time.
    """
    last = html.rfind(_ROW_ENDS)
    if last < 0:
        return html
    document = lay_out(html[: html.find(_SECTION_ENDS, last)] + _SECTION_ENDS + _RAGGED)
    if not all(hasattr(page, "_page_box") for page in document.pages):
        return html
    measured = _measure(document)
    if measured.gap <= _SEEN_AS_GAP:
        return html
    sections = [_Section.read(found["id"], found["inner"]) for found in _SECTION.finditer(html)]
    planned = iter(zip(sections, _planned(sections, measured), strict=True))

    def set_anew(found: re.Match[str]) -> str:
        section, places = next(planned)
        return f'{found["id"]}">{section.set(places)}'

    return _SECTION.sub(set_anew, html)


def is_stub(document: Document) -> bool:
    """Whether the last of several pages holds next to nothing."""
    page = document.pages[-1]
    if len(document.pages) < _PAGES_THAT_DIFFER or not hasattr(page, "_page_box"):
        return False
    box = page._page_box  # noqa: SLF001 - see above
    lines = (line for line in box.children[0].descendants() if type(line).__name__ == "LineBox")
    lowest = max((line.position_y + line.height for line in lines), default=0.0)
    return bool(lowest - box.content_box_y() < _STUB * box.height)


@dataclass(frozen=True, slots=True)
class _Section:
    """A section's text and rows as they stand in the page."""

    id: str
    texts: tuple[str, ...]
    """Headings and paragraphs."""
    rows: tuple[str, ...]
    cited: tuple[int, ...]
    """For each row, how many texts stand before it."""
    rest: str
    """Its tables."""

    @classmethod
    def read(cls, name: str, inner: str) -> _Section:
        """Cut the inside of a section."""
        flow, mark, rest = inner.partition(_TABLE)
        texts: list[str] = []
        rows, cited = [], []
        at = 0
        for row in _ROW.finditer(flow):
            texts += _texts(flow[at : row.start()])
            rows.append(row[0])
            cited.append(len(texts))
            at = row.end()
        texts += _texts(flow[at:])
        return cls(name, tuple(texts), tuple(rows), tuple(cited), mark + rest)

    def orders(self) -> Iterator[tuple[int, ...]]:
        """The orders in which the rows keep their sequence, stay near their place and follow no heading; the nearest first."""
        if not self.rows:
            yield ()
            return
        free = {at for at in range(1, len(self.texts) + 1) if not _HEADING_ENDS.search(self.texts[at - 1])} | {
            *self.cited
        }
        near = [[own + step for step in _STEPS if own + step in free] for own in self.cited]
        yield from islice(_rising(near), _ORDERS)

    def set(self, places: tuple[int, ...]) -> str:
        """The inside of the section with its rows in these places."""
        pieces: list[str] = []
        for index in range(len(self.texts) + 1):
            pieces += [row for row, place in zip(self.rows, places, strict=True) if place == index]
            pieces += self.texts[index : index + 1]
        return "".join(pieces) + self.rest


def _rising(choices: Sequence[Sequence[int]], least: int = 0) -> Iterator[tuple[int, ...]]:
    """One of each choice, none smaller than the one before it."""
    if not choices:
        yield ()
        return
    for one in choices[0]:
        if one >= least:
            yield from ((one, *others) for others in _rising(choices[1:], one))


def _texts(flow: str) -> list[str]:
    return [text for text in _TEXT_ENDS.split(flow) if text.strip()]


def _planned(sections: Sequence[_Section], measured: _Measured) -> tuple[tuple[int, ...], ...]:
    """For each section the places of its rows."""
    states = [_State(0.0, measured.first, measured.start)]
    for section in sections:
        found: dict[tuple[int, int], _State] = {}
        for state in states:
            for places in section.orders():
                after = _run(section, places, state, measured)
                key = (after.page, round(after.y))
                if key not in found or after.cost < found[key].cost:
                    found[key] = after
        states = sorted(found.values(), key=lambda state: state.cost)[:_BEAM]
    return states[0].places


def _run(section: _Section, places: tuple[int, ...], state: _State, measured: _Measured) -> _State:
    """Set one section in that order from where the one before it ended."""
    items = measured.items.get(section.id, [])
    rows = [item for item in items if item.kind == "row"]
    texts = [item for item in items if item.kind != "row"]
    if len(rows) != len(section.rows) or len(texts) < len(section.texts):
        return replace(state, places=(*state.places, section.cited))
    sheet = _Sheet(measured.pages, state.page, state.y, state.below)
    ends: list[int] = []
    stands: list[int] = []
    for index, (item, following) in enumerate(zip(texts, [*texts[1:], None], strict=True), 1):
        sheet.text(item, following)
        ends.append(sheet.page)
        for row, place in zip(rows, places, strict=True):
            if place == index:
                sheet.block(row)
                stands.append(sheet.page)
    cost = state.cost + sheet.cost
    for place, own, page in zip(places, section.cited, stands, strict=True):
        cost += max(place - own, 0) * _AFTER + max(own - place, 0) * _BEFORE
        cost += _OTHER_PAGE * abs(page - ends[own - 1])
    return _State(cost, sheet.page, sheet.y, sheet.below, (*state.places, places))


@dataclass(slots=True)
class _Sheet:
    """Pages that are filled from the top."""

    heights: Sequence[float]
    page: int
    y: float
    below: float = 0.0
    """Margin of what was set last."""
    cost: float = 0.0

    @property
    def height(self) -> float:
        """Of the page at hand."""
        return self.heights[min(self.page, len(self.heights) - 1)]

    def text(self, item: _Item, following: _Item | None) -> None:
        """Set a paragraph over as many pages as it takes, a heading with two lines of what follows it."""
        if item.kind == "table":
            self.y += item.height + max(self.below, item.above)
            self._over()
        elif item.kind == "block":
            self.block(item)
        elif item.kind == "heading":
            self.block(item, more=item.below + min(following.pitch, _LINE) * _FEWEST_LINES if following else 0.0)
        else:
            self.y += max(self.below, item.above)
            self._paragraph(item)
            self.below = item.below

    def block(self, item: _Item, *, more: float = 0.0) -> None:
        """Set what cannot be torn, with room for ``more`` below it; what is longer than a page goes on."""
        above = max(self.below, item.above) if self.y else 0.0
        if self.y and self.y + above + item.height + more > self.height + _HAIR:
            self._turn()
            above = 0.0
        self.y += above + item.height
        self._over()
        self.below = item.below

    def _over(self) -> None:
        """Go on with what is longer than the page."""
        while self.y > self.height + _HAIR:
            self.y -= self.height
            self.page += 1

    def _paragraph(self, item: _Item) -> None:
        left = item.lines
        while left * item.pitch > self.height - self.y + _HAIR:
            fit = min(int((self.height - self.y + _HAIR) / item.pitch), left - _FEWEST_LINES)
            if fit < _FEWEST_LINES:
                fit = 0
                if not self.y:
                    return
            self.y += fit * item.pitch
            left -= fit
            self._turn()
        self.y += left * item.pitch

    def _turn(self) -> None:
        """Go to the next page; what stays blank is paid for."""
        self.cost += _GAP * max(0.0, (self.height - self.y) / _LINE - 1) ** 2
        self.page, self.y, self.below = self.page + 1, 0.0, 0.0


def _measure(document: Document) -> _Measured:
    """Heights of everything in the sections, and the largest gap that a row left."""
    found = _Measured()
    seen: dict[int, _Item] = {}
    blank = 0.0
    for number, page in enumerate(document.pages):
        box = page._page_box  # noqa: SLF001 - the one place where the layout can be looked at; guarded by the caller
        top = box.content_box_y()
        found.pages = [*found.pages, box.height][:_PAGES_THAT_DIFFER]
        lowest = 0.0
        for name, child in _children(box):
            item = seen.get(id(child.element))
            if item is None:
                item = seen[id(child.element)] = _Item(
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
        blank = (box.height - lowest) / _LINE if lowest else 0.0
    return found


def _start(edge: float) -> float:
    """Where the first margin begins: just below the top after a forced break, which leaves margins; 0 where it is gone."""
    return max(edge, _HAIR) if edge >= 0 else 0.0


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
