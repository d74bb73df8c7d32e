"""Turn a long report into one with a page of contents, and a short one into one without."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weasyprint import Document

FROM = 8
"""A report of more pages than this gets a contents page."""
_LIST = re.compile(r'<nav class="contents">.*?</nav>', re.DOTALL)
_NUMBER = re.compile(r'(?<=<a class="numbering page" href="#)([^"]*)(">)(?=</a>)')


def without(html: str) -> str:
    """The page without its contents."""
    return _LIST.sub("", html, count=1)


def numbered(html: str, document: Document) -> str:
    """The page with the numbers that the layout has worked out, as they are printed."""
    pages = {name: number for number, page in reversed([*enumerate(document.pages, 1)]) for name in page.anchors}
    return _NUMBER.sub(lambda found: f"{found[1]}{found[2]}{pages.get(found[1], '')}", html)
