"""Turn HTML into the blocks of text that a reader sees, each run with what it is marked as.

Document and mail follow one convention: ``<data data-fact>`` for facts, ``<time>`` for dates and periods, ``.name`` for
proper names, ``.numbering`` for our own numbering.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html.parser import HTMLParser
from typing import Literal

from reporter.model.finding import Place

Mark = Literal["", "data", "time", "name", "numbering"]

_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_UNSEEN = frozenset(["head", "script", "style", "title", "template"])
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "var",
    ]
)
_CELLS = frozenset(("td", "th"))
_NO_TABLE = frozenset(("presentation", "none"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "caption"))
_SENTENCE = re.compile(r"[^。！？；]*[。！？；]?")


@dataclass(frozen=True, slots=True)
class Run:
    """Text within one block with the same mark."""

    text: str
    mark: Mark = ""
    fact: str = ""
    """Id of the fact, for ``data``."""
    value: str = ""
    """The ``value`` attribute of ``data``, the ``datetime`` attribute of ``time``."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, cell or caption, with the heading above it."""

    tag: str
    runs: tuple[Run, ...]
    heading: str = ""
    row: int = 0
    """Number of the table row that it stands in, from 1 in the order of the page; 0 outside tables."""
    apart: bool = False
    """Part of a figure: the layout may move it away from the text around it."""
    within: tuple[int, ...] = ()
    """Numbers of the elements around its words, outermost first: blocks that share the last ones stand together."""
    table: int = 0
    """Number of the element of its table; 0 outside tables, and in tables that only lay out (``role="presentation"``)."""
    column: int = 0
    """Where its cell begins in the row, from 0."""

    @property
    def text(self) -> str:
        """All its text."""
        return "".join(run.text for run in self.runs)

    def place(self, start: int = 0, *, part: str = "") -> Place:
        """Where a character of the block stands, in words: the heading above it, or ``part``, and the sentence."""
        heading = f"“{self.heading}”" if self.heading and self.tag not in _HEADINGS else "正文"
        return Place(part=f"{part or heading}：“{sentence(self.text, start)}”")


def sentence(text: str, start: int, *, room: int = 60) -> str:
    """The sentence of ``text`` around a character, shortened in the middle of long ones."""
    for match in _SENTENCE.finditer(text):
        if match.start() <= start < max(match.end(), match.start() + 1):
            words, at = match.group().strip(), start - match.start()
            if len(words) <= room:
                return words
            left = max(0, min(at - room // 2, len(words) - room))
            return ("…" if left else "") + words[left : left + room] + ("…" if left + room < len(words) else "")
    return text[:room]


def blocks(html: str) -> tuple[Block, ...]:
    """Every block of a page that holds text, in order."""
    return _read(html)[0]


def pictures(html: str) -> tuple[Block, ...]:
    """The words that stand for the pictures of a page, in order."""
    return _read(html)[1]


@lru_cache(maxsize=4)
def _read(html: str) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Blocks and pictures, read once."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.flush()
    return tuple(reader.blocks), tuple(reader.pictures)


@dataclass
class _Element:
    """An open element."""

    tag: str
    mark: Mark = ""
    fact: str = ""
    value: str = ""
    number: int = 0
    lays_out: bool = False
    """Its rows and cells are no table to a reader."""


@dataclass
class _Reader(HTMLParser):
    """Gathers runs until a block ends."""

    blocks: list[Block] = field(default_factory=list)
    pictures: list[Block] = field(default_factory=list)
    _open: list[_Element] = field(default_factory=list)
    _runs: list[Run] = field(default_factory=list)
    _heading: str = ""
    _row: int = 0
    _column: int = 0
    _next: int = 0
    """Column of the next cell."""
    _number: int = 0
    _last: _Element | None = None
    """The marked element of the last run: what is set in two sizes within it is one run."""

    def __post_init__(self) -> None:
        """HTML entities become characters."""
        HTMLParser.__init__(self, convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element; a block begins where one opens."""
        if tag not in _INLINE:
            self.flush()
        given = {name: value or "" for name, value in attrs}
        if tag == "tr":
            self._row, self._next = self._row + 1, 0
        if tag in _CELLS:
            span = given.get("colspan", "")
            self._column, self._next = self._next, self._next + (int(span) if span.isdecimal() else 1)
        if tag == "img" and given.get("alt"):
            self.pictures.append(self._block(tag, (Run(given["alt"]),)))
        if tag not in _VOID:
            self._number += 1
            self._open.append(
                _Element(
                    tag, _mark(tag, given), given.get("data-fact", ""), given.get("datetime" if tag == "time" else "value", ""), self._number,
                    given.get("role") in _NO_TABLE,
                )
            )  # fmt: skip

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element of that name, and whatever was left open in it."""
        if tag in _INLINE and not any(element.tag == tag for element in self._open):
            return
        if tag not in _INLINE:
            self.flush()
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index].tag == tag:
                del self._open[index:]
                return

    def handle_data(self, data: str) -> None:
        """Text belongs to the innermost mark."""
        if not any(element.tag in _UNSEEN for element in self._open):
            words = re.sub(r"\s+", " ", data)
            marked = next((element for element in reversed(self._open) if element.mark), _Element(""))
            if self._runs and marked.mark and marked is self._last:
                words = self._runs.pop().text + words
            self._runs.append(Run(words, marked.mark, marked.fact, marked.value))
            self._last = marked

    def flush(self) -> None:
        """End the block that is being read."""
        if any(run.text.strip() for run in self._runs):
            tag = next((element.tag for element in reversed(self._open) if element.tag not in _INLINE), "")
            block = self._block(tag, _trim(self._runs))
            self.blocks.append(block)
            if tag in _HEADINGS:
                self._heading = block.text
        self._runs = []

    def _block(self, tag: str, runs: tuple[Run, ...]) -> Block:
        """What is read where the reader stands."""
        around = [element for element in self._open if element.tag not in _INLINE]
        tags = {element.tag for element in around}
        table = next((element for element in reversed(around) if element.tag == "table"), _Element(""))
        return Block(
            tag, runs, self._heading, self._row if "tr" in tags else 0, "figure" in tags,
            tuple(element.number for element in around), 0 if table.lays_out else table.number, self._column,
        )  # fmt: skip


def _mark(tag: str, attributes: dict[str, str]) -> Mark:
    """What an element marks its text as."""
    if tag == "data":
        return "data"
    if tag == "time":
        return "time"
    classes = attributes.get("class", "").split()
    return "name" if "name" in classes else "numbering" if "numbering" in classes else ""


def _trim(runs: list[Run]) -> tuple[Run, ...]:
    """The runs without the white space around the block, neighbours of one mark kept apart."""
    kept = [run for run in runs if run.text]
    while kept and not kept[0].text.strip():
        kept.pop(0)
    while kept and not kept[-1].text.strip():
        kept.pop()
    kept[0] = replace(kept[0], text=kept[0].text.lstrip())
    kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip())
    return tuple(kept)
