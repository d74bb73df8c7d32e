"""Turn a few words into a message that is no report: an alert, a reminder, a draft for signing."""

from __future__ import annotations

from collections.abc import Sequence

from reporter.message import headers
from reporter.message.parts import Attachment, file_part, fingerprint, flat, multipart, text_part
from reporter.model.address import Address
from reporter.model.office import Mail, Office


def notice(subject: str, text: str, *, office: Office, mail: Mail, attachments: Sequence[Attachment] = ()) -> bytes:
    """The message as RFC 5322 bytes without To, Message-ID and Date; the same arguments give the same bytes."""
    words = f"{text.strip()}\n\n-- \n{office.name}\n本邮件由报告系统自动发送。\n"
    head = heads(subject, office, mail)
    body = text_part(words, "plain")
    if attachments:
        seed = fingerprint(head, words.encode(), *flat(attachments))
        files = [
            file_part(name, content, f"attachment-{number}") for number, (name, content, _) in enumerate(attachments, 1)
        ]
        body = multipart("mixed", [body, *files], seed)
    return head + body.as_bytes()


def heads(subject: str, office: Office, mail: Mail) -> bytes:
    """The headers that every message of the house has, whoever gets it."""
    name = mail.sender_name or office.name
    fields = [
        headers.mailbox("From", name, mail.sender),
        headers.text("Subject", subject),
        headers.plain("List-Id", f"<{_list_id(mail.sender)}>"),
        headers.plain("Auto-Submitted", "auto-generated"),
        headers.plain("MIME-Version", "1.0"),
    ]
    if mail.reply_to:
        fields.insert(1, headers.mailbox("Reply-To", "", mail.reply_to))
    return b"".join(fields)


def _list_id(sender: str) -> str:
    """The list that all messages of the sender belong to (RFC 2919)."""
    address = Address.parse(sender)
    return f"{'reports' if address.international else address.local}.{address.domain}"
