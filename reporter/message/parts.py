"""Turn texts, pictures and files into the parts of a message, byte for byte the same each time."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from email import policy
from email.message import MIMEPart
from pathlib import PurePath

from reporter.message import headers

Attachment = tuple[str, bytes, str]
"""Name, content, what it is in a word of Chinese."""

_WIRE = policy.SMTP.clone(max_line_length=78)
_TYPES = {
    ".pdf": "application/pdf",
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def flat(enclosed: Sequence[Attachment]) -> list[bytes]:
    """Names and contents of all attachments."""
    return [part for name, content, _ in enclosed for part in (name.encode(), content)]


def fingerprint(*parts: bytes) -> str:
    """A hash over everything in the message, from which its boundaries are made."""
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[:24]


def multipart(subtype: str, parts: Sequence[MIMEPart], seed: str, **parameters: str) -> MIMEPart:
    """Parts under one boundary; ``=_`` can stand neither in base64 nor in a header of ours."""
    whole = MIMEPart(policy=_WIRE)
    whole["Content-Type"] = f"multipart/{subtype}"
    whole.set_boundary(f"=_{subtype}_{seed}")
    for name, value in parameters.items():
        whole.set_param(name, value)
    for part in parts:
        whole.attach(part)
    return whole


def text_part(content: str, subtype: str) -> MIMEPart:
    """One of the two bodies."""
    part = MIMEPart(policy=_WIRE)
    part.set_content(content, subtype=subtype, cte="base64")
    return part


def picture_part(png: bytes, name: str, cid: str) -> MIMEPart:
    """A chart that the HTML body shows."""
    part = MIMEPart(policy=_WIRE)
    part.set_content(png, "image", "png", disposition="inline", filename=name, params={"name": name})
    part["Content-ID"] = f"<{cid}>"
    return part


def file_part(name: str, content: bytes, fallback: str) -> MIMEPart:
    """An attachment under its own name (RFC 2231) and, for clients that cannot read that, under a name in ASCII."""
    suffix = PurePath(headers.checked(name)).suffix.lower()
    main, _, sub = _TYPES.get(suffix, "application/octet-stream").partition("/")
    plain = name if name.isascii() else f"{fallback}{suffix if suffix.isascii() else ''}"
    part = MIMEPart(policy=_WIRE)
    part.set_content(content, main, sub, disposition="attachment", filename=name, params={"name": plain})
    return part
