"""What the demo's half-year report is made of, taken apart so that it can be spoilt: document, page, print and mail."""

from __future__ import annotations

import email
import re
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from functools import cached_property
from typing import TYPE_CHECKING

from reporter import document as documents
from reporter import pipeline
from reporter.facts import Book
from reporter.model.period import Period
from reporter.numerals import numerals
from reporter.project import load
from reporter.proof import document as numbers
from reporter.proof import message, pdf_text
from reporter.proof.sayings import Sayings
from reporter.store import Store, location

if TYPE_CHECKING:
    from reporter.model.document import Document
    from reporter.model.finding import Finding
    from tests.demo.office import Production

DIGITS, CHINESE = "0123456789", "一二三四五六七八九十"


@dataclass
class House:
    """What one production made, and the document behind it."""

    document: Document
    html: str
    pdf: bytes
    mail: bytes

    @classmethod
    def of(cls, production: Production) -> House:
        """The document is composed again from the store: what is compared is what the house really made."""
        project = load(production.project)
        key = pipeline.edition_key(project, "half_year", Period.parse("2018-H1"))
        dates = pipeline.terms(project, key.report, key.period)
        store = Store.open(location("", production.project / "output"), zone=project.office.time_zone)
        shot = pipeline.snapshot_of(project, store, key, cut_off=dates.cut_off, report_date=dates.report_date)
        store.close()
        mail = (production.folder / "message.eml").read_bytes()
        return cls(documents.compose(shot, Book(shot)), production.html, production.pdf.read_bytes(), mail)

    @cached_property
    def said(self) -> Sayings:
        """What the document says."""
        return Sayings(self.document)

    @property
    def pages(self) -> list[pdf_text.Page]:
        """A fresh reading of the print."""
        return [pdf_text.Page(page.number, page.text) for page in self._read]

    @cached_property
    def _read(self) -> list[pdf_text.Page]:
        return pdf_text.pages(self.pdf)

    def part(self, kind: str) -> str:
        """A part of the mail: text/html, text/plain."""
        return self._parts[kind]

    def in_html(self, html: str) -> list[Finding]:
        """What is found in HTML, of the page or of the mail, or in a piece of it."""
        return list(numbers.numbers(self.document, html, self.said))

    def in_mail(self, kind: str, text: str) -> list[Finding]:
        """What is found in the mail when a part of it says ``text``."""
        made = EmailMessage()
        for each in ("text/plain", "text/html"):
            made.add_alternative(text if each == kind else self.part(each), subtype=each.partition("/")[2])
        return list(message.review(made.as_bytes(), self.document, self.said))

    @cached_property
    def _parts(self) -> dict[str, str]:
        made = email.message_from_bytes(self.mail, policy=policy.default)
        leaves = [each for each in made.walk() if each.get_content_maintype() == "text" and not each.get_filename()]
        return {each.get_content_type(): str(each.get_content()) for each in leaves}


def other(digit: str) -> str:
    """Another digit, Arabic or Chinese."""
    row = DIGITS if digit in DIGITS else CHINESE
    return row[(row.index(digit) + 1) % len(row)]


def figures_of(html: str) -> list[int]:
    """Where the digits of the numbers stand that a reader sees in HTML, Arabic and Chinese ones."""
    shown = re.sub(r"<[^>]*>?", lambda tag: "\0" * len(tag.group()), html)
    spans = [range(one.start, one.end) for one in numerals(shown)]
    return [at for span in spans for at in span if shown[at] in DIGITS + CHINESE]


def exchanged(text: str, one: tuple[int, int], two: tuple[int, int]) -> str:
    """The text with two pieces of it in each other's place; ``one`` comes first."""
    (a, b), (c, d) = one, two
    return text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]
