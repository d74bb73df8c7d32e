"""What stands together is compared together; how a layout arranges it is its own affair."""

from __future__ import annotations

import pytest

from reporter.model.message import Change, Changes
from reporter.proof import message
from reporter.proof.document import numbers
from reporter.proof.sayings import Sayings
from tests.unit.proof import sample
from tests.unit.proof.test_mail import mail

SAID = Sayings(sample.DOCUMENT)
A, B, C = (sample.data(key) for key in ("甲产业增加值:growth", "乙零售额:growth", "丁企业:level"))
FIRST = f"居全市{sample.data('乙零售额:rank')}"
SIX, SEVEN = (sample.data(f"{name}:level") for name in ("己项目", "庚项目"))


def read(html: str) -> list[str]:
    """Rules of what is found in a piece of HTML."""
    return [finding.rule for finding in numbers(sample.DOCUMENT, html, SAID)]


@pytest.mark.parametrize(
    "html",
    [
        f"<div><div><b>{A}</b><p>甲产业增加值</p></div><div><p>{B}</p><p>乙零售额</p></div></div>",
        f"<dl><dt>甲产业增加值</dt><dd>{A}</dd><dd>同比</dd><dt>乙零售额</dt><dd>{B}</dd><dd>{FIRST}</dd></dl>",
        f"<table role='presentation'><tr><td><div>丁企业</div></td><td><p>{C}</p></td></tr></table>",
        f"<table><tr><th>名称</th><th>数</th></tr><tr><td>甲产业增加值</td><td>{A}</td></tr><tr><td>乙零售额</td><td>{B}</td></tr></table>",
        f"<ul><li>甲产业增加值：{A}，同比</li><li>乙零售额{B}（{FIRST}）</li></ul>",
        f"<table><tr><th>指标</th><th>数值</th></tr><tr><td>己项目</td><td>{SIX}</td></tr><tr><td>庚项目</td><td>{SEVEN}</td></tr></table>",
        f"<table><tr><th>序号</th><th>指标</th><th>数值</th></tr><tr><td><i class='numbering'>1</i></td><td>己项目</td><td>{SIX}</td></tr></table>",
        f"<table><tr><th>指标</th><th>己项目</th><th>庚项目</th></tr><tr><td>数值</td><td>{SIX}</td><td>{SEVEN}</td></tr></table>",
        f"<table><tr><td colspan='3'>单位：个</td></tr><tr><th>单位</th><th>指标</th><th>数值</th></tr><tr><td>个</td><td>己项目</td><td>{SIX}</td></tr></table>",
    ],
)  # fmt: skip
def test_a_layout_may_arrange_things_as_it_likes(html: str) -> None:
    """Values above their labels, lists, turned tables, columns left out or added."""
    assert read(html) == []


@pytest.mark.parametrize(
    ("html", "rule"),
    [
        (f"<div><div><b>{B}</b><p>甲产业增加值</p></div><div><p>{A}</p><p>乙零售额</p></div></div>", "wrong_name"),
        (f"<div><div><b>{A}</b></div><div><p>{B}</p></div></div>", "wrong_name"),
        (f"<dl><dt>乙零售额</dt><dd>{A}</dd><dt>甲产业增加值</dt><dd>{B}</dd></dl>", "wrong_name"),
        (f"<div><p>甲产业增加值</p><p>{A}</p><p>{FIRST}</p></div>", "wrong_name"),
        (f"<ul><li>乙零售额：{A}，同比</li></ul>", "other_words"),
        (f"<p>上半年，丙投资增长{A}</p>", "other_words"),
        (f"<table><tr><th>指标</th><th>数值</th></tr><tr><td>庚项目</td><td>{SIX}</td></tr><tr><td>己项目</td><td>{SEVEN}</td></tr></table>", "wrong_cell"),
        (f"<table><tr><th>指标</th><th>庚项目</th><th>己项目</th></tr><tr><td>数值</td><td>{SIX}</td><td>{SEVEN}</td></tr></table>", "wrong_cell"),
        (f"<table><tr><th>指标</th><th>单位</th><th>数值</th></tr><tr><td>庚项目</td><td>{SEVEN}</td><td>个</td></tr><tr><td>己项目</td><td>个</td><td>{SIX}</td></tr></table>", "wrong_cell"),
        (f"<table><tr><th>数值</th><th>指标</th></tr><tr><td>己项目</td><td>{SIX}</td></tr></table>", "wrong_cell"),
        (f"<figure><p>甲产业增加值增长{A}</p><img alt='{sample.FIGURE.alt}'></figure>", "wrong_picture"),
        ("<img alt='条形图：乙零售额18%；甲产业增加值11.9%；丙投资11.6%。'>", "wrong_picture"),
    ],
)  # fmt: skip
def test_what_a_layout_exchanges_is_found(html: str, rule: str) -> None:
    """Whichever way it is arranged."""
    assert set(read(html)) == {rule}


CHANGES = Changes("第1版", (Change("丙投资同比增速", "11.5%", "11.6%", "丙投资:growth@2018-H1"), Change("己项目", "21个", "22个", "己项目:level@2018-H1")))  # fmt: skip
ROWS = "<table role='presentation'>" + "".join(
    f"<tr><td>{row.label}</td><td><span class='name'>{row.before}</span></td><td>→</td><td>{sample.data(row.fact.partition('@')[0])}</td></tr>"
    for row in CHANGES.rows
) + "</table>"  # fmt: skip
CORRECTED = f"<p>本件替代此前所发<span class='numbering'>第1版</span>，请以此件为准。原因：<span class='name'>漏报2家</span></p>{ROWS}"
LINES = "【更正】本件替代此前所发第1版，请以此件为准。\n原因：漏报2家\n" + "".join(
    f"· {row.label}：{row.before}→{row.now}\n" for row in CHANGES.rows
)


@pytest.mark.parametrize(
    ("one", "two"),
    [("", ""), ("丙投资同比增速", "己项目"), ("11.5%", "21个"), (SIX, sample.data("丙投资:growth")), ("11.6%", "22个")],
)
def test_what_a_correction_tells_is_compared_row_by_row(one: str, two: str) -> None:
    """Label, old number and new number of one row, in both parts of the mail."""
    said = Sayings(sample.DOCUMENT, CHANGES, "漏报2家")

    def exchanged(text: str) -> str:
        return text.replace(one, "@").replace(two, one).replace("@", two) if one else text

    for html, text in ((exchanged(CORRECTED), LINES), (CORRECTED, exchanged(LINES))):
        found = list(message.review(mail(text, html), sample.DOCUMENT, said))
        assert bool(found) == ((html, text) != (CORRECTED, LINES)), (html, text)


def test_digits_of_the_reason_and_of_the_old_numbers_count_as_well() -> None:
    """What is no fact of this report is held against what the house knows of the correction."""
    said = Sayings(sample.DOCUMENT, CHANGES, "漏报2家")
    for was, now in (("漏报2家", "漏报3家"), ("21个", "24个"), ("11.5%", "11.4%")):
        for html, text in ((CORRECTED.replace(was, now), LINES), (CORRECTED, LINES.replace(was, now))):
            assert list(message.review(mail(text, html), sample.DOCUMENT, said)), was
