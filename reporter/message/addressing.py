"""Turn the sealed message into the copy of one recipient."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from email import policy
from email.parser import BytesHeaderParser
from email.utils import format_datetime

from reporter.errors import UsageError
from reporter.message import headers
from reporter.model.message import Addressees
from reporter.model.office import Recipient

TRIAL = "【试发】"
_ELSEWHERE = re.compile(r"[a-z_]+:")
_SUBJECT = re.compile(rb"^Subject:.*\r\n(?:[ \t].*\r\n)*", re.MULTILINE)
_HIMSELF = Addressees()
_HEAD_END = b"\r\n\r\n"


def message_id(install: str, folder: str, number: int, recipient: str, domain: str) -> str:
    """The Message-ID of an edition for a recipient: the same on every attempt, in every process."""
    named = "\n".join((install, folder, str(number), recipient.casefold()))
    digest = base64.b32encode(hashlib.sha256(named.encode()).digest()).decode("ascii")
    return f"<{digest[:32].lower()}@{domain}>"


def address(
    body: bytes, *, to: Recipient, message_id: str, dated: dt.datetime, trial: bool = False,
    addressees: Addressees = _HIMSELF, references: str = "",
) -> bytes:  # fmt: skip
    """The sealed ``body`` with To, Message-ID and Date at its head; a ``trial`` copy says so in its subject.

    The copy names ``addressees`` in To and Cc, or ``to`` alone where there are none. ``references`` is the Message-ID
    that it follows.
    """
    if dated.utcoffset() is None:
        message = "邮件日期缺少时区"
        raise UsageError(message)
    named = addressees if addressees.to or addressees.cc else Addressees(to=(to,))
    head = [
        *_named("To", named.to),
        *_named("Cc", named.cc),
        headers.identifier("Message-ID", message_id),
        headers.plain("Date", format_datetime(dated)),
    ]
    if references:
        head += [headers.identifier(name, references) for name in ("In-Reply-To", "References")]
    return b"".join(head) + (_tried(body) if trial else body)


def _named(name: str, people: Sequence[Recipient]) -> list[bytes]:
    """The header that names these people, if any; who is reached otherwise than by mail has no address to show."""
    if not people:
        return []
    shown = [(one.name, one.address) for one in people if not _ELSEWHERE.match(one.address)]
    if not shown:
        return [headers.plain(name, "undisclosed-recipients:;")] if name == "To" else []
    return [headers.mailboxes(name, shown)]


def _tried(body: bytes) -> bytes:
    """The message with 试发 before its subject."""
    end = body.index(_HEAD_END) + len(_HEAD_END)
    subject = BytesHeaderParser(policy=policy.default).parsebytes(body[:end])["Subject"]
    return _SUBJECT.sub(headers.text("Subject", f"{TRIAL}{subject}"), body[:end], count=1) + body[end:]
