"""Turn an outbox row and its message into the answer of whoever takes it: one channel a file."""

from __future__ import annotations

from collections.abc import Callable

from reporter import registry
from reporter.errors import Refused
from reporter.model.message import Delivery
from reporter.model.office import Mail


def deliver(delivery: Delivery, body: bytes, mail: Mail, *, before_dot: Callable[[], None]) -> tuple[int, str]:
    """Hand the addressed ``body`` to the channel of ``delivery``; the code and the words of who took it.

    ``before_dot`` is called at the last moment at which nothing has been handed over yet; what it raises stops the
    delivery and travels on. Raises :class:`Deferred`, :class:`Refused`, :class:`RelayPaused` or :class:`Uncertain`.
    """
    channels = registry.kinds("reporter.delivery")
    if delivery.channel not in channels:
        message = f"没有名为{delivery.channel}的发送渠道"
        raise Refused(message, advice=f"可用的渠道：{'、'.join(sorted(channels))}")
    code, reply = channels[delivery.channel].deliver(delivery, body, mail, before_dot=before_dot)
    return code, reply
