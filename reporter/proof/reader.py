"""Turn a production into the findings of all rooms of the proof, in the order in which a person wants them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter import fonts
from reporter.proof import document as numbers
from reporter.proof import figures, glyphs, message, pdf_text, reading, rules
from reporter.proof.sayings import Sayings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reporter.model.document import Document
    from reporter.model.finding import Finding
    from reporter.model.message import Changes

_PROSE = frozenset(("p", "li", "blockquote"))


def findings(
    document: Document, html: str, pdf: bytes, mails: Iterable[bytes], changes: Changes | None, reason: str
) -> Iterator[Finding]:
    """What the document's HTML says, how it says it, whether the PDF says the same, and the mail."""
    blocks, said = reading.blocks(html), Sayings(document, changes, reason)
    read = pdf_text.pages(pdf)
    yield from numbers.review(document, html, said)
    yield from _wording(blocks, document)
    yield from pdf_text.compare(blocks, read)
    yield from figures.review(document, read)
    yield from glyphs.review(pdf, _families(), read)
    yield from dict.fromkeys(each for mail in mails for each in _mailed(mail, document, blocks, said))


def _wording(blocks: Sequence[reading.Block], document: Document, part: str = "") -> Iterator[Finding]:
    """Findings on how the document says what it says; cells and labels are no running text."""
    paragraphs = [rules.Paragraph(block.text, block.tag in _PROSE) for block in blocks]
    return rules.review(paragraphs, lambda index, start: blocks[index].place(start, part=part), document.areas)


def _mailed(mail: bytes, document: Document, page: Sequence[reading.Block], said: Sayings) -> Iterator[Finding]:
    """Findings on the numbers of a mail, and on the wording of what only it says: the document's was read there."""
    yield from message.review(mail, document, said)
    read = {block.text for block in page}
    for part, blocks in message.parts(mail):
        yield from _wording([block for block in blocks if block.text not in read], document, part)


def _families() -> set[str]:
    """Families of the packaged faces: their file names without the weight."""
    return {fonts.path(face).stem.partition("-")[0] for face in fonts.FACES}
