"""A passage: one paragraph, heading or cell of a file, with where it stands."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """Text that is read as a whole."""

    text: str
    prose: bool = True
    """Whether it is running text; a cell of a table is none."""
    part: str = ""
    """Where it stands, in words: 第2页, 第3段."""
    lines: tuple[tuple[int, int], ...] = ()
    """(first character, line) of every line of the file that it takes; empty where a file has no lines."""

    def line_of(self, start: int) -> int:
        """The line on which a character stands; 0 when unknown."""
        at = bisect_right(self.lines, (start, 1 << 31)) - 1
        return self.lines[at][1] if at >= 0 else 0


def joined(rows: list[tuple[int, str]], *, prose: bool = True, part: str = "") -> Passage:
    """Lines of a file (number, words) as one passage; a space stays only between Latin words."""
    text, lines = "", []
    for number, words in rows:
        piece = words.strip(" \t\r\n") if text else words.rstrip()
        if text and text[-1:].isascii() and piece[:1].isascii() and text[-1:].isalpha() and piece[:1].isalpha():
            text += " "
        lines.append((len(text), number))
        text += piece
    return Passage(text, prose, part, tuple(lines))
