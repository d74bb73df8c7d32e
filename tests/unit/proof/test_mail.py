"""The numbers of the mail are the document's, in both of its parts."""

from __future__ import annotations

import re
from dataclasses import replace
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from reporter.proof import message, proofread
from reporter.proof.sayings import Sayings
from tests.unit.proof import sample

if TYPE_CHECKING:
    from reporter.model.finding import Finding

SECOND = f"<p><time>上半年</time>，丙投资增长{sample.data('丙投资:growth')}，{sample.data('戊项目:level')}戊项目开工，乙零售额居全市{sample.data('乙零售额:rank')}。</p>"
LEAD = f"""{SECOND}<table role="presentation"><tr><td><div>丁企业</div><div>{sample.data("丁企业:level")}</div></td></tr></table>"""
TEXT = "上半年，丙投资增长11.6%，十个戊项目开工，乙零售额居全市第一。\n· 丁企业：1405家\n数据截至2018年8月7日\n附件：2018年上半年示例区工作报告.pdf\n"
DOCUMENT = replace(sample.DOCUMENT, lead=sample.LEAD + SECOND)


def mail(text: str = TEXT, html: str = LEAD) -> bytes:
    """A message with a text and an HTML part and the PDF."""
    made = EmailMessage()
    made["Subject"] = "示例"
    made.set_content(text)
    made.add_alternative(f"<html><body>{html}</body></html>", subtype="html")
    made.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="2018年上半年示例区工作报告.pdf")
    return made.as_bytes()


def read(made: bytes) -> list[Finding]:
    """What is found in a mail."""
    return list(message.review(made, DOCUMENT, Sayings(DOCUMENT)))


def test_a_sound_mail_has_no_finding() -> None:
    """Facts, dates, names and the attachment's name are known."""
    assert read(mail()) == []


@pytest.mark.parametrize("at", [match.start() for match in re.finditer(r"\d|第一|十", TEXT)])
def test_a_changed_digit_in_the_text_part_is_found(at: int) -> None:
    """Every digit of the text part."""
    other = {"第": "第二", "十": "九"}.get(TEXT[at]) or str((int(TEXT[at]) + 1) % 10)
    spoilt = TEXT[:at] + other + TEXT[at + len(other) :]
    found = read(mail(spoilt))
    assert [finding.rule for finding in found] == ["mail_differs"]
    assert "邮件文字版" in str(found[0].place)


def test_a_number_that_lost_a_digit_at_the_edge_of_its_sentence_is_found() -> None:
    """What is left stands within the right number, and is another one."""
    said = Sayings(replace(sample.DOCUMENT, lead=f"<p>{sample.data('己项目:level')}己项目开工，投资增长17</p>"))
    for words in ("22个己项目开工，投资增长17", "2个己项目开工", "己项目开工，投资增长1", "己项目开工，投资增长17%"):
        assert bool([*said.strange(words)]) == (words != "22个己项目开工，投资增长17"), words


def test_two_swapped_numbers_in_the_text_part_are_found() -> None:
    """Both are facts, but not of these indicators."""
    spoilt = TEXT.replace("11.6%", "@").replace("1405家", "11.6%").replace("@", "1405家")
    assert len(read(mail(spoilt))) == 2


@pytest.mark.parametrize(
    ("was", "now"), [("11.6%", "11.5%"), ("第一<", "第三<"), ("十个<", "六个<"), ("开工", "共3次开工")]
)
def test_a_changed_number_in_the_html_part_is_found(was: str, now: str) -> None:
    """A number of the HTML part is its fact's, or marked as something else."""
    found = read(mail(html=LEAD.replace(was, now)))
    assert found
    assert "邮件网页版" in str(found[0].place)


def test_the_words_of_the_mail_alone_are_read_as_well() -> None:
    """A fault of the mail's own template is found in both parts; what the document says is told once."""
    html = f"{LEAD}<p>数据截止2018年8月。</p>".replace("2018年8月", "<time>2018年8月</time>")
    found = proofread(DOCUMENT, sample.HTML, sample.printed(), mail(f"{TEXT}数据截止2018年8月。\n", html))
    told = [str(finding.place) for finding in found if finding.rule == "cutoff_word"]
    assert ["邮件网页版" in told[0], "邮件文字版" in told[1], len(told)] == [True, True, 2]


def test_every_form_of_the_mail_is_read() -> None:
    """The form without attachments as well as the whole one; what both say wrongly is told once."""
    sound, wrong = mail(TEXT, LEAD), mail(f"{TEXT}数据截止2018年8月。\n", LEAD)
    for mails, times in (((sound, sound), 0), ((sound, wrong), 1), ((wrong, wrong), 1)):
        found = proofread(DOCUMENT, sample.HTML, sample.printed(), *mails)
        assert [one.rule for one in found].count("cutoff_word") == times
