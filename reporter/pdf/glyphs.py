"""Turn the words of a document into findings for characters that no face of the package can print."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

from reporter import fonts
from reporter.model.finding import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Iterable

_SILENT = frozenset({"style", "script", "title"})
_AROUND = 8
"""Characters shown on each side of the one that is missing."""


class _Words(HTMLParser):
    """Collects the printed runs of text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - as the parser calls it
        self._silent += tag in _SILENT

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT and self._silent > 0

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.runs.append(data.strip())


def missing(html: str) -> Iterable[Finding]:
    """A finding for each character that would print as a box, with the words around it."""
    lacking = fonts.missing(html)
    if not lacking:
        return ()
    words = _Words()
    words.feed(html)
    words.close()
    return [_finding(character, run) for character in lacking for run in words.runs if character in run]


def _finding(character: str, run: str) -> Finding:
    at = run.index(character)
    around = run[max(0, at - _AROUND) : at + _AROUND + 1]
    return Finding(
        "missing_glyph", "error", Place(part=f"正文“{around}”"), f"字体中没有“{character}”字（U+{ord(character):04X}），会印成空框",
        "请换用通行字，或在字体目录中补充含该字的字体",
    )  # fmt: skip
