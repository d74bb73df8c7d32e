"""Turn the sealed mail into findings: numbers in its HTML or its text that are not facts of the document."""

from __future__ import annotations

import datetime as dt
import email
import re
from collections.abc import Iterable, Iterator
from email import policy
from email.message import EmailMessage

from reporter.model.document import Document, plain
from reporter.model.finding import Finding, Place
from reporter.proof.document import unmarked
from reporter.proof.numerals import numerals
from reporter.proof.reading import Block, blocks, sentence

_HTML, _TEXT = "邮件网页版", "邮件文字版"


def review(mail: bytes, document: Document, pages: Iterable[Block]) -> Iterator[Finding]:
    """Findings on both parts of the mail; ``pages`` are the blocks of the document."""
    message = email.message_from_bytes(mail, policy=policy.default)
    if not isinstance(message, EmailMessage):
        return
    html = message.get_body(("html",))
    text = message.get_body(("plain",))
    said = tuple(blocks(html.get_content())) if html else ()
    yield from _hypertext(said, document)
    if text:
        yield from _plain_text(text.get_content(), _known(document, (*pages, *said), message))


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


def _known(document: Document, said: Iterable[Block], message: EmailMessage) -> list[str]:
    """Every printed thing that may hold a numeral, longest first: marked runs, labels and dates."""
    known = {run.text for block in said for run in block.runs if run.mark}
    known |= {fact.number for fact in document.facts} | {document.contact, document.title, document.office}
    known |= {part.get_filename() or "" for part in message.walk()}
    known |= {mark.label for section in document.sections for figure in section.figures for mark in figure.marks}
    known |= {plain(document.period_said), document.period.name, _day(document.report_date), _day(document.cut_off)}
    return sorted((words.strip() for words in known if words.strip()), key=len, reverse=True)


def _day(day: dt.date) -> str:
    """A date without padding."""
    return f"{day.year}年{day.month}月{day.day}日"


def _plain_text(text: str, known: list[str]) -> Iterator[Finding]:
    """Numerals of the text part that no known thing covers whole, and digits that touch one."""
    pattern = re.compile("|".join(map(re.escape, known)) or r"(?!)")
    for line in text.splitlines():
        spans = [match.span() for match in pattern.finditer(line)]
        for numeral in numerals(line):
            if not any(start <= numeral.start and numeral.end <= end for start, end in spans):
                place = Place(part=f"{_TEXT}：“{sentence(line, numeral.start)}”")
                yield Finding("mail_differs", "error", place, f"邮件中的数字“{numeral.text}”不是报告里的数据。", "重新生成邮件")
