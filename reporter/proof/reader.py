"""Turn a production into the findings of all rooms of the proof, in the order in which a person wants them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter import fonts
from reporter.proof import document as numbers
from reporter.proof import figures, glyphs, message, pdf_text, reading, rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reporter.model.document import Document
    from reporter.model.finding import Finding

_PROSE = frozenset(("p", "li", "blockquote"))


def findings(document: Document, html: str, pdf: bytes, mail: bytes | None) -> Iterator[Finding]:
    """What the document's HTML says, how it says it, whether the PDF says the same, and the mail."""
    blocks = reading.blocks(html)
    read = pdf_text.pages(pdf)
    yield from numbers.review(document, blocks)
    yield from _wording(blocks)
    yield from pdf_text.compare(blocks, read)
    yield from figures.review(document, read)
    yield from glyphs.review(pdf, _families(), read)
    if mail is not None:
        yield from message.review(mail, document, blocks)
        yield from _mailed(mail, blocks)


def _wording(blocks: Sequence[reading.Block], part: str = "") -> Iterator[Finding]:
    """Findings on how the document says what it says; cells and labels are no running text."""
    paragraphs = [rules.Paragraph(block.text, block.tag in _PROSE) for block in blocks]
    return rules.review(paragraphs, lambda index, start: blocks[index].place(start, part=part))


def _mailed(mail: bytes, pages: Sequence[reading.Block]) -> Iterator[Finding]:
    """Findings on what only the mail says: a sentence of the document was read there."""
    said = {block.text for block in pages}
    for part, blocks in message.parts(mail):
        yield from _wording([block for block in blocks if block.text not in said], part)


def _families() -> set[str]:
    """Families of the packaged faces: their file names without the weight."""
    return {fonts.path(face).stem.partition("-")[0] for face in fonts.FACES}
