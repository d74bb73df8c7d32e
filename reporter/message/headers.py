"""Turn header values into header lines that hold exactly one header each.

The encoding of RFC 2047 is done here and not by the standard library: its folding differs between Python versions,
and versions before 3.11.10 let a crafted value break out of its header (CVE-2024-6923).
"""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterator, Sequence

from reporter.errors import UsageError
from reporter.model.address import Address

_FORBIDDEN = frozenset({"Cc", "Zl", "Zp", "Cs"})
_WIDTH = 78
_CHUNK = 42  # bytes of UTF-8 in one encoded word: 56 characters of base64 and 12 of frame, within the limit of 75
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9._+=-]{1,120}@[A-Za-z0-9.-]{1,120}>")


def checked(value: str) -> str:
    """``value`` if it may stand in a header; raises :class:`UsageError` for any control or line separator."""
    if any(unicodedata.category(character) in _FORBIDDEN for character in value):
        message = f"邮件头不得含有控制字符或换行：{value!r}"
        raise UsageError(message, advice="删去名称或标题中看不见的字符")
    return value


def text(name: str, value: str) -> bytes:
    """A header of free text: Subject."""
    return _fold(name, _words(checked(value)))


def mailbox(name: str, display: str, address: str) -> bytes:
    """A header that names one person or office: From, Reply-To."""
    return mailboxes(name, [(display, address)])


def mailboxes(name: str, people: Sequence[tuple[str, str]]) -> bytes:
    """A header that names people: To, Cc; each a name and an address."""
    words: list[str] = []
    for display, address in people:
        words += ["," if words else "", *_mailbox(checked(display).strip(), address)]
    return _fold(name, _joined(words))


def _mailbox(display: str, address: str) -> list[str]:
    """One person as words between which a line may be folded."""
    try:
        parsed = Address.parse(address)
    except ValueError as error:
        raise UsageError(str(error), advice="改正收件人或发件人的邮箱地址") from None
    return [*_phrase(display), f"<{parsed}>"] if display else [str(parsed)]


def _joined(words: Sequence[str]) -> list[str]:
    """The words with every comma at the end of the one before it."""
    joined: list[str] = []
    for word in words:
        if word == ",":
            joined[-1] += word
        elif word:
            joined.append(word)
    return joined


def plain(name: str, value: str) -> bytes:
    """A header that is ASCII by construction."""
    return _fold(name, checked(value).split(" "))


def identifier(name: str, value: str) -> bytes:
    """A header that is one Message-ID: Message-ID itself, In-Reply-To, References."""
    if not _MESSAGE_ID.fullmatch(value):
        message = f"邮件编号写法不对：{value!r}"
        raise UsageError(message)
    return _fold(name, [value])


def _phrase(display: str) -> list[str]:
    """A display name: atoms as they are, other ASCII quoted, everything else encoded."""
    if not display.isascii() or "=?" in display:
        return list(_encoded(display))
    if _ATOMS.fullmatch(display) and display == " ".join(display.split()):
        return display.split()
    escaped = display.replace("\\", "\\\\").replace('"', '\\"')
    return [f'"{escaped}"']


def _words(value: str) -> list[str]:
    """Free text: ASCII of reasonable words as it is, everything else encoded."""
    words = value.split(" ")
    if value.isascii() and "=?" not in value and all(words) and max(map(len, words)) < _WIDTH - len("Reply-To: "):
        return words
    return list(_encoded(value))


def _encoded(value: str) -> Iterator[str]:
    """``value`` as encoded words, none of which splits a character."""
    chunk = b""
    for character in value:
        octets = character.encode()
        if len(chunk) + len(octets) > _CHUNK:
            yield f"=?utf-8?B?{base64.b64encode(chunk).decode('ascii')}?="
            chunk = b""
        chunk += octets
    if chunk:
        yield f"=?utf-8?B?{base64.b64encode(chunk).decode('ascii')}?="


def _fold(name: str, words: list[str]) -> bytes:
    """One header with its line ends; folded between words only."""
    lines = [f"{name}:"]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > _WIDTH and lines[-1] != f"{name}:":
            lines.append("")
        lines[-1] += f" {word}"
    return "\r\n".join(lines).encode() + b"\r\n"
