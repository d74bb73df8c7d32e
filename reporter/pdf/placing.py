"""Turn a first layout into a better order: every row of figures as near to its citation as leaves no page with a hole.

A figure cannot be torn, so one that does not fit goes to the next page and leaves a gap. As a compositor would, this
module lets the text of the section run on and sets the figures after a later paragraph, or before an earlier one. The
heights are those of the first layout; the pages of every promising order are reckoned from them, and the cheapest wins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from reporter.pdf.heights import measured
from reporter.pdf.sheets import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from weasyprint import Document

    from reporter.pdf.heights import Measured

_SECTION = re.compile(r'(?<=<section id="section-)(?P<id>[^"]*)">(?P<inner>.*?)(?=</section>)', re.DOTALL)
_ROW = re.compile(r'<div class="row">.*?</div><!--row-->', re.DOTALL)
_TEXT_ENDS = re.compile(r"(?<=</p>)|(?<=</ul>)|(?<=</ol>)|(?<=</h\d>)")
_HEADING_ENDS = re.compile(r"</h\d>\s*$")
_ROW_ENDS, _SECTION_ENDS = "<!--row-->", "</section>"
_RAGGED = (
    "<style>p { text-align: left !important } .contents .page::after { content: none !important }</style></body></html>"
)
_TABLE = '<div class="table"'
_STEPS = (0, 1, -1, 2, 3)
"""Paragraphs by which a row may move, the best first."""
_BEAM = 24
"""Orders that are followed from one section into the next."""
_ORDERS = 600
"""Of one section; a dozen figures would have millions."""
_BEFORE, _AFTER, _TURNED, _OTHER_PAGE = 8.0, 1.0, 0.1, 1.0
"""What a row pays for each paragraph that it stands before its place, or after it, on its own page and on the one before;
and for another page than that of its citation."""
_SEEN_AS_GAP = 2.0
"""Lines of blank at the foot of a page that a reader notices."""


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
    heights = measured(document)
    if heights is None or heights.gap <= _SEEN_AS_GAP:
        return html
    sections = [_Section.read(found["id"], found["inner"]) for found in _SECTION.finditer(html)]
    planned = iter(zip(sections, _planned(sections, heights), strict=True))

    def set_anew(found: re.Match[str]) -> str:
        section, places = next(planned)
        return f'{found["id"]}">{section.set(places)}'

    return _SECTION.sub(set_anew, html)


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


def _planned(sections: Sequence[_Section], heights: Measured) -> tuple[tuple[int, ...], ...]:
    """For each section the places of its rows."""
    states = [_State(0.0, heights.first, heights.start)]
    for section in sections:
        found: dict[tuple[int, int], _State] = {}
        for state in states:
            for places in section.orders():
                after = _run(section, places, state, heights)
                key = (after.page, round(after.y))
                if key not in found or after.cost < found[key].cost:
                    found[key] = after
        states = sorted(found.values(), key=lambda state: state.cost)[:_BEAM]
    return states[0].places


def _run(section: _Section, places: tuple[int, ...], state: _State, heights: Measured) -> _State:
    """Set one section in that order from where the one before it ended."""
    items = heights.items.get(section.id, [])
    rows = [item for item in items if item.kind == "row"]
    texts = [item for item in items if item.kind != "row"]
    if len(rows) != len(section.rows) or len(texts) < len(section.texts):
        return replace(state, places=(*state.places, section.cited))
    sheet = Sheet(heights.pages, state.page, state.y, state.below)
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
        cost += max(own - place, 0) * _BEFORE + _OTHER_PAGE * abs(page - ends[own - 1])
        cost += sum(_AFTER if end == page else _TURNED for end in ends[own:place])
    return _State(cost, sheet.page, sheet.y, sheet.below, (*state.places, places))
