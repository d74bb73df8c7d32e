"""Turn pairs of full-width marks into pairs of one and a half: 》、 and ，“ each carry a blank half that must not add up.

GB/T 15834 and the requirements for Chinese text layout ask for it; the engine cannot, but the faces have half-width forms.

The last two characters of a paragraph stay together, so that its last line never holds one alone, and so does （见图1）.

Beside Chinese quotation marks a line may end, which the engine does not know: it takes them for Latin ones (UAX 14, LB19
before Unicode 15.1). A zero-width space tells it; none of them reaches the text of the PDF.
"""

from __future__ import annotations

import re

_CLOSING = "，。、；：！？）》〉」』】〕”’"
_OPENING = "（《〈「『【〔“‘"
_BLANK = "\N{IDEOGRAPHIC SPACE}"
_PAIR = re.compile(f"([{_CLOSING}](?=\u200b?[{_CLOSING}{_OPENING}{_BLANK}])|(?<=[{_OPENING}])[{_OPENING}])")
_ACROSS = re.compile(
    f"([{_CLOSING}])(?=(?:\u200b?</?(?:span|data|time|strong|em)\\b[^>]*>)+\u200b?[{_CLOSING}{_OPENING}{_BLANK}])"
)
"""The first of two marks that stand in different elements."""
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
_SEEN = '（见<span class="numbering">'


def compress(html: str) -> str:
    """Give the first of two such marks its half-width form, outside tags."""
    head, body, rest = html.partition("<body")
    if not body:
        return html
    rest = rest.replace(_DERIVED, _DERIVED.replace("推", f"推{_MUST_NOT}"))
    rest = rest.replace(_SEEN, _SEEN.replace("见", f"见{_MUST_NOT}"))
    rest = rest.replace(_MARKED, _MARKED.replace("*", f"{_MUST_NOT}*"))
    rest = _LAST.sub(_WHOLE, rest)
    rest = _QUOTED.sub(lambda found: found[0] + _MAY_BREAK, rest)
    rest = _ACROSS.sub(_HALF, rest)
    return head + body + _TEXT.sub(lambda run: _PAIR.sub(_HALF, run[0]), rest)
