"""Turn pieces of text into opaque characters and back, so that no value ever passes through Markdown or a template.

A token is one character of a private plane: nothing that Jinja or Markdown knows, nothing that an office types.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reporter.model.document import Phrase, Piece

_FIRST = 0xF0000
_LAST = 0xFFFFD
TOKEN = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}]")
DROP = "\U00100000"
"""Stands where something was asked for that is not there: its clause is not said."""
FOREIGN = re.compile(f"[{chr(_FIRST)}-{chr(0x10FFFF)}]")
"""What no text of an office may hold."""


class Tokens:
    """The pieces of one document, by token."""

    def __init__(self) -> None:
        """None yet."""
        self._pieces: list[Piece] = []

    def put(self, piece: Piece) -> str:
        """The token of a piece; plain words need none."""
        if isinstance(piece, str):
            return piece
        self._pieces.append(piece)
        return chr(_FIRST + len(self._pieces) - 1)

    def phrase(self, text: str) -> Phrase:
        """The text with its pieces in place."""
        pieces: list[Piece] = []
        start = 0
        for match in TOKEN.finditer(text):
            pieces += [text[start : match.start()], self._pieces[ord(match.group()) - _FIRST]]
            start = match.end()
        pieces.append(text[start:])
        return tuple(piece for piece in pieces if piece)
