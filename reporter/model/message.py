"""Messages and deliveries: what is mailed, to whom, and how far it came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from reporter.model.office import Recipient

DeliveryState = Literal["queued", "sending", "dot_sent", "accepted", "deferred", "refused", "uncertain", "held"]
DELIVERY_WORDS: dict[DeliveryState, str] = {
    "queued": "待发", "sending": "发送中", "dot_sent": "已投出，待回执", "accepted": "对方服务器已收",
    "deferred": "暂缓，稍后重试", "refused": "被拒", "uncertain": "结果不明", "held": "等待人工处理",
}  # fmt: skip

LetterKind = Literal["alert", "reminder", "draft"]
PRIORITIES: dict[LetterKind, int] = {"alert": 0, "reminder": 1, "draft": 2}
"""What is sent first; reports come after every letter."""


@dataclass(frozen=True, slots=True)
class Before:
    """What the edition before this one said: an earlier number of the same period, or the period before."""

    since: str
    """That edition in words: 第1版, 2018年1—5月."""
    numbers: Mapping[str, str]
    """Its printed numbers by fact id, without the period where it is of another one."""


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that an earlier edition said otherwise."""

    label: str
    """固定资产投资同比增速."""
    before: str
    """The number as it was printed: 9.8%."""
    now: str
    """The number as it is printed now."""
    fact: str
    """Id of the fact that says it now."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs from an earlier edition."""

    since: str
    """That edition in words: 1—5月, 第1版."""
    rows: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Addressees:
    """Whom a copy names in To and Cc; a copy that names nobody names its own recipient in To."""

    to: tuple[Recipient, ...] = ()
    cc: tuple[Recipient, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A message that is no report: an alert, a reminder, a draft to sign."""

    kind: LetterKind
    key: str
    """What it is about, once and for all: a second letter with the same key is not written."""
    subject: str
    body: bytes
    """RFC 5322 without its per-recipient headers."""
    edition_id: int = 0
    """The edition that it speaks of, if any."""
    id: int = 0
    fence: int = 0


@dataclass(frozen=True, slots=True)
class Event:
    """How one attempt at a delivery ended."""

    at: dt.datetime
    attempt: int
    state: DeliveryState
    code: int
    reply: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to one recipient by one channel: one outbox row."""

    id: int
    edition_id: int
    """0 for a letter."""
    address: str
    name: str
    channel: str
    """Name of a file in ``reporter/delivery/``: smtp, folder."""
    message_id: str
    """RFC 5322 Message-ID, fixed when the row is written."""
    dated: dt.datetime
    """Date header, fixed when the row is written."""
    body: str
    """Path below ``output/`` of the sealed message without its per-recipient headers; empty for a letter."""
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
    letter_id: int = 0
    """The letter, where it is no edition."""
    addressees: Addressees = Addressees()
    give_up: dt.datetime | None = None
    """When trying again ends."""
    bounced: dt.datetime | None = None
    """When the mailbox of returned mail said that it did not arrive after all."""
    bounce: str = ""
    """What it said: 5.1.1 and the words of the server that gave up."""
