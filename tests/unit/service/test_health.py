"""Supervisors, Prometheus and a dead man's switch are told how the service is."""

from __future__ import annotations

import json
import socket
import threading
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.error import HTTPError

import pytest

from reporter.model.watch import Watch
from reporter.service import notify, pulse
from reporter.service.health import Health, Metrics
from reporter.service.notify import Supervisor
from reporter.service.pulse import Pulse


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def fetched(port: int, path: str) -> tuple[int, str]:
    """Code and body of an answer."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def test_health_and_metrics() -> None:
    """200 while all is well, 503 with the reason when not; what is counted can be read; nothing else is served."""
    port, metrics, well = free_port(), Metrics(), [True]
    metrics.steps.labels("produce", "produced").inc()
    with Health(port, metrics, lambda: (well[0], {"clock": "believed"})):
        assert fetched(port, "/healthz") == (200, '{"ok": true, "clock": "believed"}')
        assert 'reporter_steps_total{outcome="produced",step="produce"} 1.0' in fetched(port, "/metrics")[1]
        well[0] = False
        code, body = fetched(port, "/healthz")
        assert (code, json.loads(body)["ok"]) == (503, False)
        assert fetched(port, "/etc/passwd")[0] == 404
        with Health(port, Metrics(), lambda: (True, {})):
            assert fetched(port, "/healthz")[0] == 503  # the port was taken: the second one does without


@pytest.fixture
def switch() -> Iterator[tuple[str, list[str]]]:
    """A dead man's switch: its address, and the signs of life that it got."""
    got: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            got.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/alive", got
    server.shutdown()
    server.server_close()


def test_a_sign_of_life_only_while_all_is_well(switch: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Every five minutes; silence is the alarm."""
    now, taken = [0.0], threading.Semaphore(0)
    monkeypatch.setattr(pulse, "monotonic", lambda: now[0])
    url, got = switch
    beating = Pulse(taken.release)
    beating.beat(Watch(ping=url), well=False)
    beating.beat(Watch(), well=True)
    assert got == []
    for seconds in (0, 100, 299, 300, 301):
        now[0] = seconds
        beating.beat(Watch(ping=url), well=True)
        if seconds in {0, 300}:
            assert taken.acquire(timeout=5)
    assert got == ["/alive", "/alive"]


def test_a_switch_that_is_not_there_harms_nobody() -> None:
    """The service goes on."""
    beating = Pulse(lambda: pytest.fail("nobody was there"))
    beating.beat(Watch(ping=f"http://127.0.0.1:{free_port()}/"), well=True)
    assert beating._thread
    beating._thread.join(5)


def test_systemd_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ready, alive in time for its watchdog, reloading, ending; without systemd nothing is said."""
    address, now = str(tmp_path / "notify"), [100.0]
    monkeypatch.setattr(notify, "monotonic", lambda: now[0])
    Supervisor().ready()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(address)
        systemd.settimeout(2)
        monkeypatch.setenv("NOTIFY_SOCKET", address)
        monkeypatch.setenv("WATCHDOG_USEC", "60000000")
        supervisor = Supervisor()
        supervisor.ready()
        for seconds in (0, 10, 30, 31, 60):
            now[0] = 100.0 + seconds
            supervisor.alive()
        supervisor.reloading()
        supervisor.ending()
        said = [systemd.recv(100).decode() for _ in range(6)]
    assert said == [
        "READY=1",
        "WATCHDOG=1",
        "WATCHDOG=1",
        "WATCHDOG=1",
        "RELOADING=1\nMONOTONIC_USEC=160000000",
        "STOPPING=1",
    ]
