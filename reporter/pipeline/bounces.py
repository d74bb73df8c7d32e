"""Read returned mail and mark the deliveries that it speaks of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reporter import delivery as channels
from reporter.pipeline import letters

if TYPE_CHECKING:
    from reporter.clock import Clock
    from reporter.model.message import Delivery
    from reporter.project import Project
    from reporter.store import Store


@dataclass
class Returned:
    """What a look into the mailbox brought."""

    read: int = 0
    """Messages that were unread."""
    marked: list[Delivery] = field(default_factory=list)
    """Deliveries that turned out not to have arrived."""


def read_bounces(project: Project, store: Store, *, clock: Clock) -> Returned:
    """Mark every delivery that came back, and tell the operators; a message of somebody else's is left alone."""
    found = Returned()

    def deal_with(content: bytes) -> None:
        for bounce in channels.bounces(content):
            marked = (store.outbox.bounced(name, bounce.words, at=clock.now()) for name in bounce.message_ids)
            found.marked += [row for row in [next((row for row in marked if row), None)] if row]

    found.read = channels.returned(project.mail, deal_with)
    if found.marked:
        lines = "\n".join(f"{row.address}：{row.bounce}" for row in found.marked)
        key = f"bounced:{':'.join(str(row.id) for row in found.marked)}"
        text = f"以下{len(found.marked)}封邮件被退回，请核对地址：\n{lines}"
        letters.alarm(project, store, key=key, subject="有邮件被退回", text=text, clock=clock)
    return found
