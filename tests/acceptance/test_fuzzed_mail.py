"""Ten thousand hostile subjects, names and addresses: in what Postfix stored there is no header and no recipient too many."""

from __future__ import annotations

import random
import shutil
import tempfile
import unicodedata
from email import message_from_bytes, policy
from email.parser import BytesHeaderParser
from pathlib import Path

import pytest

from reporter.delivery import smtp
from reporter.errors import ReporterError
from reporter.message import address, notice
from reporter.model.message import Delivery
from reporter.model.office import Mail, Office, Recipient
from tests.acceptance.post_office.house import START
from tests.acceptance.post_office.postfix import DOMAIN, Postfix

pytestmark = pytest.mark.skipif(shutil.which("postfix") is None, reason="needs Debian's postfix")
NUMBER = 10_000
WORDS = (
    "报告", "2018年上半年", "a", " ", "  ", "\r\n", "\n", "\r", "\0", "\t", "\x0b", "\x85", "\u2028", "\u2029", "\u202e", "Bcc: x@example.org",
    "\r\nBcc: x@example.org", "\n\nbody", "\r\n.\r\n", ".", "..", "=?utf-8?q?=0ABcc:_x@example.org?=", "=?utf-8?b?CkJjYzogeA==?=",
    "<", ">", "@", ",", ";", ":", '"', "\\", "(", ")", "[", "]", "%0d%0a", "&", "?", "=", "_", "😀", "𠮷", "e\u0301", "\ud800", "x" * 300,
    "RCPT TO:<x@example.org>", "\r\nRCPT TO:<x@example.org>\r\n", "> NOTIFY=NEVER", "x@example.org", "X-Extra: 1", "Ａ", "\ufeff", "\u200b",
)  # fmt: skip
KNOWN = {
    "from", "to", "message-id", "date", "subject", "list-id", "auto-submitted", "mime-version", "content-type",
    "content-transfer-encoding", "return-path", "x-original-to", "delivered-to", "received",
}  # fmt: skip


ALLOWED = tuple(
    word for word in WORDS if all(unicodedata.category(one) not in {"Cc", "Zl", "Zp", "Cs"} for one in word)
)
"""Those that a header may hold: they are not refused, and must do no harm where they are."""


def words(chance: random.Random, most: int, among: tuple[str, ...]) -> str:
    """A few pieces that have hurt somebody."""
    return "".join(chance.choice(among) for _ in range(chance.randint(0, most)))


def test_ten_thousand(tmp_path: Path) -> None:
    """Whatever is not refused beforehand arrives as one message with the known headers, each once, for the one recipient."""
    chance = random.Random(20180806)  # noqa: S311 - the same ten thousand each time
    folder = Path(tempfile.mkdtemp(prefix="postfix"))
    refused = sent = 0
    office = Office("示例区", "示例区")
    doors: dict[str, tuple[str, ...]] = {"plain": ("smtpd_recipient_restrictions=reject_unauth_destination",)}
    with Postfix(folder, doors, people=("li", "x")) as postfix:
        mail = Mail("127.0.0.1", postfix.ports["plain"], "none", sender=f"report@{DOMAIN}")
        line = smtp.Line(mail)
        for number in range(NUMBER):
            among = WORDS if number % 4 == 0 else ALLOWED
            subject, name = words(chance, 5, among), words(chance, 5, among)
            to = f"li{words(chance, 2, WORDS)}@{DOMAIN}" if number % 4 == 1 else f"li@{DOMAIN}"
            identity = f"<n{number}@{DOMAIN}>"
            row = Delivery(1, 1, to, name, "smtp", identity, START, "", "sending")
            try:
                body = notice(subject, "正文", office=office, mail=mail)
                copy = address(body, to=Recipient(to, name), message_id=identity, dated=START)
                line.deliver(row, copy, before_dot=lambda: None)
            except ReporterError:
                refused += 1
            else:
                sent += 1
        line.close()
        boxes = postfix.mailboxes()
    shutil.rmtree(folder, ignore_errors=True)
    assert sent + refused == NUMBER
    assert min(sent, 3 * refused) > NUMBER // 2
    assert set(boxes) <= {f"li@{DOMAIN}"}, "somebody got mail whom nobody wrote to"
    assert len(boxes[f"li@{DOMAIN}"]) == sent
    for stored in boxes[f"li@{DOMAIN}"]:
        head = BytesHeaderParser(policy=policy.compat32).parsebytes(stored)
        names = [name.lower() for name in head.keys()]  # noqa: SIM118 - a name may stand twice
        assert set(names) <= KNOWN
        assert len(names) == len(set(names))
        message = message_from_bytes(stored, policy=policy.default)
        assert [one.addr_spec for one in message["To"].addresses] == [f"li@{DOMAIN}"]
        assert message.get_payload(decode=True) is not None
    print(f"\n{sent} sent, {refused} refused of {NUMBER}")
