"""Sentences lose what is missing, names keep their numerals, and no value becomes markup."""

from __future__ import annotations

import pytest

from reporter.document.prose.markup import paragraphs, phrase_html
from reporter.document.prose.names import Names
from reporter.document.prose.sentences import settled
from reporter.document.prose.tokens import DROP, Tokens
from reporter.model.document import Mention, Name, When

MONTHS = Tokens().put(When("1—2月", "2018-M01..M02"))


@pytest.mark.parametrize(
    ("written", "left"),
    [
        (f"甲增长。乙{DROP}。丙下降。", "甲增长。丙下降。"),
        (f"甲增长；乙{DROP}；丙下降。", "甲增长；丙下降。"),
        (f"甲增长；乙{DROP}。", "甲增长。"),
        (f"甲增长；乙{DROP}！", "甲增长！"),
        (f"甲{DROP}。其中，乙增长。", "乙增长。"),
        (f"甲“好。{DROP}”。乙。", "乙。"),
        (f"甲{DROP}……", ""),
        ("甲。乙……", "甲。乙……"),
        (f"工业：甲{DROP}。乙增长。", "工业：乙增长。"),
        (f"工业：{DROP}。", ""),
        (f"{MONTHS}，甲{DROP}；乙增长。", f"{MONTHS}，乙增长。"),
        (f"工业：{MONTHS}，甲{DROP}；乙增长。", f"工业：{MONTHS}，乙增长。"),
        (f"{MONTHS}，甲{DROP}。乙增长。", "乙增长。"),
        (f"甲增长。（见{MONTHS}）", f"甲增长（见{MONTHS}）。"),
        (f"甲{DROP}。（见{MONTHS}）", ""),
        (f"今年，甲{DROP}；乙增长。", "乙增长。"),
    ],
)
def test_what_is_missing_takes_its_clause_along(written: str, left: str) -> None:
    """A clause goes without a trace: punctuation closes the sentence, 其中 does not dangle, quotations stay whole.

    A paragraph keeps its label while something is left of it, a sentence its time while it has another clause.
    """
    assert settled(written) == left


def test_a_name_with_a_numeral_is_no_figure() -> None:
    """Longest names first; names without a numeral stay plain words."""
    names = Names(["“2211”工程", "加速器", "加速器二期", "金沙湖"])
    assert names.marked(("加速器二期和金沙湖，“2211”工程",)) == (Name("加速器二期"), "和金沙湖，", Name("“2211”工程"))
    assert names.mask("加速器二期1") == "\0\0\0\0\x001"


def test_a_value_never_becomes_markup() -> None:
    """Stars, angle brackets and quotation marks of a value or a name are printed, not obeyed."""
    tokens = Tokens()
    token = tokens.put(Mention('甲"<b>:level', "1*2*3<b>", "1"))
    html = paragraphs(f"**共**{token}，<i>不</i>", tokens)
    assert html == (
        '<p><strong>共</strong><data value="1" data-fact="甲&#34;&lt;b&gt;:level">1*2*3&lt;b&gt;</data>'
        "，&lt;i&gt;不&lt;/i&gt;</p>\n"
    )


def test_every_piece_says_what_it_is() -> None:
    """Facts, dates, names and plain words each in their own element."""
    html = phrase_html(
        ("自", When("6月底", "2018-06"), "起，", Name("加速器二期"), Mention("甲:level@2018", "33家", "33"))
    )
    assert html == (
        '自<time datetime="2018-06">6月底</time>起，<span class="name">加速器二期</span>'
        '<data value="33" data-fact="甲:level@2018">33家</data>'
    )
