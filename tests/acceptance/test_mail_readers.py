"""The message in the eyes of others: two parsers agree on every part, and mail clients know what it is made of."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from reporter.message import address, compose
from reporter.model.message import Addressees, Change, Changes
from reporter.model.office import Recipient
from tests.acceptance.post_office.house import START
from tests.sample_message import CHARTS, DOCUMENT, FACTS, MAIL, OFFICE, PDF, PDF_NAME, strict_render

PEERS = Path(__file__).parent / "peers"
pytestmark = pytest.mark.skipif(
    shutil.which("node") is None or not (PEERS / "node_modules").is_dir(),
    reason="needs npm ci in tests/acceptance/peers",
)
CHANGES = Changes("第1版", (Change("工业增加值增速", "11.2%", "11.9%", "甲:growth@2018-H1"),))
FORMS: dict[str, dict[str, Any]] = {
    "first": {}, "correction": {"number": 2, "reason": "统计局核实", "changes": CHANGES}, "later": {"changes": CHANGES},
    "note": {"enclose": False},
}  # fmt: skip
FORGIVEN = {
    "<body> element": "its style is repeated on the table inside",
    "<style> element": "every rule is inlined; what stays is for those who read it",
    "@media": "narrow screens and dark mode, where they are understood",
    "color-scheme meta tag": "a hint to those who know it",
    "overflow": "the foot of an old rule, read by nobody",
    "overflow-wrap": "long file names; others break them anyway",
    "role attribute": "for screen readers",
    "text-wrap": "balanced headlines where that is known",
    "white-space": "numbers kept together where that is known",
    "word-break": "the same for long words",
}
"""What some client ignores without harm, and why."""


def composed(form: str) -> bytes:
    """One form of the small report's message."""
    return compose(
        DOCUMENT, CHARTS, pdf=PDF, pdf_name=PDF_NAME, attachments=[("数据核对表（上半年）.csv", FACTS, "数据清单")], office=OFFICE,
        mail=MAIL, render=strict_render(), **FORMS[form],
    )  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_two_parsers_agree(tmp_path: Path, form: str) -> None:
    """Npm ``mailparser`` and Python's own find the same people, headers, texts and files, byte for byte."""
    who = Addressees(
        (Recipient("li@example.org", "李主任"), Recipient("wang@example.org", "Wang, Dr.")), (Recipient("z@x.cn"),)
    )
    copy = address(
        composed(form), to=who.to[0], message_id="<abc@example.org>", dated=START, addressees=who, references="<first@example.org>"
    )  # fmt: skip
    file = tmp_path / "message.eml"
    file.write_bytes(copy)
    done = subprocess.run(
        ("node", "parse_mail.mjs", file), cwd=PEERS, capture_output=True, text=True, check=True, timeout=60
    )
    theirs = json.loads(done.stdout)
    ours = message_from_bytes(copy, policy=policy.default)
    assert isinstance(ours, EmailMessage)
    assert theirs["subject"] == ours["Subject"]
    assert theirs["messageId"] == ours["Message-ID"]
    assert theirs["references"] == ours["References"]
    for name in ("to", "from"):
        shown = [(one["name"], one["address"]) for one in theirs[name]]
        assert shown == [(one.display_name, one.addr_spec) for one in ours[name.title()].addresses]
    text, html = ours.get_body(("plain",)), ours.get_body(("html",))
    assert text
    assert html
    assert theirs["text"].strip() == text.get_content().strip().replace("\r\n", "\n")
    cids = {part["Content-ID"].strip("<>") for part in ours.walk() if part["Content-ID"]}
    assert len(cids) == len(CHARTS)
    assert _bare(theirs["html"]) == _bare(html.get_content())
    files = [part for part in ours.walk() if part.get_filename()]
    assert len(files) == (len(CHARTS) if form == "note" else len(CHARTS) + 2)
    wanted = [(part.get_filename(), part.get_content_type(), _hash(part)) for part in files]
    found = [(part["filename"], part["contentType"], part["sha256"]) for part in theirs["attachments"]]
    assert sorted(found) == sorted(wanted)


@pytest.mark.parametrize("form", FORMS)
def test_mail_clients_know_what_it_is_made_of(form: str) -> None:
    """By caniemail's tables nothing is used that Outlook, Apple Mail or Gmail lack, but for what does no harm when ignored."""
    message = message_from_bytes(composed(form), policy=policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("html",))
    assert body
    html = body.get_content()
    done = subprocess.run(
        ("node", "can_i_email.mjs", "outlook.*", "apple-mail.*", "gmail.*"), cwd=PEERS, input=html, capture_output=True, text=True,
        check=True, timeout=60,
    )  # fmt: skip
    lacking = {issue["title"] for client in json.loads(done.stdout)["errors"] for issue in client["issues"]}
    assert lacking <= set(FORGIVEN)
    assert len(html.encode()) < 100_000
    assert not re.search(r"""(?:src|href|url\()\s*=?\s*["']?(?!cid:)[a-z]+:""", html), "remote content"
    assert "@media" in html


def test_a_secret_report_says_so() -> None:
    """内部资料 stands in the text and in the HTML."""
    message = message_from_bytes(composed("first"), policy=policy.default)
    assert isinstance(message, EmailMessage)
    for kind in ("plain", "html"):
        body = message.get_body((kind,))
        assert body
        assert "内部资料" in body.get_content()


def _bare(html: str) -> str:
    """The page without its pictures: ``mailparser`` puts them where they are shown."""
    return re.sub(r'src="[^"]*"', "", html).replace("\r\n", "\n").strip()


def _hash(part: Any) -> str:
    return hashlib.sha256(part.get_payload(decode=True)).hexdigest()
