"""Turn the state of the service into answers on localhost: ``/healthz`` for a supervisor, ``/metrics`` for Prometheus."""

from __future__ import annotations

import json
import logging
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Self

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_log = logging.getLogger(__name__)
_TICKS = (0.01, 0.03, 0.1, 0.3, 1, 3, 10)
_SLOW_CLIENT_SECONDS = 5


class Metrics:
    """Everything that is counted; one of these for a process."""

    def __init__(self) -> None:
        """All at nought."""
        self.registry = CollectorRegistry()
        make = {"registry": self.registry, "namespace": "reporter"}
        self.tick_seconds = Histogram("tick_seconds", "How long a tick took.", buckets=_TICKS, **make)  # type: ignore[arg-type]
        self.tick_age = Gauge("tick_age_seconds", "How long ago the last tick ended.", **make)  # type: ignore[arg-type]
        self.busy = Gauge("busy", "Editions that are being worked on.", **make)  # type: ignore[arg-type]
        self.editions = Gauge("editions", "Editions by state.", ["state"], **make)  # type: ignore[arg-type]
        self.unwell = Gauge("unwell", "Editions that fell due and are held, failed or overdue.", **make)  # type: ignore[arg-type]
        self.configured = Gauge("config_last_reload_successful", "Whether the files are in force.", **make)  # type: ignore[arg-type]
        self.clock = Gauge("clock_believed", "Whether the wall clock is believed.", **make)  # type: ignore[arg-type]
        self.steps = Counter("steps", "Steps of work by how they ended.", ["step", "outcome"], **make)  # type: ignore[arg-type]
        self.ticks_failed = Counter("ticks_failed", "Ticks that could not decide everything.", **make)  # type: ignore[arg-type]
        self.pings = Counter("pings", "Signs of life that were taken by the dead man's switch.", **make)  # type: ignore[arg-type]


class Health:
    """The small server, between ``with`` and the end of its block; a port that is taken is no reason to stop."""

    def __init__(self, port: int, metrics: Metrics, state: Callable[[], tuple[bool, Mapping[str, object]]]) -> None:
        """``state`` says whether all is well, and what there is to say; port 0 opens nothing."""
        self._port, self._metrics, self._state = port, metrics, state
        self._server: ThreadingHTTPServer | None = None

    def __enter__(self) -> Self:
        """Listen on 127.0.0.1 only."""
        if not self._port:
            return self
        try:
            self._server = ThreadingHTTPServer(("127.0.0.1", self._port), self._handler())
        except OSError as problem:
            _log.warning("health not served: %s", problem, extra={"port": self._port})
            return self
        self._server.daemon_threads = True
        Thread(target=self._server.serve_forever, name="health", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Listen no more."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        metrics, state = self._metrics, self._state

        class Handler(BaseHTTPRequestHandler):
            timeout = _SLOW_CLIENT_SECONDS

            def do_GET(self) -> None:
                if self.path == "/metrics":
                    state()
                    self._answer(200, CONTENT_TYPE_LATEST, generate_latest(metrics.registry))
                elif self.path == "/healthz":
                    well, said = state()
                    body = json.dumps({"ok": well, **said}, ensure_ascii=False, default=str).encode()
                    self._answer(200 if well else 503, "application/json; charset=utf-8", body)
                else:
                    self._answer(404, "text/plain; charset=utf-8", b"/healthz, /metrics\n")

            def _answer(self, code: int, kind: str, body: bytes) -> None:
                self.send_response(code)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Nobody wants to read every scrape."""

        return Handler
