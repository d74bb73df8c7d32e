"""Turn the deliveries of an edition into the table that proves who got what, and keep it beside the seal."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from typing import TYPE_CHECKING

from reporter import disk
from reporter.model.message import DELIVERY_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from reporter.model.edition import Edition
    from reporter.model.message import Delivery, Event
    from reporter.store import Store

FILE = "deliveries.csv"
HEAD = (
    "edition", "address", "name", "channel", "state", "code", "reply", "attempts", "queued", "updated", "message_id",
    "trial", "bounced", "bounce", "history",
)  # fmt: skip


def keep(folder: Path, edition: Edition, store: Store) -> None:
    """Write the table into the sealed folder, whole or not at all; a full disk does not undo what was sent."""
    rows = store.outbox.of(edition.id)
    text = io.StringIO()
    out = csv.DictWriter(text, HEAD, lineterminator="\r\n")
    out.writeheader()
    out.writerows(table(edition, rows, store.outbox.events([row.id for row in rows])))
    with suppress(OSError):
        disk.put({folder / FILE: text.getvalue().encode("utf-8-sig")})
        disk.sync(folder)


def table(
    edition: Edition, rows: tuple[Delivery, ...], events: Mapping[int, tuple[Event, ...]]
) -> list[dict[str, str]]:
    """One line for each recipient, with everything that happened on the way."""
    return [
        {
            "edition": str(edition.key), "address": row.address, "name": row.name, "channel": row.channel, "state": row.state,
            "code": str(row.code or ""), "reply": row.reply, "attempts": str(row.attempts), "queued": row.dated.isoformat(),
            "updated": row.updated.isoformat() if row.updated else "", "message_id": row.message_id,
            "trial": "试发" if row.trial else "", "bounced": row.bounced.isoformat() if row.bounced else "",
            "bounce": row.bounce, "history": "；".join(said(event) for event in events[row.id]),
        }
        for row in rows
    ]  # fmt: skip


def said(event: Event) -> str:
    """One attempt's end in a few words."""
    answer = f"{event.code or ''} {event.reply}".strip()
    return f"{event.at:%Y-%m-%dT%H:%M:%SZ} 第{event.attempt}次 {DELIVERY_WORDS[event.state]}{f'（{answer}）' if answer else ''}"
