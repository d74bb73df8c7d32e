"""Turn a mailbox into its unread messages, over IMAP; each is marked as read once it was dealt with."""

from __future__ import annotations

import imaplib
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from reporter.delivery._secured import same_machine, tls
from reporter.errors import DeliveryError, UsageError
from reporter.settings import secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from reporter.model.office import Mail, Mailbox

_SECONDS = 30.0
_MOST = 500
"""Messages in one go; the rest waits for the next."""
_LARGEST = 1 << 18
"""A report of a failed delivery stands at the beginning."""


def read(mail: Mail, mailbox: Mailbox, deal_with: Callable[[bytes], None]) -> int:
    """Hand every unread message to ``deal_with`` and mark it as read; how many there were.

    Raises :class:`DeliveryError` when the mailbox cannot be read; what was not dealt with stays unread.
    """
    try:
        box = _opened(mail, mailbox)
    except (OSError, imaplib.IMAP4.error) as problem:
        message = f"无法读取退信邮箱{mailbox.host}：{_said(problem)}"
        raise DeliveryError(message, advice="检查mail的mailbox里的服务器、用户名和口令") from None
    try:
        return _each(box, mailbox, deal_with)
    except (OSError, imaplib.IMAP4.error) as problem:
        message = f"读取退信邮箱{mailbox.host}时中断：{_said(problem)}"
        raise DeliveryError(message, advice="稍后再试") from None
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            box.logout()


def _opened(mail: Mail, mailbox: Mailbox) -> imaplib.IMAP4:
    """A connection that is logged in; credentials go over TLS only, or within this machine."""
    word = secret(mailbox.secret)
    if mailbox.tls == "implicit":
        box: imaplib.IMAP4 = imaplib.IMAP4_SSL(mailbox.host, mailbox.port, ssl_context=tls(mail), timeout=_SECONDS)
    else:
        box = imaplib.IMAP4(mailbox.host, mailbox.port, timeout=_SECONDS)
        if mailbox.tls == "starttls":
            box.starttls(tls(mail))
        else:
            same_machine(box.socket())
    if not mailbox.user:
        message = "退信邮箱没有写用户名"
        raise UsageError(message, advice="在mail的mailbox里写明user和secret")
    box.login(mailbox.user, word)
    return box


def _each(box: imaplib.IMAP4, mailbox: Mailbox, deal_with: Callable[[bytes], None]) -> int:
    """Every unread message of the folder."""
    code, _ = box.select(f'"{mailbox.folder}"')
    if code != "OK":
        message = f"退信邮箱里没有文件夹{mailbox.folder}"
        raise UsageError(message, advice="检查mail的mailbox里的folder")
    _, found = box.uid("SEARCH", "UNSEEN")
    numbers = (found[0] or b"").split()[:_MOST]
    for number in numbers:
        _, parts = box.uid("FETCH", number.decode(), f"(BODY.PEEK[]<0.{_LARGEST}>)")
        content = next((part[1] for part in parts if isinstance(part, tuple)), b"")
        deal_with(re.sub(rb"\r?\n", b"\r\n", content))
        box.uid("STORE", number.decode(), "+FLAGS", "(\\Seen)")
    return len(numbers)


def _said(problem: Exception) -> str:
    """What went wrong; a server's words may be bytes."""
    first = problem.args[0] if problem.args else problem
    return first.decode("utf-8", "replace") if isinstance(first, bytes) else str(problem)
