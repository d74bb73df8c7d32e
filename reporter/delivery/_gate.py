"""Turn the connections that a relay allows into places for the threads of this process, the patient ones first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, Lock

from reporter.model.office import Mail


class Gate:
    """Everybody in this process who wants to use one relay comes through here."""

    def __init__(self, connections: int) -> None:
        """All are free."""
        self._free = connections
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


_gates: dict[tuple[str, int], Gate] = {}
_lock = Lock()


def gate(mail: Mail) -> Gate:
    """The gate of a relay, the same for all who ask."""
    with _lock:
        return _gates.setdefault((mail.relay, mail.connections), Gate(mail.connections))
