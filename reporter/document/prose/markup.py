"""Turn Markdown with tokens, and phrases, into HTML in which every number stands in an element that says what it is."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from reporter.model.document import Mention, Name, When
from reporter.templating import escaped, html

if TYPE_CHECKING:
    from reporter.document.prose.tokens import Tokens
    from reporter.model.document import Phrase, Piece

_LARGE = re.compile("(</?)h[12]>")
"""Those of the page; within a section they are one step lower."""
_LONG = 8
"""Names with more characters may be broken over two lines."""


def phrase_html(phrase: Phrase) -> str:
    """The phrase as escaped and marked HTML."""
    return html("".join(_element(piece) for piece in phrase))


def _element(piece: Piece) -> str:
    """One piece, escaped, in the element that says what it is."""
    if isinstance(piece, str):
        return escaped(piece)
    text = escaped(piece.text)
    match piece:
        case Mention(fact, _, value):
            return f'<data value="{escaped(value)}" data-fact="{escaped(fact)}">{text}</data>'
        case When(_, code):
            return f'<time datetime="{escaped(code)}">{text}</time>' if code else f"<time>{text}</time>"
        case Name():
            return f'<span class="name{" long" if len(piece.text) > _LONG else ""}">{text}</span>'
        case _:
            return f'<span class="numbering">{text}</span>'


@cache
def _markdown() -> MarkdownIt:
    """Paragraphs, emphasis, lists and headings within a section; no HTML, no links, no pictures."""
    return MarkdownIt("zero").enable(["emphasis", "list", "heading"])


def paragraphs(text: str, tokens: Tokens) -> str:
    """Markdown with tokens as HTML with marked pieces."""
    page = _LARGE.sub(r"\1h3>", _markdown().render(text))
    return html("".join(piece if isinstance(piece, str) else _element(piece) for piece in tokens.phrase(page)))
