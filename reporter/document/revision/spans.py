"""Turn the HTML of a section into blocks of spans: open words, and figures within their verbs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from reporter.model.fact import MARK

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reporter.model.fact import Fact

_BLOCKS = frozenset({"p", "li", "h3"})
_FULL, _BARE, _SECTION = "f", "n", "s"
KICKER, HEADLINE = "k" + "0" * 20, "h" + "0" * 20
"""Marks of the two headings above the report."""
MARKED = re.compile(r"(?P<tag>[fnskh][0-9a-f]{20})(?:_\d+)?")
"""A mark as it stands in the file, numbered where it stands more than once."""
BREAK = "\u200b"
"""Where a heading may break; invisible, as on the page."""


@dataclass(frozen=True, slots=True)
class Span:
    """Words in a row that are alike."""

    text: str
    tag: str = ""
    """Of a figure, see :func:`tag_of`; empty for open words."""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, an item of a list, or a heading within a section."""

    kind: str
    """p, li or h3."""
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The words, figures included."""
        return "".join(span.text for span in self.spans)


def tag_of(fact: str, *, bare: bool) -> str:
    """The mark of a figure in a Word file: a name that a bookmark may have (40 characters, no punctuation)."""
    return (_BARE if bare else _FULL) + sha256(fact.encode()).hexdigest()[:20]


def tag_of_section(ident: str) -> str:
    """The mark of a section's heading."""
    return _SECTION + sha256(ident.encode()).hexdigest()[:20]


def is_bare(tag: str) -> bool:
    """Whether a mark stands for a number without its verb."""
    return tag.startswith(_BARE)


def known(facts: Mapping[str, Fact]) -> dict[str, tuple[Fact, str]]:
    """The fact of every mark, and what the data say in its place."""
    return {
        tag_of(ident, bare=bare): (fact, fact.number if bare else fact.phrase)
        for ident, fact in facts.items()
        for bare in (False, True)
    }


def blocks(page: str, facts: Mapping[str, Fact]) -> tuple[Block, ...]:
    """The blocks of a piece of HTML; one without elements is one paragraph."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return tuple(Block(kind, _spans(runs, facts)) for kind, runs in reader.found if runs)


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    fact: str
    strong: bool


class _Reader(HTMLParser):
    """Collects the runs of every block."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[_Run]]] = [("p", [])]
        self._fact, self._strong = "", 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, a figure, or strong words."""
        if tag in _BLOCKS and not (tag == "p" and self.found[-1][0] == "li" and not self.found[-1][1]):
            self.found.append((tag, []))
        if tag == "data":
            self._fact = dict(attrs).get("data-fact") or ""
        if tag == "wbr":
            self.handle_data(BREAK)
        self._strong += tag in {"strong", "em"}

    def handle_endtag(self, tag: str) -> None:
        """End them."""
        if tag == "data":
            self._fact = ""
        self._strong -= tag in {"strong", "em"}

    def handle_data(self, data: str) -> None:
        """Keep words; the line ends between elements are none."""
        if data.strip() or data == BREAK:
            kept = data if data == BREAK else data.replace("\n", "")
            self.found[-1][1].append(_Run(kept, self._fact, bool(self._strong)))


def _spans(runs: Iterable[_Run], facts: Mapping[str, Fact]) -> tuple[Span, ...]:
    """Runs as spans; a figure takes the words of its phrase with it where they stand around it."""
    runs = list(runs)
    text = "".join(run.text for run in runs)
    held: list[tuple[int, int, str]] = []
    start = 0
    for run in runs:
        if fact := facts.get(run.fact):
            held.append(_held(text, start, start + len(run.text), fact, held[-1][1] if held else 0))
        start += len(run.text)
    return tuple(_cut(runs, held))


def _held(text: str, start: int, end: int, fact: Fact, free: int) -> tuple[int, int, str]:
    """From where to where a figure is locked, and its mark; nothing before ``free`` is taken."""
    before, found, after = fact.phrase.partition(fact.number)
    left, right = start - len(before), end + len(after)
    whole = bool(found) and left >= free and text[left:start] == before and text[end:right] == after
    if whole:
        start, end = left, right
    if fact.marked and text.startswith(MARK, end):
        end += len(MARK)
    return start, end, tag_of(fact.id, bare=not whole)


def _cut(runs: Iterable[_Run], held: Iterable[tuple[int, int, str]]) -> Iterable[Span]:
    """Open words as the runs have them, locked ones whole."""
    letters = [(letter, run.strong) for run in runs for letter in run.text]
    start = 0
    for left, right, tag in (*held, (len(letters), len(letters), "")):
        yield from _open(letters[start:left])
        if tag:
            yield Span("".join(letter for letter, _ in letters[left:right]), tag, letters[left][1])
        start = right


def _open(letters: list[tuple[str, bool]]) -> Iterable[Span]:
    """Open words, split where they become strong or cease to be."""
    start = 0
    for index in range(1, len(letters) + 1):
        if index == len(letters) or letters[index][1] != letters[start][1]:
            yield Span("".join(letter for letter, _ in letters[start:index]), "", letters[start][1])
            start = index
