"""Turn the sealed mail into findings: numbers in its HTML or its text that are not the document's.

Its HTML is read like the document's; its text may say what the document or this HTML says, sentence by sentence.
"""

from __future__ import annotations

import email
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from reporter.model.finding import Finding, Place
from reporter.proof.document import numbers
from reporter.proof.reading import Block, Run, blocks
from reporter.proof.sayings import folded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from reporter.model.document import Document
    from reporter.proof.sayings import Sayings

_HTML, _TEXT = "邮件网页版", "邮件文字版"
_SHOWN = frozenset({"text/html", "text/plain"})
_CARRIED = re.compile(rb"(\n(?i:content-type: (?:application|image)/)(?:[^\r\n]+\r?\n)+\r?\n)[A-Za-z0-9+/=\r\n]+")
"""A file that the mail carries: its head, and its body, which takes longer to parse than all that is read here."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What a mail shows."""

    html: str
    text: str


@lru_cache(maxsize=1)
def _opened(mail: bytes) -> _Said:
    """What the mail shows, parsed once for its numbers and its wording."""
    slim = _CARRIED.sub(rb"\1", mail)
    message = email.message_from_bytes(slim)  # without a policy: the newer ones take every header to pieces
    leaves = [(part, part.get_content_type(), part.get_filename()) for part in message.walk()]
    shown = {kind: _words(part) for part, kind, name in reversed(leaves) if kind in _SHOWN and not name}
    return _Said(shown.get("text/html", ""), shown.get("text/plain", ""))


def _words(part: Message) -> str:
    """What a leaf of text says."""
    said = part.get_payload(decode=True)
    assert isinstance(said, bytes)  # noqa: S101 - for the type checker: a leaf is never a list
    return said.decode(part.get_content_charset("utf-8"), "replace")


def review(mail: bytes, document: Document, said: Sayings) -> Iterator[Finding]:
    """Findings on both parts of the mail."""
    shown = _opened(mail)
    yield from numbers(document, shown.html, said, _HTML)
    besides = folded(block.text for block in blocks(shown.html))
    for line in shown.text.splitlines():
        for words, numeral in said.strange(line, besides):
            place = Place(part=f"{_TEXT}：“{words.strip()}”")
            message = f"邮件文字版中含“{numeral}”的这一句与报告不同。"
            yield Finding("mail_differs", "error", place, message, "重新生成邮件")


def parts(mail: bytes) -> Iterator[tuple[str, tuple[Block, ...]]]:
    """What the mail says, in each of its two forms: the part in words, its blocks."""
    shown = _opened(mail)
    if shown.html:
        yield _HTML, blocks(shown.html)
    if shown.text:
        lines = (line.strip() for line in shown.text.splitlines())
        yield _TEXT, tuple(Block("p" if line[-1] in "。！；" else "div", (Run(line),)) for line in lines if line)
