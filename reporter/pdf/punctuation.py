"""Turn pairs of full-width marks into pairs of one and a half: 》、 and ，“ each carry a blank half that must not add up.

GB/T 15834 and the requirements for Chinese text layout ask for it; the engine cannot, but the faces have half-width forms.
"""

from __future__ import annotations

import re

_CLOSING = "，。、；：！？）》〉」』】〕”’"
_OPENING = "（《〈「『【〔“‘"
_PAIR = re.compile(f"([{_CLOSING}](?=[{_CLOSING}{_OPENING}])|(?<=[{_OPENING}])[{_OPENING}])")
_TEXT = re.compile(r"(?<=>)[^<>]+(?=<)")
_HALF = r'<span class="closed">\1</span>'


def compress(html: str) -> str:
    """Give the first of two such marks its half-width form, outside tags and within one run of text."""
    head, body, rest = html.partition("<body")
    if not body:
        return html
    return head + body + _TEXT.sub(lambda run: _PAIR.sub(_HALF, run[0]), rest)
