"""Plain text from the document's HTML."""

from __future__ import annotations

import pytest

from reporter.message.plain import line, paragraphs


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>增长<data value='1'>1%</data>。</p><p>二</p>", ("增长1%。", "二")),
        ("一<br>二", ("一", "二")),
        ("<p>一\n  二</p>\n\n<p></p>", ("一 二",)),
        ("a &lt;b&gt; &amp; c", ("a <b> & c",)),
        ("<style>p{}</style><script>x</script><ul><li>一</li><li>二</li></ul>", ("一", "二")),
        ("", ()),
    ],
)
def test_paragraphs(html: str, expected: tuple[str, ...]) -> None:
    """Paragraphs are kept apart, tags vanish, characters are themselves."""
    assert paragraphs(html) == expected


def test_line() -> None:
    """A headline over two lines is one line of text."""
    assert line('<span class="name">一</span><br>二') == "一二"
