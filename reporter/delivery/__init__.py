"""Turn an outbox row and its message into the answer of whoever takes it: one channel a file.

A channel is a module with a ``KIND`` and a class ``Line``: the way to whoever takes messages, kept open for the next one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from types import TracebackType
from typing import Protocol, Self

from reporter import registry
from reporter.delivery._gate import Gate, gate
from reporter.delivery._returned import Bounce, bounces
from reporter.errors import Refused, UsageError
from reporter.model.message import Delivery
from reporter.model.office import Mail

__all__ = ["Bounce", "Gate", "Line", "Post", "bounces", "channel_of", "deliver", "gate", "returned"]

_SCHEME = re.compile(r"(?P<channel>[a-z_]+):")
MAIL = "smtp"
"""The channel of an address that names none."""


class Line(Protocol):
    """The way to whoever takes messages of one channel."""

    def deliver(self, delivery: Delivery, body: bytes, *, before_dot: Callable[[], None]) -> tuple[int, str]:
        """Hand one message over."""
        ...

    def close(self) -> None:
        """Give the way up."""
        ...


class Post:
    """Every channel's line, opened when the first message for it comes."""

    def __init__(self, mail: Mail) -> None:
        """Nothing is opened yet."""
        self._mail = mail
        self._lines: dict[str, Line] = {}

    def __enter__(self) -> Self:
        """Lines are closed at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close every line."""
        for line in self._lines.values():
            line.close()

    def deliver(self, delivery: Delivery, body: bytes, *, before_dot: Callable[[], None]) -> tuple[int, str]:
        """Hand the addressed ``body`` to the channel of ``delivery``; the code and the words of who took it.

        ``before_dot`` is called at the last moment at which nothing has been handed over yet; what it raises stops the
        delivery and travels on. Raises :class:`Deferred`, :class:`Refused`, :class:`RelayPaused` or
        :class:`Uncertain`.
        """
        if delivery.channel not in self._lines:
            channels = registry.kinds("reporter.delivery")
            if delivery.channel not in channels:
                message = f"没有名为{delivery.channel}的发送渠道"
                raise Refused(message, advice=f"可用的渠道：{'、'.join(sorted(channels))}")
            self._lines[delivery.channel] = channels[delivery.channel].Line(self._mail)
        return self._lines[delivery.channel].deliver(delivery, body, before_dot=before_dot)


def deliver(delivery: Delivery, body: bytes, mail: Mail, *, before_dot: Callable[[], None]) -> tuple[int, str]:
    """Hand over one message alone; see :meth:`Post.deliver`."""
    with Post(mail) as post:
        return post.deliver(delivery, body, before_dot=before_dot)


def greeted(mail: Mail) -> str:
    """What the mail server says to us before any message; raises :class:`reporter.errors.DeliveryError`."""
    said: str = registry.kinds("reporter.delivery")[MAIL].greeted(mail)
    return said


def channel_of(address: str) -> str:
    """The channel that an address asks for: ``folder:/archive`` is a folder, a plain address is mail."""
    named = _SCHEME.match(address)
    return named["channel"] if named else MAIL


def returned(mail: Mail, deal_with: Callable[[bytes], None]) -> int:
    """Hand every unread message of the mailbox for returned mail to ``deal_with``; how many there were.

    Raises :class:`reporter.errors.DeliveryError` when it cannot be read.
    """
    from reporter.delivery import _mailbox  # noqa: PLC0415 - few commands read mail

    if mail.mailbox is None:
        message = "没有写明退信邮箱"
        raise UsageError(message, advice="在schedules.yaml的mail里写mailbox：host、port、user、secret")
    return _mailbox.read(mail, mail.mailbox, deal_with)
