"""Turn what is left of an edition into its end, once a correction of it goes out: nobody gets the old one after the new one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reporter.ledger.delivery import wants
from reporter.model.edition import FINAL
from reporter.pipeline.holding import holding
from reporter.store.outbox import Step

if TYPE_CHECKING:
    import datetime as dt

    from reporter.clock import Clock
    from reporter.model.edition import Edition
    from reporter.store import Store


def successor(store: Store, edition: Edition) -> Edition | None:
    """The newest correction of an edition that has begun to go out, if there is one."""
    found, key = None, edition.key
    while following := store.editions.get(key := replace(key, number=key.number + 1)):
        if store.outbox.tried(following.id):
            found = following
    return found


def supersede(store: Store, edition: Edition, *, owner: str, clock: Clock) -> None:
    """Before a correction goes out: nothing more of the editions that it corrects leaves the house.

    Raises :class:`Occupied` while somebody is sending one of them; the correction waits for him.
    """
    for number in range(1, edition.key.number):
        old = store.editions.get(replace(edition.key, number=number))
        if old is not None and old.state not in FINAL:
            with holding(store, old, owner, clock) as hold:
                end(store, hold.edition, edition, now=clock.now())


def end(store: Store, edition: Edition, by: Edition, *, now: dt.datetime) -> Edition:
    """The edition with nothing left to send: whoever has not got it gets ``by``, which went to the same people.

    ``edition`` is under our lease. What was on its way when its sender died stays in doubt in the history.
    """
    said = f"已由第{by.key.number}版替代，不再发送"
    rows = [row for row in store.outbox.of(edition.id) if not row.trial]
    steps = [
        step for row in rows if wants(row)
        for step in ([Step(row, "uncertain")] if row.state == "dot_sent" else []) + [Step(row, "refused", reply=said)]
    ]  # fmt: skip
    if steps:
        store.outbox.moves(steps, fence=edition.fence, now=now)
    reached = any(row.state == "accepted" for row in rows)
    ended = edition.moved("partly sent" if reached and steps else "sent" if reached else "cancelled", said)
    return store.editions.write(ended, fence=edition.fence, now=now)
