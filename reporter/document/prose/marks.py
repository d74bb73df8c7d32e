"""Turn several marks of one indicator that follow each other into one: 完成43.3%，还差1020家（推算）."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reporter.document.prose.tokens import TOKEN
from reporter.model import fact_ids
from reporter.model.document import Mention
from reporter.model.fact import MARK

if TYPE_CHECKING:
    from reporter.document.prose.tokens import Tokens

_AGAIN = re.compile(
    rf"(?P<one>{TOKEN.pattern}){MARK}(?=[，、](?:(?!{TOKEN.pattern})[^，、。；：（）])*(?P<two>{TOKEN.pattern}){MARK})"
)


def once(text: str, tokens: Tokens) -> str:
    """The text in which a computed figure goes unmarked before the next one of its indicator, which is marked."""

    def merged(match: re.Match[str]) -> str:
        about = [_subject(tokens, match[name]) for name in ("one", "two")]
        return match["one"] if about[0] and about[0] == about[1] else match.group()

    return _AGAIN.sub(merged, text)


def _subject(tokens: Tokens, token: str) -> str:
    """The indicator of which a token says a figure; empty for one that says none."""
    (piece,) = tokens.phrase(token)
    return fact_ids.read(piece.fact).subject if isinstance(piece, Mention) else ""
