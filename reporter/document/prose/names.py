"""Turn proper names that hold a numeral into pieces of their own: “2211”工程 and 加速器二期 are no figures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reporter.model.document import Name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reporter.document.prose.tokens import Tokens
    from reporter.model.document import Phrase, Piece

_DIGIT = re.compile("[0-9０-９零一二三四五六七八九十百千万亿两]")


class Names:
    """The names that are printed whole, longest first."""

    def __init__(self, names: Iterable[str]) -> None:
        """Only those that hold a character of a numeral matter."""
        held = sorted({name for name in names if _DIGIT.search(name)}, key=lambda name: (-len(name), name))
        self._pattern = re.compile("|".join(map(re.escape, held))) if held else None

    def mask(self, text: str) -> str:
        """The text with every name blanked, each character for one."""
        return self._pattern.sub(lambda match: "\0" * len(match.group()), text) if self._pattern else text

    def tokenised(self, text: str, tokens: Tokens) -> str:
        """The text with a token for every name."""
        return self._pattern.sub(lambda match: tokens.put(Name(match.group())), text) if self._pattern else text

    def marked(self, phrase: Phrase) -> Phrase:
        """The phrase with its plain words split where a name stands."""
        pieces: list[Piece] = []
        for piece in phrase:
            pieces += self._split(piece) if isinstance(piece, str) else [piece]
        return tuple(piece for piece in pieces if piece)

    def _split(self, words: str) -> list[Piece]:
        if not self._pattern:
            return [words]
        pieces: list[Piece] = []
        start = 0
        for match in self._pattern.finditer(words):
            pieces += [words[start : match.start()], Name(match.group())]
            start = match.end()
        return [*pieces, words[start:]]
