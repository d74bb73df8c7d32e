"""Turn a returned message into what it says: which of ours did not arrive, and why (RFC 3464)."""

from __future__ import annotations

import email
import re
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage, Message
from typing import TYPE_CHECKING

from reporter.delivery._wire import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

_MESSAGE_ID = re.compile(r"<[A-Za-z0-9._+=-]{1,120}@[A-Za-z0-9.-]{1,120}>")
_ENCODED = re.compile(r"\+([0-9A-F]{2})")
_DAEMON = re.compile(r"mailer-daemon|postmaster|mail delivery", re.IGNORECASE)
_KEPT = 300


@dataclass(frozen=True, slots=True)
class Bounce:
    """One message of ours that came back."""

    message_ids: tuple[str, ...]
    """What it may be about, the surest first."""
    address: str
    """Whom it did not reach, as the server says."""
    words: str
    """Status and reason: 5.1.1 and what the last server said."""


def bounces(content: bytes) -> tuple[Bounce, ...]:
    """What a message reports as failed for good; nothing for a delay, a receipt or an ordinary letter."""
    message = email.message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - the policy makes no other
    reports = [part for part in message.walk() if part.get_content_type() == "message/delivery-status"]
    if reports:
        return tuple(found for report in reports for found in _reported(report, tuple(_returned_ids(message))))
    ids = tuple(_returned_ids(message))
    if ids and _DAEMON.search(str(message.get("From", ""))):
        return (Bounce(ids, "", _first_words(message)),)
    return ()


def _reported(report: Message, returned: tuple[str, ...]) -> Iterator[Bounce]:
    """The failed recipients of a delivery status: fields of the whole message first, then of each recipient."""
    payload = report.get_payload()
    blocks = [block for block in payload if isinstance(block, Message)] if isinstance(payload, list) else []
    if not blocks:
        return
    envelope = _plain(str(blocks[0].get("Original-Envelope-Id", ""))).strip()
    ids = (*((f"<{envelope}>",) if envelope else ()), *returned)
    for block in blocks[1:]:
        if str(block.get("Action", "")).strip().lower() == "failed":
            who = str(block.get("Original-Recipient", "") or block.get("Final-Recipient", ""))
            code, why = str(block.get("Status", "")).strip(), str(block.get("Diagnostic-Code", ""))
            words = printable(f"{code} {why.partition(';')[2].strip() or why}".encode())[:_KEPT]
            yield Bounce(ids, _plain(who.partition(";")[2].strip()), words)


def _returned_ids(message: EmailMessage) -> Iterator[str]:
    """Message-IDs of what was sent back with it: whole, or its head alone."""
    for part in message.walk():
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            if isinstance(inner, list) and inner and isinstance(inner[0], Message):
                yield from _MESSAGE_ID.findall(str(inner[0].get("Message-ID", "")))
        elif part.get_content_type() == "text/rfc822-headers":
            octets = part.get_payload(decode=True)
            head = email.message_from_bytes(octets if isinstance(octets, bytes) else b"", policy=policy.default)
            yield from _MESSAGE_ID.findall(str(head.get("Message-ID", "")))


def _first_words(message: EmailMessage) -> str:
    """The beginning of what a server without a standard report says."""
    body = message.get_body(("plain",))
    try:
        text = str(body.get_content()) if body else ""
    except (LookupError, ValueError):  # an encoding that nobody knows
        text = ""
    return printable(" ".join(text.split()).encode())[:_KEPT] or "对方退信"


def _plain(text: str) -> str:
    """A parameter of an SMTP command as text (RFC 3461 section 4)."""
    return _ENCODED.sub(lambda found: chr(int(found[1], 16)), text)
