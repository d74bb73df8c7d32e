"""The message in a real webmail: Roundcube on Dovecot shows its subject, its words, its charts and its files."""

from __future__ import annotations

import json
import shutil
import tempfile
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from reporter.model.office import Mail, Recipient
from tests.acceptance.mail_pictures import half_year
from tests.acceptance.post_office.dovecot import Dovecot
from tests.acceptance.post_office.house import House
from tests.acceptance.post_office.postfix import DOMAIN, Postfix
from tests.acceptance.post_office.roundcube import HOME, Roundcube
from tests.browser import Browser

pytestmark = pytest.mark.skipif(
    not HOME.is_dir() or shutil.which("php") is None,
    reason="needs Debian's roundcube-core, roundcube-sqlite3 and php-cli",
)


_CHARTS = """[...document.images].filter(i => i.src.includes('_embed=1')).map(i => ({
  source: i.src, drawn: i.naturalWidth, shown: i.getBoundingClientRect().width, said: i.alt
}))"""
_TEXTS = "[...document.querySelectorAll('{}')].map(e => e.innerText.trim())"


def test_roundcube_shows_the_report(tmp_path: Path) -> None:
    """Subject, words, two charts within the text and the attachment under its Chinese name, in Chromium; the PDF opens.

    What was seen lies in ``roundcube.png`` in the test's folder, for who wants to look.
    """
    folder = Path(tempfile.mkdtemp(prefix="postfix"))
    folder.chmod(0o755)
    doors = {"plain": ("smtpd_recipient_restrictions=reject_unauth_destination",)}
    with (
        Postfix(folder, doors, people=("li",)) as postfix,
        Dovecot(folder / "dovecot", folder / "mail") as dovecot,
    ):
        mail = Mail("127.0.0.1", postfix.ports["plain"], "none", sender=f"report@{DOMAIN}")
        house = House(tmp_path, mail, (Recipient(f"li@{DOMAIN}", "李主任"),))
        assert house.dispatch(house.sealed(body=half_year())).state == "sent"
        sent = message_from_bytes(postfix.mailboxes()[f"li@{DOMAIN}"][0], policy=policy.default)
        (pdf,) = [part for part in sent.walk() if part.get_content_type() == "application/pdf"]
        name = pdf.get_filename()
        with Roundcube(folder / "roundcube", dovecot, "li") as webmail, Browser() as browser:
            listed = json.loads(webmail.get("/?_task=mail&_mbox=INBOX&_action=list&_remote=1").text)["exec"]
            assert sent["Subject"] in listed
            browser.be(1200, 1900)
            browser.show(f"{webmail.url}/?_task=mail&_mbox=INBOX&_uid=1&_action=show")
            (tmp_path / "roundcube.png").write_bytes(browser.picture(whole=False))
            assert browser.asked(_TEXTS.format(".subject"))[0] == sent["Subject"]
            (words,) = browser.asked(_TEXTS.format(".message-htmlpart"))
            assert "建设再上台阶" in words
            assert "11.9%" in words
            charts = browser.asked(_CHARTS)
            assert len(charts) == 2
            assert all(chart["drawn"] > 500 and 300 < chart["shown"] <= 536 and chart["said"] for chart in charts)
            assert name in browser.asked(_TEXTS.format(".attachment-name"))
            link = browser.asked("document.querySelector('.attachmentslist a.filename').getAttribute('href')")
            kept = webmail.get(f"{link}&_download=1").content
            assert kept == pdf.get_payload(decode=True)
            assert len(PdfDocument(kept)) > 5
    shutil.rmtree(folder, ignore_errors=True)
