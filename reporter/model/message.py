"""Messages and deliveries: what is mailed, to whom, and how far it came."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

DeliveryState = Literal["queued", "sending", "dot_sent", "accepted", "deferred", "refused", "uncertain", "held"]
DELIVERY_WORDS: dict[DeliveryState, str] = {
    "queued": "待发", "sending": "发送中", "dot_sent": "已投出，待回执", "accepted": "对方服务器已收",
    "deferred": "暂缓，稍后重试", "refused": "被拒", "uncertain": "结果不明", "held": "等待人工处理",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to one recipient by one channel: one outbox row."""

    id: int
    edition_id: int
    address: str
    name: str
    channel: str
    """Name of a file in ``reporter/delivery/``: smtp, folder."""
    message_id: str
    """RFC 5322 Message-ID, fixed when the row is written."""
    dated: dt.datetime
    """Date header, fixed when the row is written."""
    body: str
    """Path below ``output/`` of the sealed message without its per-recipient headers."""
    state: DeliveryState
    trial: bool = False
    """试发: a copy to ``--to``, never counted as a delivery."""
    attempts: int = 0
    next_try: dt.datetime | None = None
    code: int = 0
    """Last reply code of the server."""
    reply: str = ""
    """Last reply text of the server."""
    updated: dt.datetime | None = None
    fence: int = 0
