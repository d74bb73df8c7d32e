"""Silence is an alarm, and so is everything that a person must know: a live service, its health, its switch, its letters."""

from __future__ import annotations

import json
import shutil
import signal
import threading
import time
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError

import pytest
import yaml

from tests.acceptance.small_service import Watched, office
from tests.acceptance.test_processes import BEFORE, DUE, alerts, reports
from tests.arranging import arranged
from tests.unit.service.test_health import free_port

if TYPE_CHECKING:
    from tests.catch_all import CatchAll


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

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/alive", got
        server.shutdown()


def health(port: int) -> tuple[int, dict[str, Any]]:
    """Code and content of ``/healthz``."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return answer.status, json.load(answer)
    except HTTPError as error:
        return error.code, json.load(error)


def metric(port: int, name: str) -> float:
    """One number of ``/metrics``."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
        lines = answer.read().decode().splitlines()
    (line,) = [line for line in lines if line.startswith(f"{name} ")]
    return float(line.rpartition(" ")[2])


def test_signs_of_life_stop_with_the_first_report_that_is_not_out(
    tmp_path: Path, server: CatchAll, switch: tuple[str, list[str]]
) -> None:
    """A 秘密 report is held: never mailed, the operators told, the switch silent, until somebody has settled it."""
    url, got = switch
    folder, port = office(tmp_path / "office", server), free_port()
    with arranged(folder) as said:
        said["watch"] |= {"ping": url, "ping_minutes": 1}
        said["reports"]["bulletin"]["secrecy"] = "秘密"
    with Watched(folder) as world:
        world.at(BEFORE)
        world.start()
        world.until(lambda: got)
        world.at(DUE)
        world.until(lambda: world.states() == ["held"])
        world.until(lambda: alerts(server))
        assert alerts(server) == ["暂缓：快报 2018年上半年"]
        world.stop(world.processes[0])
        got.clear()
        world.start(REPORTER_HEALTH_PORT=str(port))  # a process that knows of no sign before: it would give one at once
        world.rest(5)
        time.sleep(2)
        assert got == []
        code, said = health(port)
        assert (code, [one["edition"] for one in said["unwell"]]) == (200, ["bulletin/2018-H1/1"])
        assert metric(port, "reporter_unwell") == 1
        world.command("admin", "cancel", "bulletin/2018-H1", "--reason", "已当面送达")
        world.until(lambda: got)
        world.until(lambda: health(port)[1]["unwell"] == [])
        assert metric(port, "reporter_unwell") == 0
    assert not reports(server)


def test_arrangements_that_are_refused_are_told(tmp_path: Path, server: CatchAll) -> None:
    """The operators get the line by mail, once; health says so as long as it lasts, and reports come all the same."""
    folder, port = office(tmp_path / "office", server), free_port()
    file = folder / "schedules.yaml"
    sound = file.read_text(encoding="utf-8")
    line = 1 + next(number for number, text in enumerate(sound.splitlines()) if "every: month" in text)
    with Watched(folder) as world:
        world.at(BEFORE)
        service = world.start(REPORTER_HEALTH_PORT=str(port))
        world.until(lambda: world.ticks() > 1)
        assert health(port)[0] == 200
        file.write_text(sound.replace("every: month", "every: moon"), encoding="utf-8")
        for _ in range(2):
            service.send_signal(signal.SIGHUP)
            world.until(lambda: health(port)[0] == 503)
            world.until(lambda: alerts(server))
            world.rest()
        assert alerts(server) == ["新的配置有错，没有启用"]
        assert f"schedules.yaml 第{line}行" in health(port)[1]["config"]
        assert metric(port, "reporter_config_last_reload_successful") == 0
        world.at(DUE)
        world.until(lambda: world.states() == ["sent"])
        file.write_text(sound, encoding="utf-8")
        service.send_signal(signal.SIGHUP)
        world.until(lambda: health(port)[0] == 200)
        assert metric(port, "reporter_config_last_reload_successful") == 1
    assert reports(server).keys() == {"a@example.org", "b@example.org"}


@pytest.mark.skipif(shutil.which("faketime") is None, reason="needs Debian's faketime")
def test_a_clock_that_jumped_and_is_right(tmp_path: Path, server: CatchAll) -> None:
    """Three days ahead nothing is done until a person who has looked says so with SIGHUP; then it goes on, once."""
    faked, port = tmp_path / "faketime", free_port()
    options = {
        "LD_PRELOAD": str(next(Path("/usr/lib").rglob("libfaketimeMT.so.1"))), "FAKETIME_TIMESTAMP_FILE": str(faked),
        "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "TZ": "UTC", "REPORTER_HEALTH_PORT": str(port),
    }  # fmt: skip
    faked.write_text("@2018-07-18 00:00:00\n", encoding="ascii")
    with Watched(office(tmp_path / "office", server), clock=False) as world:
        service = world.start(**options)
        world.until(lambda: world.ticks() > 1)
        faked.write_text("@2018-07-21 00:00:00\n", encoding="ascii")
        world.until(lambda: alerts(server))
        assert alerts(server) == ["系统时钟突然向前跳"]
        time.sleep(2)
        assert world.states() == []
        code, said = health(port)
        assert (code, said["clock"].endswith("ahead")) == (503, True), said
        service.send_signal(signal.SIGHUP)
        world.until(lambda: world.states() == ["sent"])
        assert health(port)[1]["clock"] == "believed"
    assert sum(reports(server).values()) == 2


def test_operators_are_told_by_webhook_as_well(tmp_path: Path, server: CatchAll) -> None:
    """Where ``watch`` names a group with a robot, an alarm goes there too, once."""
    posted: list[dict[str, Any]] = []

    class Robot(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"errcode": 0}')

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with HTTPServer(("127.0.0.1", 0), Robot) as robot:
        threading.Thread(target=robot.serve_forever, daemon=True).start()
        folder = office(tmp_path / "office", server)
        with arranged(folder) as said:
            said["reports"]["bulletin"]["secrecy"] = "秘密"
            said["recipients"]["operators"].append("webhook:群")
            said["mail"]["webhooks"] = {"群": {"url": f"http://127.0.0.1:{robot.server_port}/", "format": "wecom"}}
        with Watched(folder) as world:
            world.at(BEFORE)
            world.start()
            world.until(lambda: world.ticks() > 1)
            world.at(DUE)
            world.until(lambda: posted)
            world.until(lambda: alerts(server))
            world.rest(4)
        robot.shutdown()
    assert len(posted) == 1
    assert "暂缓：快报" in yaml.safe_dump(posted, allow_unicode=True)
    assert alerts(server) == ["暂缓：快报 2018年上半年"]
