"""Turn pairs of full-width marks into pairs of one and a half: 》、 and ，“ each carry a blank half that must not add up.

GB/T 15834 and the requirements for Chinese text layout ask for it; the engine cannot, but the faces have half-width forms.

The last two characters of a paragraph stay together, so that its last line never holds one alone.

Beside Chinese quotation marks a line may end, which the engine does not know: it takes them for Latin ones (UAX 14, LB19
before Unicode 15.1). A zero-width space tells it; none of them reaches the text of the PDF.
"""

from __future__ import annotations

import re

_CLOSING = "，。、；：！？）》〉」』】〕”’"
_OPENING = "（《〈「『【〔“‘"
_PAIR = re.compile(f"([{_CLOSING}](?=[{_CLOSING}{_OPENING}])|(?<=[{_OPENING}])[{_OPENING}])")
_TEXT = re.compile(r"(?<=>)[^<>]+(?=<)")
_WHOLE = r'<span class="whole">\1</span>'
_HALF = r'<span class="closed">\1</span>'
_INLINE = r"(?:</?(?:span|data|time|strong|em)\b[^>]*>)*"
_HAN = "[\u3400-\u9fff）》]"
_QUOTED = re.compile(f"(?<={_HAN})(?={_INLINE}[“‘][^<])|(?<=[”’]){_INLINE}(?=[\u3400-\u9fff（《])")
_MAY_BREAK, _MUST_NOT = "\N{ZERO WIDTH SPACE}", "\N{WORD JOINER}"
_LAST = re.compile(f"([\u3400-\u9fff]{{2}}[{_CLOSING}]*)(?=(?:</(?:span|strong|em)>)*</(?:p|li|td|figcaption|div)>)")
"""The end of a paragraph, whose last character must not be a line of its own (clreq: 孤字)."""
_MARKED = "</data>*"
_DERIVED = "（推算）"


def compress(html: str) -> str:
    """Give the first of two such marks its half-width form, outside tags and within one run of text."""
    head, body, rest = html.partition("<body")
    if not body:
        return html
    rest = rest.replace(_DERIVED, _DERIVED.replace("推", f"推{_MUST_NOT}"))
    rest = rest.replace(_MARKED, _MARKED.replace("*", f"{_MUST_NOT}*"))
    rest = _LAST.sub(_WHOLE, rest)
    rest = _QUOTED.sub(lambda found: found[0] + _MAY_BREAK, rest)
    return head + body + _TEXT.sub(lambda run: _PAIR.sub(_HALF, run[0]), rest)
