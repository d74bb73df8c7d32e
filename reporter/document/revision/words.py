"""Turn the blocks of a draft that came back into the section file of one period, in which every figure is named by its id."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

import yaml

from reporter.document.prose.dates import DATE
from reporter.document.revision.spans import BREAK, Block, Span, is_bare, known
from reporter.model.fact import MARK
from reporter.model.finding import Finding, Place
from reporter.numerals import numerals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from reporter.document.revision.reading import Part
    from reporter.document.section_file import SectionFile
    from reporter.model.fact import Fact

_REFERENCE = re.compile(r"（见((?:图|表)\d+)）")
_BRACES = re.compile(r"\{[{%#]|[}%#]\}")
_OPENS = {"p": "", "li": "- ", "h3": "### "}
_MARKDOWN = re.compile(r"^(?:#|[-+*] |\d+[.)] )|\*")


@dataclass(frozen=True, slots=True)
class Words:
    """What a section says anew."""

    text: str
    """The section file; empty where nothing was changed."""
    changes: tuple[tuple[str, str], ...]
    """Each changed paragraph or heading before and after; one of both is empty where it is new or gone."""
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """What the words of a document may refer to."""

    facts: Mapping[str, Fact]
    references: Mapping[str, str]
    """Placeholder of each figure and table by its number in print: 图1."""
    mask: Callable[[str], str]
    """Blanks the names that hold a numeral."""


def of_section(section: SectionFile, own: Mapping[str, Any], was: Part, now: Part, heads: Mapping[str, Any], terms: Terms) -> Words:  # fmt: skip
    """The section file of one period.

    ``was`` is what stands there, ``now`` what came back; ``own`` is the front matter that the period's text has already,
    ``heads`` gives each changed heading as (before, after) by its key.
    """
    writer = _Writer(terms, _only(was.blocks, terms.facts))
    changes = [("".join(span.text for span in old), "".join(span.text for span in new)) for old, new in heads.values()]
    head = {**own, **{key: writer.line(new, key).replace(BREAK, "<wbr>") for key, (_, new) in heads.items()}}
    same = [_said(block) for block in was.blocks] == [_said(block) for block in now.blocks]
    if same and not heads:
        return Words("", (), ())
    changes += () if same else _changes(was.blocks, now.blocks)
    body = (
        section.body
        if same
        else "\n\n".join(writer.block(block, number) for number, block in enumerate(now.blocks, 1)) + "\n"
    )
    front = f"---\n{yaml.safe_dump(head, allow_unicode=True, sort_keys=False, width=1000)}---\n" if head else ""
    return Words(front + body, tuple(changes), tuple(writer.findings))


def _said(block: Block) -> tuple[str, str, tuple[bool, ...]]:
    """What makes two blocks the same: kind, words, emphasis; not where a figure is locked."""
    return (
        block.kind,
        block.text.replace(BREAK, ""),
        tuple(span.strong for span in block.spans if span.text for _ in span.text),
    )


def _changes(was: Sequence[Block], now: Sequence[Block]) -> Iterator[tuple[str, str]]:
    """Paragraphs before and after, side by side as far as they answer each other."""
    old, new = [block.text for block in was], [block.text for block in now]
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            for index in range(max(b - a, d - c)):
                yield (old[a + index] if a + index < b else "", new[c + index] if c + index < d else "")


def _only(blocks: Iterable[Block], facts: Mapping[str, Fact]) -> dict[str, str]:
    """Numbers that stand once in a section, with their fact: one that lost its control is still known."""
    marks = known(facts)
    held = [marks[span.tag][0].id for block in blocks for span in block.spans if span.tag in marks]
    counted = Counter(facts[ident].number for ident in set(held))
    return {facts[ident].number: ident for ident in held if counted[facts[ident].number] == 1}


class _Writer:
    """Writes spans as Markdown with placeholders, and notes what cannot be written."""

    def __init__(self, terms: Terms, only: Mapping[str, str]) -> None:
        self._terms, self._only = terms, only
        self._marks = known(terms.facts)
        self._place = Place()
        self.findings: list[Finding] = []

    def block(self, block: Block, number: int) -> str:
        """One block."""
        self._place = Place(part=f"第{number}段“{block.text[:12]}”")
        if _MARKDOWN.search("".join(span.text for span in block.spans if not span.tag)):
            self._tell("markup_in_text", "段首的“#”“-”“1.”和文中的“*”会被当作排版记号", "换一种写法，如“（1）”")
        return _OPENS[block.kind] + "".join(map(self._span, block.spans))

    def line(self, spans: Iterable[Span], key: str) -> str:
        """A heading; its emphasis is that of the page."""
        self._place = Place(part={"title": "栏目标题", "headline": "主题", "kicker": "引题"}[key])
        return "".join(self._span(Span(span.text, span.tag)) for span in spans)

    def _span(self, span: Span) -> str:
        """One span; strong words stand between asterisks."""
        words = self._figure(span) if span.tag in self._marks else self._open(span.text)
        return f"**{words}**" if span.strong and words else words

    def _figure(self, span: Span) -> str:
        """A figure; what Word shows in its place is not believed."""
        fact, now = self._marks[span.tag]
        said = span.text.removesuffix(MARK)
        if said != now:
            self._tell("figure_in_word", f"Word稿里是“{said}”，数据是“{now}”，按数据印", "数有误请改数据", "warning")
        return _placeholder(fact.id, bare=is_bare(span.tag))

    def _open(self, words: str) -> str:
        """Open words: references, dates, and numbers that are known are placed; any other number is refused."""
        if braces := _BRACES.search(words):
            self._tell("braces", f"“{braces[0]}”是占位符的记号，不能写在文字里", "删去")
        masked = self._terms.mask(words)
        placed: list[tuple[int, int, str]] = []
        calls = self._terms.references
        placed += [
            (*match.span(), f"{{{{ {calls[match[1]]} }}}}")
            for match in _REFERENCE.finditer(masked)
            if match[1] in calls
        ]
        masked = _blanked(masked, placed)
        placed += [(*match.span(), f'{{{{ date("{match[0]}") }}}}') for match in DATE.finditer(masked)]
        masked = _blanked(masked, placed)
        for number in sorted(self._only, key=len, reverse=True):
            call = _placeholder(self._only[number], bare=True)
            placed += [(*match.span(), call) for match in re.finditer(rf"(?<![\d.]){re.escape(number)}(?!\d)", masked)]
            masked = _blanked(masked, placed)
        for numeral in numerals(masked):
            said = f"“{words[max(numeral.start - 8, 0) : numeral.end + 4]}”里的“{numeral.text}”是在Word里写的数字"
            self._tell("bare_numeral", said, "数字只能来自数据：改数据，或在Word里沿用灰底的数字")
        out, start = [], 0
        for left, right, call in sorted(placed):
            out += [words[start:left], call]
            start = right
        return "".join(out) + words[start:]

    def _tell(self, rule: str, said: str, advice: str, severity: Any = "error") -> None:
        self.findings.append(Finding(rule, severity, self._place, said, advice))


def _placeholder(ident: str, *, bare: bool) -> str:
    """A fact by its id."""
    return f'{{{{ fact("{ident}"{", bare=true" if bare else ""}) }}}}'


def _blanked(text: str, placed: Iterable[tuple[int, int, str]]) -> str:
    """The text with what is placed made invisible to whoever looks for numbers."""
    letters = list(text)
    for left, right, _ in placed:
        letters[left:right] = "\0" * (right - left)
    return "".join(letters)
