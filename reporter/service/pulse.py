"""Turn well-being into a sign of life that somebody outside expects: the dead man's switch."""

from __future__ import annotations

import logging
from threading import Thread
from typing import TYPE_CHECKING

from reporter.clock import monotonic
from reporter.errors import UsageError
from reporter.settings import secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from reporter.model.watch import Watch

_log = logging.getLogger(__name__)
_SECONDS = 10.0
_LARGEST_OK = 299


class Pulse:
    """Fetches a URL while all that was due is well; silence is the alarm, and it is raised elsewhere."""

    def __init__(self, taken: Callable[[], None]) -> None:
        """``taken`` is called when a sign of life was received."""
        self._taken = taken
        self._last: float | None = None
        self._thread: Thread | None = None

    def beat(self, watch: Watch, *, well: bool) -> None:
        """Give a sign of life, if all is well and it is time; never waits for the other side."""
        if not watch.ping or not well or (self._thread and self._thread.is_alive()):
            return
        if self._last is not None and monotonic() - self._last < watch.ping_minutes * 60:
            return
        self._last = monotonic()
        self._thread = Thread(target=self._fetch, args=(watch.ping,), name="pulse", daemon=True)
        self._thread.start()

    def _fetch(self, ping: str) -> None:
        import httpx  # noqa: PLC0415 - only where somebody listens

        try:
            url = secret(ping) if ping.startswith(("env:", "file:")) else ping
            answer = httpx.get(url, timeout=_SECONDS, trust_env=False)
        except (httpx.HTTPError, httpx.InvalidURL, UsageError) as problem:
            _log.warning("sign of life not taken: %s", type(problem).__name__)
            return
        if answer.status_code <= _LARGEST_OK:
            self._taken()
        else:
            _log.warning("sign of life not taken", extra={"code": answer.status_code})
