"""Turn a document, its charts and its PDF into the message that is sealed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from email import policy
from email.message import MIMEPart
from pathlib import PurePath

from reporter.errors import ProductionError
from reporter.message import headers
from reporter.message.letter import content_id, context
from reporter.model.address import Address, ascii_domain
from reporter.model.document import Document, Figure
from reporter.model.office import Mail, Office

HTML = "email/message.html"
TEXT = "email/message.txt"
LONGEST_HTML = 100_000
"""Above this Gmail cuts a message off."""

Render = Callable[[str, Mapping[str, object]], str]
Attachment = tuple[str, bytes, str]
"""Name, content, what it is in a word of Chinese."""

_WIRE = policy.SMTP.clone(max_line_length=78)
_GAPS = re.compile(r"\n{3,}")
_MARGINS = re.compile(r"(?<!^--)[ \t]+$|^[ \t]+", re.MULTILINE)
_TYPES = {
    ".pdf": "application/pdf",
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def compose(
    document: Document,
    charts: Sequence[tuple[Figure, bytes]],
    *,
    pdf: bytes,
    pdf_name: str,
    attachments: Sequence[Attachment] = (),
    office: Office,
    mail: Mail,
    render: Render,
) -> bytes:
    """The message as RFC 5322 bytes without To, Message-ID and Date; the same arguments give the same bytes.

    ``render`` fills a template named below ``templates/`` with a context.
    """
    enclosed = ((pdf_name, pdf, "报告全文"), *attachments)
    domain = ascii_domain(mail.sender.rpartition("@")[2])
    said = context(document, charts, [(name, what) for name, _, what in enclosed], office, domain)
    page = _inlined(render(HTML, said))
    if len(page.encode()) > LONGEST_HTML:
        message = f"邮件正文超过{LONGEST_HTML // 1000}KB"
        raise ProductionError(message, advice="缩短导语")
    words = _tidy(render(TEXT, said))
    head = _head(document, office, mail)
    seed = _fingerprint(head, words.encode(), page.encode(), *(png for _, png in charts), *_flat(enclosed))
    pictures = [_picture(number, png, domain) for number, (_, png) in enumerate(charts, 1)]
    bodies = _multipart("alternative", [_text(words, "plain"), _text(page, "html")], seed)
    shown = _multipart("related", [bodies, *pictures], seed, type="multipart/alternative")
    names = (f"report-{document.period.code}", *(f"attachment-{number}" for number in range(1, len(enclosed))))
    files = [_file(name, content, plain) for (name, content, _), plain in zip(enclosed, names, strict=True)]
    return head + _multipart("mixed", [shown, *files], seed).as_bytes()


def _head(document: Document, office: Office, mail: Mail) -> bytes:
    """The headers that all recipients share."""
    name = mail.sender_name or office.name
    fields = [
        headers.mailbox("From", name, mail.sender),
        headers.text("Subject", document.title),
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


def _inlined(html: str) -> str:
    """The page with its rules moved into the elements; ``@media`` stays in the head."""
    import css_inline  # noqa: PLC0415 - only the child that composes needs it

    return css_inline.inline(html, keep_style_tags=False, keep_at_rules=True, load_remote_stylesheets=False)


def _tidy(text: str) -> str:
    """The text with at most one blank line between paragraphs, whatever the template left."""
    return _GAPS.sub("\n\n", _MARGINS.sub("", text)).strip("\n") + "\n"


def _flat(enclosed: Sequence[Attachment]) -> list[bytes]:
    """Names and contents of all attachments."""
    return [part for name, content, _ in enclosed for part in (name.encode(), content)]


def _fingerprint(*parts: bytes) -> str:
    """A hash over everything in the message, from which its boundaries are made."""
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[:24]


def _multipart(subtype: str, parts: Sequence[MIMEPart], seed: str, **parameters: str) -> MIMEPart:
    """Parts under one boundary; ``=_`` can stand neither in base64 nor in a header of ours."""
    whole = MIMEPart(policy=_WIRE)
    whole["Content-Type"] = f"multipart/{subtype}"
    whole.set_boundary(f"=_{subtype}_{seed}")
    for name, value in parameters.items():
        whole.set_param(name, value)
    for part in parts:
        whole.attach(part)
    return whole


def _text(content: str, subtype: str) -> MIMEPart:
    """One of the two bodies."""
    part = MIMEPart(policy=_WIRE)
    part.set_content(content, subtype=subtype, cte="base64")
    return part


def _picture(number: int, png: bytes, domain: str) -> MIMEPart:
    """A chart that the HTML body shows."""
    part = MIMEPart(policy=_WIRE)
    name = f"chart-{number}.png"
    part.set_content(png, "image", "png", disposition="inline", filename=name, params={"name": name})
    part["Content-ID"] = f"<{content_id(number, png, domain)}>"
    return part


def _file(name: str, content: bytes, fallback: str) -> MIMEPart:
    """An attachment under its own name (RFC 2231) and, for clients that cannot read that, under a name in ASCII."""
    suffix = PurePath(headers.checked(name)).suffix.lower()
    main, _, sub = _TYPES.get(suffix, "application/octet-stream").partition("/")
    plain = name if name.isascii() else f"{fallback}{suffix if suffix.isascii() else ''}"
    part = MIMEPart(policy=_WIRE)
    part.set_content(content, main, sub, disposition="attachment", filename=name, params={"name": plain})
    return part
