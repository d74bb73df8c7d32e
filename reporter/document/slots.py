"""Turn a page into the same page with its reserved slots empty: what a signature is bound to."""

from __future__ import annotations

from html.parser import HTMLParser

from reporter.templating import html

_VOID = frozenset(["br", "hr", "img", "wbr", "input", "link", "meta"])


def slot(name: str, content: str) -> str:
    """HTML of a reserved slot with its content, which may be empty."""
    return html(f'<span data-slot="{name}">{content}</span>')


def emptied(page: str) -> str:
    """The page without anything inside elements that have ``data-slot``; the elements themselves stay."""
    reader = _Reader(page)
    reader.feed(page)
    reader.close()
    kept, at = [], 0
    for start, end in reader.slots:
        kept.append(page[at:start])
        at = end
    return "".join(kept) + page[at:]


class _Reader(HTMLParser):
    """Finds where the contents of slots begin and end."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self.slots: list[tuple[int, int]] = []
        self._lines = [0]
        for line in page.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self._open: list[str] = []
        self._start = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a slot, or go deeper within one."""
        if tag in _VOID:
            return
        if self._open:
            self._open.append(tag)
        elif any(name == "data-slot" for name, _ in attrs):
            self._open = [tag]
            self._start = self._at() + len(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        """Come back up; at the top the slot ends."""
        if not self._open:
            return
        while self._open and self._open.pop() != tag:
            continue
        if not self._open:
            self.slots.append((self._start, self._at()))

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column
