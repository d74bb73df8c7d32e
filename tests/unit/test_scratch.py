"""A temporary folder ends with its owner, even with one that was killed; nobody's who lives is touched."""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from reporter import scratch
from reporter.scratch import Scratch

ROOT = Path(__file__).resolve().parents[2]
_WORKER = "from reporter.sandbox import Worker; worker = Worker('tests.unit.sandbox.sandbox_targets:echo'); print('made', flush=True); input()"
_FOLDER = "from reporter.scratch import Scratch; one = Scratch(); print('made', flush=True); input()"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary things lie, for us and for those whom we start."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@contextmanager
def another(code: str) -> Iterator[subprocess.Popen[str]]:
    """A process of its own that has made its folder."""
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "made\n"
        try:
            yield process
        finally:
            process.kill()


def killed(process: subprocess.Popen[str]) -> None:
    """With everything that it started, as by a machine that is switched off: nothing can tidy up."""
    started = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("ascii").split()
    for number in (process.pid, *map(int, started)):
        os.kill(number, signal.SIGKILL)
    process.wait()


def folders(place: Path) -> list[Path]:
    """Those of ours that are there."""
    return sorted(place.glob("reporter.*.scratch"))


@pytest.mark.parametrize("code", [_FOLDER, _WORKER])
def test_what_a_killed_process_left_goes_when_the_next_one_begins(place: Path, code: str) -> None:
    """A folder alone, or one with a nursery in it: it stays behind after the kill, and the next folder takes its place."""
    with another(code) as process:
        (left,) = folders(place)
        killed(process)
    assert left.is_dir()
    one = Scratch()
    assert folders(place) == [one.path]
    one.close()
    assert folders(place) == []


def test_who_lives_keeps_his(place: Path) -> None:
    """Another process's, this one's, and whatever is not ours."""
    (place / "reporter.txt.scratch").write_text("a note")
    (place / "reporter.link.scratch").symlink_to(place)
    (place / "reporter.copy").mkdir()
    with another(_FOLDER):
        one = Scratch()
        before = folders(place)
        assert (len(before), scratch.sweep()) == (4, 0)
        assert folders(place) == before
        one.close()
    assert (place / "reporter.copy").is_dir()


@pytest.mark.parametrize("swept", [False, True])
def test_a_nursery_that_ends_takes_nothing_of_others_along(
    place: Path, monkeypatch: pytest.MonkeyPatch, swept: bool
) -> None:
    """Its worker was killed alone, somebody swept its folder, and Python's own temporary folder is everybody's: that stays."""
    (place / "crowded.py").write_text(f"import tempfile\ntempfile.tempdir = {str(place)!r}\n")
    monkeypatch.setenv("PYTHONPATH", str(place))
    with another(_WORKER.replace("tests.unit.sandbox.sandbox_targets", "crowded")) as process:
        (folder,) = folders(place)
        (nursery,) = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("ascii").split()
        handle = os.pidfd_open(int(nursery))
        if swept:
            shutil.rmtree(folder)
        process.kill()
        assert select.select([handle], [], [], 20)[0]
        os.close(handle)
    assert (place / "crowded.py").is_file()


def test_many_at_once(place: Path) -> None:
    """Makers and sweepers meet: every maker has a folder, his alone, until he gives it back."""
    made: list[Path] = []

    def make() -> None:
        for _ in range(20):
            one = Scratch()
            (one.path / "mine").mkdir()
            made.append(one.path)
            one.close()

    def sweep() -> None:
        for _ in range(50):
            scratch.sweep()

    threads = [Thread(target=work) for work in (make, make, make, make, sweep, sweep)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 80
    assert folders(place) == []
