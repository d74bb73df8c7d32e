"""Turn the page into the element tree that is laid out - with a parser in C where it reads as HTML does.

A report is laid out several times before it is printed, and the library's parser, which is made for the HTML of the web,
would take a tenth of it. Our own pages are well-formed: what closes is closed, and nothing is implied. Where one is not -
an office writes its own layouts - the library reads it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LINK = re.compile(r'<link rel="stylesheet" href="(?P<url>asset:[^"<>]*)">\n?')
_BASE = "asset:"
"""A relative address becomes one that the fetcher refuses, where the library would stop at it."""
_DOCTYPE = re.compile(r"\s*<!doctype html>", re.IGNORECASE)
_DECLARATION = re.compile(r"<\?|<!(?!--)")
_VOID = re.compile(r"<(meta|link|br|wbr|img|hr|col)\b([^<>]*?)\s*/?>")
_BLOCKS = frozenset(
    ("address article aside blockquote details div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre "
    "section table ul").split()
)  # fmt: skip
"""What ends a paragraph that is open in HTML, and does not in XML."""
_IMPLIED = {"table": {"tr", "td", "th", "col"}, "tbody": {"td", "th"}, "thead": {"td", "th"}}
"""Children between which and their parent HTML puts an element of its own."""
_FOREIGN = frozenset({"svg", "math", "template", "select", "frameset", "plaintext", "noscript", "textarea"})
"""Elements with rules of their own."""


def links(html: str) -> tuple[str, ...]:
    """The addresses of the page's style sheets, in order."""
    return tuple(_LINK.findall(html))


def parsed(weasyprint: Any, html: str, fetcher: Any) -> Any:
    """The page as the library's ``HTML``, without the style sheets that :func:`links` finds."""
    html = _LINK.sub("", html)
    root = read(html)
    if root is None:
        return weasyprint.HTML(string=html, base_url=_BASE, url_fetcher=fetcher)
    from cssselect2 import ElementWrapper  # noqa: PLC0415 - only in the printing child

    page = weasyprint.HTML(string="<html></html>", base_url=_BASE, url_fetcher=fetcher)
    page.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
    page.etree_element = page.wrapper_element.etree_element
    return page


def read(html: str) -> Element | None:
    """The tree of a page that reads the same as XML and as HTML; ``None`` for any other."""
    text, count = _DOCTYPE.subn("", html, count=1)
    if not count or _DECLARATION.search(text):
        return None
    try:
        root = ET.fromstring(_VOID.sub(r"<\1\2/>", text))  # noqa: S314 - no doctype, so no entity of its own; our own page
    except ET.ParseError:
        return None
    return root if _alike(root) else None


def _alike(root: Element) -> bool:
    """Whether an HTML parser would have built the same tree: nothing implied, nothing torn apart, no rules of their own."""
    if root.tag != "html" or [child.tag for child in root] != ["head", "body"]:
        return False
    for element in root.iter():
        if element.tag in _FOREIGN or any(child.tag in _IMPLIED.get(element.tag, ()) for child in element):
            return False
        if element.tag == "p" and any(inner.tag in _BLOCKS for inner in element.iter() if inner is not element):
            return False
        if element.tag == "a" and any(inner.tag == "a" for inner in element.iter() if inner is not element):
            return False
    return True
