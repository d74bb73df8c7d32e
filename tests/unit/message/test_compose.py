"""The sealed message: its parts, its words, its bytes."""

from __future__ import annotations

import email
import re
from dataclasses import replace
from email import policy
from email.message import EmailMessage

import pytest

from reporter.errors import ProductionError, UsageError
from reporter.model.fact import UNREPORTED, Missing
from tests.sample_message import CHARTS, DOCUMENT, FACTS, MAIL, PDF, PDF_NAME, sealed_message

SEALED = sealed_message()
MESSAGE: EmailMessage = email.message_from_bytes(SEALED, policy=policy.default)


def body(kind: str, message: EmailMessage = MESSAGE) -> str:
    """One of the two bodies."""
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_structure() -> None:
    """Text and HTML are alternatives, beside them the charts, around them the attachments; no part has a defect."""
    assert [part.get_content_type() for part in MESSAGE.walk()] == [
        "multipart/mixed", "multipart/related", "multipart/alternative", "text/plain", "text/html",
        "image/png", "image/png", "application/pdf", "text/csv",
    ]  # fmt: skip
    assert not any(part.defects for part in MESSAGE.walk())


def test_shared_headers_only() -> None:
    """The sealed message names neither recipient nor Message-ID nor date."""
    assert [name for name, _ in MESSAGE.items()] == [
        "From", "Reply-To", "Subject", "List-Id", "Auto-Submitted", "MIME-Version", "Content-Type",
    ]  # fmt: skip
    assert MESSAGE["Subject"] == DOCUMENT.title
    assert MESSAGE["From"] == "示例区统计分析中心 <report@example.org>"
    assert MESSAGE["Reply-To"] == "office@example.org"
    assert MESSAGE["List-Id"] == "<report.example.org>"
    assert MESSAGE["Auto-Submitted"] == "auto-generated"


def test_same_input_same_bytes() -> None:
    """Boundaries and Content-IDs come from the content; other content has others."""
    assert sealed_message() == SEALED
    other = sealed_message(replace(DOCUMENT, title="别的题目"))
    assert re.findall(rb"=_mixed_\w+", other)[0] != re.findall(rb"=_mixed_\w+", SEALED)[0]


def test_bytes_fit_the_wire() -> None:
    """Only CRLF, only ASCII, no line over 78 characters."""
    lines = SEALED.split(b"\r\n")
    assert SEALED.isascii()
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert max(map(len, lines)) <= 78


def test_attachments_under_their_own_names() -> None:
    """The PDF keeps its Chinese name by RFC 2231; old clients find one in ASCII; contents are untouched."""
    pdf, facts = MESSAGE.iter_attachments()
    assert (pdf.get_filename(), pdf.get_content()) == (PDF_NAME, PDF)
    assert pdf["Content-Type"].params["name"] == "report-2018-H1.pdf"
    assert pdf.get_content_disposition() == "attachment"
    assert b"filename*0*=utf-8''2018%E5%B9%B4" in SEALED
    assert (facts.get_filename(), facts["Content-Type"].params["name"]) == ("facts.csv", "facts.csv")
    assert facts.get_payload(decode=True) == FACTS


def test_a_name_cannot_break_out() -> None:
    """A control character in an attachment's name is refused."""
    with pytest.raises(UsageError):
        sealed_message(pdf_name='x.pdf"\r\nX-Evil: 1')


def test_charts_are_inline() -> None:
    """Every chart is shown by its Content-ID, with width and alternative text, nothing is fetched from elsewhere."""
    html = body("html")
    images = [part for part in MESSAGE.walk() if part.get_content_maintype() == "image"]
    shown = re.findall(r'<img[^>]* src="cid:([^"]+)"', html)
    assert [part["Content-ID"] for part in images] == [f"<{cid}>" for cid in shown]
    assert [part.get_content() for part in images] == [png for _, png in CHARTS]
    assert [part.get_content_disposition() for part in images] == ["inline", "inline"]
    assert all(figure.alt in html for figure, _ in CHARTS)
    assert re.findall(r'<img[^>]* width="(\d+)"', html) == ["536", "310"]
    assert not re.search(r"https?:|//|url\(|<link|<script|@import", re.sub(r"<!DOCTYPE[^>]*>", "", html))


def test_html_carries_its_rules_with_it() -> None:
    """Rules stand in the elements; what depends on the reader's screen stays in the head; Gmail will not cut it."""
    html = body("html")
    assert "@media (prefers-color-scheme: dark)" in html
    assert "@media (max-width: 399px)" in html
    assert re.search(r'<td class="figure" [^>]*style="[^"]*border-top', html)
    assert "display: flex" not in html
    assert "display: grid" not in html
    assert len(html.encode()) < 100_000


