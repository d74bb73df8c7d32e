"""Turn a relay's limits into waiting: so many connections, so many messages a minute, for all processes on one store."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager, suppress
from secrets import token_hex
from threading import Event
from typing import TYPE_CHECKING

from reporter import delivery as channels
from reporter.clock import monotonic
from reporter.errors import ReporterError
from reporter.pipeline.holding import LEASE_SECONDS, renewed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reporter.clock import Clock
    from reporter.model.office import Mail
    from reporter.store import Store

_ASK_AGAIN = 1.0
_PATIENCE = 300.0
"""Seconds after which who waits for a place leaves it at that: his deliveries stay queued, and the next tick tries again."""


@contextmanager
def place(store: Store, mail: Mail, clock: Clock, *, patient: bool) -> Iterator[bool]:
    """A connection's place until the end of the block; who is not ``patient`` goes without when there is none.

    Threads of one process come through its gate first; the store knows what other processes hold.
    """
    holder, until = token_hex(8), monotonic() + (_PATIENCE if patient else 0)

    def take() -> bool:
        return store.relays.take_place(mail.relay, mail.connections, holder, clock.now(), LEASE_SECONDS)

    with channels.gate(mail).place(patient=patient) as room:
        taken = room and take()
        while room and not taken and monotonic() < until:
            Event().wait(_ASK_AGAIN)
            taken = take()
        if not taken:
            yield False
            return
        try:
            with renewed(take, f"place at {mail.relay}"):
                yield True
        finally:
            with suppress(ReporterError):  # it ends by itself
                store.relays.leave_place(mail.relay, holder)


def wait(store: Store, mail: Mail, clock: Clock) -> None:
    """Wait until the next message may go."""
    now = clock.now()
    mine = store.relays.turn(mail.relay, now, dt.timedelta(minutes=1) / mail.per_minute)
    Event().wait((mine - now).total_seconds())
