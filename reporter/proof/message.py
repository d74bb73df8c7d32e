"""Turn the sealed mail into findings: numbers in its HTML or its text that are not facts of the document."""

from __future__ import annotations

import email
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from reporter.model.document import Document, plain
from reporter.model.finding import Finding, Place
from reporter.numerals import numerals
from reporter.proof.document import unmarked
from reporter.proof.reading import Block, Run, blocks, sentence

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator
    from email.message import Message

_HTML, _TEXT = "邮件网页版", "邮件文字版"
_SHOWN = frozenset({"text/html", "text/plain"})
_KEPT = "%.-−"
_CARRIED = re.compile(
    rb"(\ncontent-type: (?:application|image)/(?:[^\r\n]+\r?\n)+\r?\n)[a-z0-9+/=\r\n]+", re.IGNORECASE
)
"""A file that the mail carries: its head, and its body, which takes longer to parse than all that is read here."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What a mail shows."""

    html: str
    text: str
    names: tuple[str, ...]
    """Of the files that it carries."""


@lru_cache(maxsize=1)
def _opened(mail: bytes) -> _Said:
    """What the mail shows, parsed once for its numbers and its wording."""
    slim = _CARRIED.sub(rb"\1", mail)
    message = email.message_from_bytes(slim)  # without a policy: the newer ones take every header to pieces
    leaves = [(part, part.get_content_type(), part.get_filename()) for part in message.walk()]
    shown = {kind: _words(part) for part, kind, name in reversed(leaves) if kind in _SHOWN and not name}
    names = tuple(name for _, kind, name in leaves if name and kind not in _SHOWN)
    return _Said(shown.get("text/html", ""), shown.get("text/plain", ""), names)


def _words(part: Message) -> str:
    """What a leaf of text says."""
    said = part.get_payload(decode=True)
    assert isinstance(said, bytes)  # noqa: S101 - for the type checker: a leaf is never a list
    return said.decode(part.get_content_charset("utf-8"), "replace")


def review(mail: bytes, document: Document, pages: Iterable[Block]) -> Iterator[Finding]:
    """Findings on both parts of the mail; ``pages`` are the blocks of the document."""
    shown = _opened(mail)
    said = blocks(shown.html) if shown.html else ()
    yield from _hypertext(said, document)
    if shown.text:
        everything = (*said, *pages)
        yield from _plain_text(shown.text, _corpus(document, everything), _known(document, everything, shown.names))


def parts(mail: bytes) -> Iterator[tuple[str, tuple[Block, ...]]]:
    """What the mail says, in each of its two forms: the part in words, its blocks."""
    shown = _opened(mail)
    if shown.html:
        yield _HTML, blocks(shown.html)
    if shown.text:
        lines = (line.strip() for line in shown.text.splitlines())
        yield _TEXT, tuple(Block("p" if line[-1] in "。！；" else "div", (Run(line),)) for line in lines if line)


def _hypertext(said: Iterable[Block], document: Document) -> Iterator[Finding]:
    """Every numeral of the HTML is marked, and every ``<data>`` prints its fact's number."""
    facts = {fact.id: fact for fact in document.facts}
    for block in said:
        yield from unmarked(block, part=_HTML)
        start = 0
        for run in block.runs:
            fact = facts.get(run.fact)
            if run.mark == "data" and (fact is None or run.text.strip() != fact.number):
                wanted = f"应为“{fact.number}”" if fact else "不在数据清单里"
                place = block.place(start, part=_HTML)
                yield Finding("mail_differs", "error", place, f"邮件中的“{run.text}”{wanted}。", "重新生成邮件")
            start += len(run.text)


def _corpus(document: Document, said: Iterable[Block]) -> str:
    """All that document and mail say, one after the other, by letters and numbers alone."""
    figures = [figure for section in document.sections for figure in section.figures]
    words = [block.text for block in said] + [f"{plain(figure.title)}{figure.alt}" for figure in figures]
    return _letters("".join(words))


def _letters(text: str) -> str:
    """The text without space, punctuation and bullets: HTML and plain text differ in these."""
    return "".join(character for character in text if character.isalnum() or character in _KEPT)


def _known(document: Document, said: Iterable[Block], files: Iterable[str]) -> list[str]:
    """What may hold a numeral and is no fact, longest first: dates, names, numbering, file names, labels."""
    known = {run.text for block in said for run in block.runs if run.mark and run.mark != "data"}
    known |= {document.contact, document.title, document.office, plain(document.period_said), document.period.name}
    known |= set(files)
    known |= {mark.label for section in document.sections for figure in section.figures for mark in figure.marks}
    known |= {_day(document.report_date), _day(document.cut_off)}
    return sorted((words.strip() for words in known if words.strip()), key=len, reverse=True)


def _day(day: dt.date) -> str:
    """A date without padding."""
    return f"{day.year}年{day.month}月{day.day}日"


def _plain_text(text: str, corpus: str, known: list[str]) -> Iterator[Finding]:
    """Sentences of the text part that say a number otherwise than the document does."""
    pattern = re.compile("|".join(map(re.escape, known)) or r"(?!)")
    for line in text.splitlines():
        for words in re.split(r"(?<=[。；])", line):
            spans = [match.span() for match in pattern.finditer(words)]
            unknown = [
                numeral for numeral in numerals(words)
                if not any(start <= numeral.start and numeral.end <= end for start, end in spans)
            ]  # fmt: skip
            if unknown and _letters(words) not in corpus:
                place = Place(part=f"{_TEXT}：“{sentence(words, unknown[0].start)}”")
                message = f"邮件文字版中含“{unknown[0].text}”的这一句与报告不同。"
                yield Finding("mail_differs", "error", place, message, "重新生成邮件")
