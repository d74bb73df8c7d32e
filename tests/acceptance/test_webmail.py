"""The message in a real webmail: Roundcube on Dovecot shows its subject, its words, its charts and its files."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from email import message_from_bytes, policy
from html import unescape
from pathlib import Path

import pytest

from reporter.model.office import Mail, Recipient
from tests.acceptance.post_office.dovecot import Dovecot
from tests.acceptance.post_office.house import House
from tests.acceptance.post_office.postfix import DOMAIN, Postfix
from tests.acceptance.post_office.roundcube import HOME, Roundcube
from tests.sample_message import DOCUMENT, PDF_NAME

pytestmark = pytest.mark.skipif(
    not HOME.is_dir() or shutil.which("php") is None,
    reason="needs Debian's roundcube-core, roundcube-sqlite3 and php-cli",
)


def test_roundcube_shows_the_report(tmp_path: Path) -> None:
    """Subject in the list, headline and figures in the text, two charts inline, the attachment under its Chinese name, whole."""
    folder = Path(tempfile.mkdtemp(prefix="postfix"))
    folder.chmod(0o755)
    doors = {"plain": ("smtpd_recipient_restrictions=reject_unauth_destination",)}
    with (
        Postfix(folder, doors, people=("li",)) as postfix,
        Dovecot(folder / "dovecot", folder / "mail") as dovecot,
    ):
        mail = Mail("127.0.0.1", postfix.ports["plain"], "none", sender=f"report@{DOMAIN}")
        house = House(tmp_path, mail, (Recipient(f"li@{DOMAIN}", "李主任"),))
        assert house.dispatch(house.sealed()).state == "sent"
        sent = message_from_bytes(postfix.mailboxes()[f"li@{DOMAIN}"][0], policy=policy.default)
        with Roundcube(folder / "roundcube", dovecot, "li") as webmail:
            listed = json.loads(webmail.get("/?_task=mail&_mbox=INBOX&_action=list&_remote=1").text)["exec"]
            assert DOCUMENT.title in listed
            page = unescape(webmail.get("/?_task=mail&_mbox=INBOX&_uid=1&_action=show").text)
            assert DOCUMENT.title in page
            assert "稳中有进开新局" in page
            assert "11.9%" in page
            assert PDF_NAME in page
            charts = re.findall(r'<img src="([^"]*_part=1[^"]*)"', page)
            assert len(charts) == page.count('alt="条形图') == 2
            assert all(webmail.get(source).content.startswith(b"\x89PNG") for source in charts)
            (pdf,) = [part for part in sent.walk() if part.get_content_type() == "application/pdf"]
            link = re.search(
                r'href="([^"]*_part=[^"]*)"[^>]*class="filename"><span class="attachment-name">' + re.escape(PDF_NAME),
                page,
            )
            assert link
            assert webmail.get(link[1] + "&_download=1").content == pdf.get_payload(decode=True)
    shutil.rmtree(folder, ignore_errors=True)
