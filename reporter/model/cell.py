"""Turn a text into a cell that no spreadsheet runs as a formula, and such a cell back into the text."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"'*(?:[=@\t\r＝＠]|[+\-＋－](?!\d[\d.]*%?$))")
"""What a spreadsheet would take for a formula; a plain signed number is none."""


def inert(text: str) -> str:
    """The text with an apostrophe before it where it looks like a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def meant(text: str) -> str:
    """What :func:`inert` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text