def test_every_number_still_names_its_fact() -> None:
    """Lead, key figures and chart titles keep the marks that let a number be traced."""
    html = body("html")
    marked = re.findall(r'<data value="[^"]*" data-fact="[^"]+"[^>]*>([^<]+)</data>', html)
    assert {"11.9%", "17%", "第一", "5.1个百分点", "72.3%", "1405家", "52.21%"} <= set(marked)


def test_text_is_complete() -> None:
    """Who reads only text finds headline, period, lead, figures, charts in words, notes, attachments, cut-off."""
    text = body("plain")
    for words in (
        "聚焦“三区”建设 & 提质增效",
        "稳中有进开新局 工业增加值增长11.9%",
        "2018年上半年 · 数据截至2018年8月7日",
        "社会消费品零售总额增长17%，增幅居全市第一。\n\n会议要求",
        "· 省市重点项目：72.3%（超序时进度22.3个百分点）",
        "· 工业增加值增长11.9%。条形图：",
        "· “超序时进度”为推算，以年度计划逐月均分为准。",
        f"· 报告全文：{PDF_NAME}",
        "· 数据清单：facts.csv",
        "联系电话：0000-00000000",
    ):
        assert words in text
    assert not re.search(r"<\w|&amp;|&lt;|\n\n\n", text)


def test_values_cannot_become_markup() -> None:
    """A name with an angle bracket is text in HTML and as it is in text."""
    spiteful = replace(DOCUMENT, contact="<b onclick=x>科室</b> & 一处")
    message: EmailMessage = email.message_from_bytes(sealed_message(spiteful), policy=policy.default)
    html, text = (message.get_body((kind,)).get_content() for kind in ("html", "plain"))  # type: ignore[union-attr]
    assert "<b onclick" not in html
    assert "<b onclick=x>科室</b> & 一处" in text


def test_nothing_optional_leaves_a_hole() -> None:
    """Without kicker, key figures, notes and contact the message still reads well."""
    bare = replace(DOCUMENT, kicker="", strip=(), notes=(), secrecy="公开")
    message: EmailMessage = email.message_from_bytes(sealed_message(bare), policy=policy.default)
    text = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert text.startswith("稳中有进开新局")
    assert "【主要指标】" not in text
    assert "【说明】" not in text


def test_too_long_for_mail_readers() -> None:
    """A body that Gmail would cut off is not made."""
    with pytest.raises(ProductionError, match="100KB"):
        sealed_message(replace(DOCUMENT, lead="<p>很长的导语。</p>" * 10_000))


def test_reply_to_only_when_set() -> None:
    """Without an address for replies there is no such header."""
    assert b"Reply-To" not in sealed_message(mail=replace(MAIL, reply_to=""))


def test_a_sender_in_chinese() -> None:
    """A Chinese domain and a Chinese name before the @ make valid identifiers, too."""
    sealed = sealed_message(mail=replace(MAIL, sender="报告@示例.中国"))
    assert "From: =?utf-8?B?" in sealed.partition(b"\r\n\r\n")[0].decode()
    assert b"List-Id: <reports.xn--fsq092h.xn--fiqs8s>\r\n" in sealed
    assert b"@xn--fsq092h.xn--fiqs8s>\r\n" in sealed


def test_a_bad_sender_is_named() -> None:
    """A sender that is no address is a fault of the settings, said in Chinese."""
    with pytest.raises(UsageError, match="邮箱地址"):
        sealed_message(mail=replace(MAIL, sender="report"))


def test_figures_that_are_not_in_are_told_at_once() -> None:
    """A report sent without figures that were asked for says so in its subject and in both texts: who owes what."""
    names = [f"指标{name}" for name in "甲乙丙丁戊"]
    owed = tuple(
        Missing(f"{name}:growth@2018-H1", "growth", name, DOCUMENT.period, UNREPORTED, "商务局") for name in names
    )
    message = email.message_from_bytes(sealed_message(replace(DOCUMENT, missing=owed)), policy=policy.default)
    assert message["Subject"] == f"【缺数】{DOCUMENT.title}"
    said = "指标甲（商务局）、指标乙（商务局）、指标丙（商务局）、指标丁（商务局）等5项未报送，文中不作反映。"
    assert said in body("plain", message)
    assert said in re.sub(r"<[^>]*>", "", body("html", message))
    assert "缺数" not in str(MESSAGE["Subject"])
