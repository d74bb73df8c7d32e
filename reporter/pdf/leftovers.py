"""Turn the words of a page into findings for what no reader should meet: marks of HTML or Markdown, endless headings."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from reporter.model.finding import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKS = re.compile(r"</?[A-Za-z][^<>]{0,60}>?|&[a-z]+;|\*\*|__|^#{1,6} |\]\(|^```", re.MULTILINE)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_UNSEEN = frozenset({"style", "script", "title"})
_LONGEST = 60
"""Characters of a heading that can still be read at a glance: two lines of the largest."""
_AROUND = 10


def found(html: str) -> Iterator[Finding]:
    """A finding for each."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    for words in reader.runs:
        for mark in _MARKS.finditer(words):
            around = words[max(0, mark.start() - _AROUND) : mark.end() + _AROUND]
            yield Finding(
                "markup_left", "error", Place(part=f"正文“{around}”"), f"“{mark[0].strip()}”会原样印出来", "栏目文字里不写HTML；加粗写成**文字**，前后成对",
            )  # fmt: skip
    for words in reader.headings:
        if len(words) > _LONGEST:
            yield Finding(
                "long_heading", "warning", Place(part=f"标题“{words[:20]}…”"), f"标题有{len(words)}个字，印出来占好几行", f"标题不超过{_LONGEST}个字",
            )  # fmt: skip


class _Reader(HTMLParser):
    """Collects runs of text, and headings whole."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[str] = []
        self.headings: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - as the parser calls it
        if tag in _HEADINGS:
            self.headings.append("")
        if tag in _HEADINGS | _UNSEEN:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            self._open.remove(tag)

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] in _UNSEEN:
            return
        if self._open:
            self.headings[-1] += data.strip()
        if data.strip():
            self.runs.append(data.strip())
