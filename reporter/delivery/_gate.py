"""Turn a relay's limits into turns: so many connections at once, so many messages a minute, for the whole process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, Event, Lock

from reporter.clock import monotonic
from reporter.model.office import Mail

_MINUTE = 60.0


class Gate:
    """Everybody in this process who wants to use one relay comes through here."""

    def __init__(self, connections: int, per_minute: int) -> None:
        """``per_minute`` 0 is no limit."""
        self._free = connections
        self._interval = _MINUTE / per_minute if per_minute else 0.0
        self._next = 0.0
        self._waiting = 0
        self._changed = Condition()

    @contextmanager
    def place(self, *, patient: bool) -> Iterator[bool]:
        """A connection's place until the end of the block; who is not ``patient`` goes without when there is none."""
        with self._changed:
            if patient:
                self._waiting += 1
                self._changed.wait_for(lambda: self._free > 0)
                self._waiting -= 1
            taken = self._free > 0
            self._free -= taken
        try:
            yield taken
        finally:
            with self._changed:
                self._free += taken
                self._changed.notify()

    @property
    def wanted(self) -> bool:
        """Whether somebody waits for a place."""
        return self._waiting > 0

    @property
    def busy(self) -> bool:
        """Whether messages are kept apart."""
        return self._interval > 0

    def turn(self) -> None:
        """Wait until the next message may go."""
        if not self._interval:
            return
        with self._changed:
            now = monotonic()
            mine = max(self._next, now)
            self._next = mine + self._interval
        Event().wait(mine - now)


_gates: dict[tuple[str, int, int], Gate] = {}
_lock = Lock()


def gate(mail: Mail) -> Gate:
    """The gate of a relay, the same for all who ask."""
    key = (mail.relay, mail.connections, mail.per_minute)
    with _lock:
        return _gates.setdefault(key, Gate(mail.connections, mail.per_minute))
