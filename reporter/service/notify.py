"""Turn the state of the service into what systemd understands (``sd_notify``): ready, alive, reloading, ending."""

from __future__ import annotations

import contextlib
import socket

from reporter.clock import monotonic
from reporter.settings import supervisor


class Supervisor:
    """Whoever started this process, if it wants to hear from it."""

    def __init__(self) -> None:
        """Says nothing yet; without ``NOTIFY_SOCKET`` it never does."""
        self._address, self._within = supervisor()
        self._last = 0.0

    def ready(self) -> None:
        """The first tick has come to its end."""
        self._say("READY=1")

    def alive(self) -> None:
        """Ticks go on; said as often as the watchdog wants it, twice as often to be safe."""
        if self._within and monotonic() - self._last >= self._within / 2:
            self._last = monotonic()
            self._say("WATCHDOG=1")

    def reloading(self) -> None:
        """The configuration is being read again."""
        self._say(f"RELOADING=1\nMONOTONIC_USEC={int(monotonic() * 1e6)}")

    def ending(self) -> None:
        """No more work is taken."""
        self._say("STOPPING=1")

    def _say(self, words: str) -> None:
        if not self._address:
            return
        address = "\0" + self._address[1:] if self._address.startswith("@") else self._address
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as wire:
            wire.sendto(words.encode(), address)
