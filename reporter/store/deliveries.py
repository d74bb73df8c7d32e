"""Turn a delivery into its row, and a row into the delivery that it is."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from reporter.model.message import Addressees, Delivery
from reporter.model.office import Recipient
from reporter.store.engine import insert_or_ignore
from reporter.store.schema import deliveries as table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import sqlalchemy as sa

_WRITTEN = ("address", "name", "channel", "trial", "message_id", "dated", "body", "next_try", "give_up")


def insert(connection: sa.Connection, rows: Sequence[Delivery], now: dt.datetime, **holder: int) -> None:
    """Write new rows within the caller's transaction; those that are there already stay as they are."""
    values = [
        {name: getattr(row, name) for name in _WRITTEN}
        | {"addressees": _packed(row.addressees), "state": "queued", "created": now, "updated": now, **holder}
        for row in rows
    ]
    if values:
        connection.execute(insert_or_ignore(connection, table), values)


def _packed(who: Addressees) -> str:
    """Addressees as text; empty where the copy names its own recipient alone."""
    if not (who.to or who.cc):
        return ""
    people = {name: [[one.name, one.address] for one in getattr(who, name)] for name in asdict(who)}
    return json.dumps(people, ensure_ascii=False)


def _unpacked(text: str) -> Addressees:
    if not text:
        return Addressees()
    people = json.loads(text)
    to, cc = (tuple(Recipient(address, name) for name, address in people[part]) for part in ("to", "cc"))
    return Addressees(to, cc)


def read(row: Any) -> Delivery:
    """A row as the delivery that it is."""
    return Delivery(
        id=row.id, edition_id=row.edition_id or 0, address=row.address, name=row.name, channel=row.channel,
        message_id=row.message_id, dated=row.dated, body=row.body, state=row.state, trial=row.trial,
        attempts=row.attempts, next_try=row.next_try, code=row.code, reply=row.reply, updated=row.updated,
        fence=row.fence, letter_id=row.letter_id or 0, addressees=_unpacked(row.addressees), give_up=row.give_up,
        bounced=row.bounced, bounce=row.bounce,
    )  # fmt: skip
