"""What stands around a service fails or changes - supervisor, log, time zones, fonts, arrangements - and it does what it should."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import reporter
from tests.acceptance.small_service import ROOT, Watched, office
from tests.acceptance.test_processes import BEFORE, BOTH, DUE, reports
from tests.catch_all import CatchAll

SLOW = "tests.unit.pipeline.small_press:slow"


@pytest.fixture
def world(tmp_path: Path, server: CatchAll) -> Iterator[Watched]:
    """An office whose clock stands before its first due time."""
    with Watched(office(tmp_path / "office", server)) as watched:
        watched.at(BEFORE)
        yield watched


def test_the_supervisor_is_told(world: Watched, tmp_path: Path) -> None:
    """Over systemd's own socket: ready, alive while it ticks and silent while it does not, reloading, ending."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(20)

        def heard(word: str) -> None:
            while not systemd.recv(100).decode().startswith(word):
                continue

        service = world.start(NOTIFY_SOCKET=str(tmp_path / "notify"), WATCHDOG_USEC="2000000")
        assert systemd.recv(100) == b"READY=1"
        for _ in range(3):
            heard("WATCHDOG=1")
        service.send_signal(signal.SIGSTOP)
        time.sleep(0.5)
        systemd.setblocking(False)
        with pytest.raises(BlockingIOError):
            heard("nothing but what was said before it stopped")
        systemd.settimeout(20)
        service.send_signal(signal.SIGCONT)
        heard("WATCHDOG=1")
        service.send_signal(signal.SIGHUP)
        heard("RELOADING=1")
        heard("READY=1")
        service.send_signal(signal.SIGTERM)
        heard("STOPPING=1")
        assert service.wait(40) == 0
        world.processes.remove(service)


def test_a_log_that_nobody_can_write(world: Watched, server: CatchAll) -> None:
    """The disk of the log is full from the first line on: reports are made and sent all the same."""
    log = world.folder / "serve.log"
    log.symlink_to("/dev/full")
    world.start()
    world.until(lambda: world.ticks() > 1)
    world.at(DUE)
    world.until(lambda: world.states() == ["sent"])
    assert reports(server) == BOTH
    assert world.stop(world.processes[0]) == 0


def test_arrangements_that_change_while_a_report_is_made(world: Watched, server: CatchAll) -> None:
    """It is finished with those it began with, and once; the next one goes by the new ones, and rows tell which."""
    world.start(SLOW)
    world.until(lambda: world.ticks() > 1)
    world.at(DUE)
    world.until(lambda: world.states() == ["producing"])
    file = world.folder / "schedules.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("title: 快报", "title: 新快报").replace("- b@example.org", "- c@example.org"), encoding="utf-8"
    )
    world.processes[0].send_signal(signal.SIGHUP)
    world.until(lambda: "configuration in force" in world.log())
    assert world.states() == ["producing"], "it came into force in the middle"
    world.until(lambda: world.states() == ["sent"])
    assert reports(server) == BOTH
    (old,) = set(world.rows("SELECT config FROM runs"))
    world.at("2018-08-20T09:00:30+08:00")
    world.until(lambda: world.states() == ["sent", "sent"])
    assert {address for one in server.envelopes[2:] for address in one["rcpt_tos"]} == {
        "a@example.org",
        "c@example.org",
    }
    (new,) = set(world.rows("SELECT config FROM runs WHERE edition_id = (SELECT MAX(id) FROM editions)"))
    assert old != new
    assert len(str(old[0])) == len(str(new[0])) == 12


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [("zones", "时区"), ("fonts", "字体")],
)
def test_an_installation_without(tmp_path: Path, server: CatchAll, spoilt: str, said: str) -> None:
    """No data of time zones, or no fonts: the service does not begin, and says what to do; nothing is counted in UTC."""
    folder = office(tmp_path / "office", server)
    copy = tmp_path / "installed"
    shutil.copytree(Path(reporter.__file__).parent, copy / "reporter")
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    options = {}
    if spoilt == "fonts":
        for font in [*copy.rglob("*.otf"), *copy.rglob("*.ttf"), *copy.rglob("*.ttc")]:
            font.unlink()
    else:
        (hidden / "sitecustomize.py").write_text("import sys\n\nsys.modules['tzdata'] = None\n", encoding="ascii")
        options = {"PYTHONTZPATH": str(hidden)}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("REPORTER_")}
    environment |= {"PYTHONPATH": os.pathsep.join(map(str, (hidden, copy)))} | options
    ran = subprocess.run(
        [sys.executable, "-m", "reporter", "-C", str(folder), "serve"],
        env=environment, cwd=ROOT.parent, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ran.returncode == 1, ran.stderr
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can hide a library of the system from one process")
@pytest.mark.parametrize("command", [("serve",), ("doctor",), ("preview", "bulletin", "--period", "2018-H1")])
def test_a_machine_without_pango(tmp_path: Path, server: CatchAll, command: tuple[str, ...]) -> None:
    """Installed by pip alone, on a machine without the Debian packages: each command names them, and no traceback comes."""
    folder = office(tmp_path / "office", server)
    nothing = tmp_path / "nothing"
    nothing.touch()
    library = next(Path("/usr/lib").rglob("libpango-1.0.so.0"))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("REPORTER_")}
    hidden = f'mount --bind {nothing} {library} && exec "$@"'
    ran = subprocess.run(
        ["unshare", "--mount", "sh", "-c", hidden, "sh", sys.executable, "-m", "reporter", "-C", str(folder), *command],
        env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ran.returncode == 1, ran.stderr
    assert "apt-get install -y --no-install-recommends libpango-1.0-0" in ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr
    assert "WeasyPrint" not in ran.stdout + ran.stderr


def test_a_damaged_database(world: Watched) -> None:
    """A page that nothing reads before it is written was spoilt: the service does not begin, and says how to go back."""
    world.start()
    world.until(lambda: world.ticks() > 1)
    assert "tzdata=20" in world.log(), "every start logs by which rules it counts time"
    assert world.stop(world.processes[0]) == 0
    file = world.folder / "output" / "reporter.db"
    ((page,),) = world.rows("SELECT rootpage FROM sqlite_master WHERE name = 'runs'")
    content = bytearray(file.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    file.write_bytes(content)
    ran = subprocess.run(
        [sys.executable, "-m", "reporter", "-C", str(world.folder), "serve"],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ran.returncode == 1, ran.stderr
    assert "错误：数据库文件已损坏" in ran.stderr
    assert "reporter admin restore" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_an_odd_home(world: Watched, server: CatchAll) -> None:
    """Where the account has no home and no place for caches, reports are made and sent all the same."""
    world.start(HOME="/nonexistent", XDG_CACHE_HOME="/nonexistent")
    begun_there = world.ticks
    world.until(lambda: begun_there() > 1)
    world.at(DUE)
    world.until(lambda: world.states() == ["sent"])
    assert reports(server) == BOTH
