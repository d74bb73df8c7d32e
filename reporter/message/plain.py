"""Turn the document's HTML into plain text that reads well."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset({"p", "div", "li", "h1", "h2", "h3", "h4", "tr", "br", "table", "ul", "ol", "blockquote"})
_SILENT = frozenset({"script", "style", "head", "title"})
_SPACE = re.compile(r"[ \t\r\n\f]+")


class _Reader(HTMLParser):
    """Collects paragraphs; every tag that is not a block disappears."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[str] = [""]
        self._silent = 0

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        """A block begins a paragraph."""
        self._silent += tag in _SILENT
        if tag in _BLOCKS:
            self.paragraphs.append("")

    def handle_endtag(self, tag: str) -> None:
        """A block ends one."""
        self._silent -= tag in _SILENT
        if tag in _BLOCKS:
            self.paragraphs.append("")

    def handle_data(self, data: str) -> None:
        """Words, with their spaces collapsed."""
        if not self._silent:
            self.paragraphs[-1] += _SPACE.sub(" ", data)


def paragraphs(html: str) -> tuple[str, ...]:
    """The text of every paragraph, without tags, in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    stripped = (paragraph.strip(" ") for paragraph in reader.paragraphs)
    return tuple(paragraph for paragraph in stripped if paragraph)


def line(html: str) -> str:
    """The text in one line: a headline, a kicker."""
    return "".join(paragraphs(html))
