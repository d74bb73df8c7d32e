"""Ten thousand hostile subjects, names and addresses: in what Postfix stored there is no header and no recipient too many."""

from __future__ import annotations

import random
import shutil
import tempfile
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from email import message_from_bytes, policy
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reporter.delivery import smtp
from reporter.errors import ReporterError
from reporter.message import address, notice
from reporter.model.message import Delivery
from reporter.model.office import Mail, Office, Recipient
from tests.acceptance.post_office.house import START
from tests.acceptance.post_office.postfix import DOMAIN, Postfix

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(shutil.which("postfix") is None, reason="needs Debian's postfix")
NUMBER, LINES = 10_000, 4
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


def cases() -> Iterator[tuple[str, str, str]]:
    """Subject, name and address; every second time a strange one of them is to be refused, else it must do no harm."""
    chance = random.Random(20180806)  # noqa: S311 - the same ten thousand each time
    for number in range(NUMBER):
        among = ALLOWED if number % 2 else WORDS
        extra = words(chance, 2, WORDS) if number % 4 == 0 else ""
        yield words(chance, 5, among), words(chance, 5, among), f"li{extra}@{DOMAIN}"


def taken(mail: Mail, mine: list[tuple[int, tuple[str, str, str]]]) -> int:
    """Send these over one line; how many were not refused."""
    sent = 0
    with closing(smtp.Line(mail)) as line:
        for number, (subject, name, to) in mine:
            identity = f"<n{number}@{DOMAIN}>"
            row = Delivery(1, 1, to, name, "smtp", identity, START, "", "sending")
            with suppress(ReporterError):
                body = notice(subject, "正文", office=Office("示例区", "示例区"), mail=mail)
                copy = address(body, to=Recipient(to, name), message_id=identity, dated=START)
                line.deliver(row, copy, before_dot=lambda: None)
                sent += 1
    return sent


@pytest.mark.timeout(900)
def test_ten_thousand() -> None:
    """Whatever is not refused beforehand arrives as one message with the known headers, each once, for the one recipient."""
    folder = Path(tempfile.mkdtemp(prefix="postfix"))
    doors: dict[str, tuple[str, ...]] = {"plain": ("smtpd_recipient_restrictions=reject_unauth_destination",)}
    everything = list(enumerate(cases()))
    with Postfix(folder, doors, people=("li", "x")) as postfix, ThreadPoolExecutor(LINES) as pool:
        mail = Mail("127.0.0.1", postfix.ports["plain"], "none", sender=f"report@{DOMAIN}")
        sent = sum(pool.map(lambda start: taken(mail, everything[start::LINES]), range(LINES)))
        boxes = postfix.mailboxes()
    shutil.rmtree(folder, ignore_errors=True)
    assert NUMBER // 2 < sent < NUMBER
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
    print(f"\n{sent} sent, {NUMBER - sent} refused of {NUMBER}")
