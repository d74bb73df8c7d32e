"""The process as its supervisor sees it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reporter.store import Store

HERE = Path(__file__).parent


def start(folder: Path, mode: str = "well", instant: str = "2018-06-29T00:00:00+00:00") -> subprocess.Popen[str]:
    """A service process on the clock and the database in ``folder``."""
    (folder / "clock").write_text(instant, encoding="ascii")
    path = os.pathsep.join([str(HERE), *filter(None, sys.path)])
    return subprocess.Popen(
        [sys.executable, str(HERE / "service_process.py"), f"sqlite:///{folder / 'a.db'}", str(folder / "clock"), mode],
        stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip


@pytest.mark.parametrize("order", [signal.SIGTERM, signal.SIGINT])
def test_it_ticks_by_itself_and_ends_when_told(tmp_path: Path, order: signal.Signals) -> None:
    """APScheduler's ticks alone make and send the report; the order to end is obeyed with exit 0."""
    service = start(tmp_path)
    store = Store.open(f"sqlite:///{tmp_path / 'a.db'}")
    try:
        _until(lambda: (last := store.service.last()) is not None and last.ticks > 2)
        (tmp_path / "clock").write_text("2018-07-20T01:00:00+00:00", encoding="ascii")
        _until(lambda: [found.state for found in store.editions.list()] == ["sent"])
        service.send_signal(order)
        _, said = service.communicate(timeout=10)
    finally:
        service.kill()
    assert service.returncode == 0
    assert 'message="fell due" schedule=monthly nominal=2018-07-20T09:00' in said
    assert "Traceback" not in said


def test_what_a_killed_process_left_is_taken_over(tmp_path: Path) -> None:
    """Killed in the middle of a report: when the lease has run out the next process makes it, once."""
    store = Store.open(f"sqlite:///{tmp_path / 'a.db'}")
    first = start(tmp_path, "hanging")
    second = None
    try:
        _until(lambda: store.service.last() is not None)
        (tmp_path / "clock").write_text("2018-07-20T01:00:00+00:00", encoding="ascii")
        _until(lambda: [found.state for found in store.editions.list()] == ["producing"])
        first.kill()
        first.wait()
        second = start(tmp_path, instant="2018-07-20T01:01:00+00:00")
        _until(lambda: (last := store.service.last()) is not None and last.last_tick.minute == 1)
        assert [found.state for found in store.editions.list()] == ["producing"]
        (tmp_path / "clock").write_text("2018-07-20T01:03:00+00:00", encoding="ascii")
        (edition,) = store.editions.list()
        _until(lambda: len(ended := store.leases.runs(edition.id)) > 2 and bool(ended[-1].ended))
    finally:
        for process in filter(None, (first, second)):
            process.kill()
            with process:
                process.wait()
    assert [found.state for found in store.editions.list()] == ["sent"]
    died, made, sent = store.leases.runs(edition.id)
    assert (died.ended, made.outcome, sent.outcome) == (None, "produced", "sent")


def test_a_process_whose_ticks_have_stopped_ends_itself(tmp_path: Path) -> None:
    """With 70, so that the supervisor starts a new one."""
    service = start(tmp_path, "stuck")
    _, said = service.communicate(timeout=10)
    assert service.returncode == 70
    assert "level=critical" in said


def test_the_unit_file_is_well_formed(tmp_path: Path) -> None:
    """Systemd itself reads it without complaint, where there is one and the /tmp that it insists on."""
    unit = HERE.parents[2] / "deploy" / "reporter.service"
    text = unit.read_text(encoding="utf-8")
    assert "Restart=on-failure" in text
    assert "Type=notify" in text
    assert "WatchdogSec=" in text
    assert text.count("ExecStart=") == 1
    judge = shutil.which("systemd-analyze")
    if judge and Path("/tmp").is_dir():  # noqa: S108  # its name is fixed in systemd-analyze
        copy = tmp_path / "reporter.service"
        lines = text.replace("/opt/reporter/venv/bin/reporter", sys.executable).replace("/bin/kill", sys.executable)
        copy.write_text(lines, encoding="utf-8")
        ran = subprocess.run([judge, "verify", str(copy)], capture_output=True, text=True, check=False)
        assert (ran.returncode, ran.stderr) == (0, "")


def _until(happened: object) -> None:
    """Wait until something has happened."""
    assert callable(happened)
    for _ in range(500):
        if happened():
            return
        time.sleep(0.02)
    pytest.fail("did not happen")
