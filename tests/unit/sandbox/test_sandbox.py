"""A job in the sandbox ends with a result, or with a plain error, and takes nobody with it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reporter.errors import Deferred, Faults, LimitExceeded, ProductionError, UsageError
from reporter.model.finding import Place
from reporter.sandbox import Worker, call
from reporter.sandbox.frames import MalformedError, unpacked

HERE = Path(__file__).parent
TARGETS = "sandbox_targets"


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child imports what the parent could import."""
    monkeypatch.syspath_prepend(str(HERE))


def run(name: str, argument: object = None, *, seconds: float = 20, megabytes: int = 300) -> dict[str, bytes]:
    """Run one of the targets."""
    return dict(call(argument, target=f"{TARGETS}:{name}", seconds=seconds, megabytes=megabytes))


def gone(pid: int) -> bool:
    """Whether a process has ended, waiting a moment for it."""
    for _ in range(100):
        state = Path(f"/proc/{pid}/stat")
        if not state.exists() or state.read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_big_results_come_back_whole() -> None:
    """Tens of megabytes in many files, names in Chinese, empty files included."""
    files = {f"图{number}.png": os.urandom(1 << 20) for number in range(40)} | {"空.txt": b""}
    assert run("echo", files) == files


def test_pieces_come_as_they_are_made() -> None:
    """However many: each is whole and in its place, neither side holds all of them, and the reader's time is not the job's."""
    with Worker(f"{TARGETS}:pieces") as worker:
        before, seen = _resident(), 0
        for number, piece in enumerate(worker.stream(["a", "b"] * 40, seconds=2, megabytes=300)):
            assert piece == (b"a", b"b")[number % 2] * (1 << 20)
            seen += 1
            time.sleep(0.03)
        assert seen == 80
        assert _resident() - before < 20
        assert list(worker.stream([], seconds=2, megabytes=300)) == []


@pytest.mark.parametrize(
    ("end", "error", "words"),
    [
        ("hang", LimitExceeded, "没有完成"),
        ("crash", ProductionError, "意外中断"),
        ("refuse", UsageError, "没有这份报告"),
    ],
)
def test_pieces_that_end_badly(end: str, error: type[Exception], words: str) -> None:
    """What came before is handed on, the end is an error, and the next job is done."""
    with Worker(f"{TARGETS}:pieces") as worker:
        pieces = worker.stream(["a", end], seconds=0.7, megabytes=300)
        assert next(pieces)[:1] == b"a"
        with pytest.raises(error, match=words):
            list(pieces)
        assert len(list(worker.stream(["a", "b"], seconds=20, megabytes=300))) == 2


def test_who_stops_reading_ends_the_job() -> None:
    """Pieces that nobody wants do not turn up in the next job."""
    with Worker(f"{TARGETS}:pieces") as worker:
        pieces = worker.stream(["a"] * 20, seconds=20, megabytes=300)
        next(pieces)
        pieces.close()
        assert [piece[:1] for piece in worker.stream(["b"], seconds=20, megabytes=300)] == [b"b"]


def test_the_child_is_prepared_before_its_job() -> None:
    """A worker has imported and preloaded its target by the time that a job comes; each job has its own process."""
    with Worker(f"{TARGETS}:look") as worker:
        first, second = (worker.call(None, seconds=20, megabytes=300) for _ in range(2))
        assert first["ready"] == second["ready"] == b"preloaded"
        assert first["pid"] != second["pid"]
        assert first["folder"] != second["folder"]
        assert gone(int(first["pid"]))


def test_a_worker_outlives_what_its_jobs_do() -> None:
    """After a job that crashed, one that hung and one that ate everything, the next one is done; targets may differ."""
    with Worker(f"{TARGETS}:crash", f"{TARGETS}:look") as worker:
        for target, seconds in (("crash", 20.0), ("hang", 0.5), ("hog", 20.0)):
            with pytest.raises(ProductionError):
                worker.call(None, seconds=seconds, megabytes=200, target=f"{TARGETS}:{target}")
            seen = worker.call(None, seconds=20, megabytes=200, target=f"{TARGETS}:look")
            assert (seen["ready"], seen["listing"]) == (b"preloaded", b"")


def test_the_child_knows_no_option_and_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its environment has no REPORTER_ variable and nothing that only the parent was told; its folder is empty."""
    monkeypatch.setenv("REPORTER_DATABASE", "postgresql://user:canary@host/db")
    monkeypatch.setenv("SMTP_PASSWORD", "canary")
    seen = run("look")
    assert b"REPORTER_" not in seen["environment"]
    assert b"canary" not in seen["environment"]
    assert (seen["listing"], seen["core"]) == (b"", b"(0, 0)")
    assert not Path(seen["folder"].decode()).exists()


def test_the_child_imports_no_library_that_its_job_does_not_need() -> None:
    """No database, settings or mail library, so that it starts quickly."""
    modules = set(run("look")["modules"].decode().split())
    assert not modules & {"sqlalchemy", "pydantic", "apscheduler", "smtplib", "weasyprint", "matplotlib"}


def test_printing_cannot_corrupt_the_result() -> None:
    """Whatever is printed, by whom and how, goes to the log."""
    assert run("shout") == {"answer": b"42"}


def session_of(worker: Worker) -> int:
    """The session of a worker's processes."""
    assert worker._nursery
    return worker._nursery.process.pid


def alive_in_session(session: int) -> list[str]:
    """Processes of a session that are neither dead nor dying; from /proc, because not every machine has pgrep."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[3]) == session and fields[0] in "RSD":
            found.append(entry.parent.name)
    return found


def test_a_hanging_job_is_killed_at_the_deadline() -> None:
    """With everything that it started, and soon."""
    started = time.monotonic()
    with Worker(f"{TARGETS}:hang") as worker:
        session = session_of(worker)
        with pytest.raises(LimitExceeded, match="1秒内没有完成"):
            worker.call(None, seconds=1, megabytes=300)
    assert time.monotonic() - started < 3
    until = time.monotonic() + 5  # a killed process takes a moment to go
    while alive_in_session(session) and time.monotonic() < until:
        time.sleep(0.02)
    assert alive_in_session(session) == []


def test_a_job_that_never_lets_go_of_the_interpreter_is_killed_too() -> None:
    """The deadline does not depend on the child's good will."""
    with pytest.raises(LimitExceeded):
        run("spin", seconds=0.7)


def test_a_hungry_job_dies_alone() -> None:
    """It is told apart from other failures, and the parent does not grow."""
    before = _resident()
    with pytest.raises(LimitExceeded, match="内存"):
        run("hog", megabytes=200)
    assert _resident() - before < 20


def test_a_crash_is_an_error_like_any_other(caplog: pytest.LogCaptureFixture) -> None:
    """A segmentation fault gives a plain sentence to the reader and its last words to the log."""
    with pytest.raises(ProductionError, match="意外中断") as raised:
        run("crash")
    assert "crash" not in str(raised.value)
    assert "about to crash" in caplog.text
    assert "-11" in caplog.text


@pytest.mark.parametrize("code", [0, 1])
def test_leaving_without_an_answer(code: int) -> None:
    """Is a failure, whatever the exit code says."""
    with pytest.raises(ProductionError, match="意外中断"):
        run("leave", code)


def test_faults_come_back_as_they_were() -> None:
    """Every finding with its place."""
    with pytest.raises(Faults) as raised:
        run("fault")
    first, second = raised.value.findings
    assert (first.rule, first.severity, first.message, first.advice) == ("rule", "error", "不是数", "改成数")
    assert first.place == Place("data/表.xlsx", 3, "表1", "C7", "第一节")
    assert (second.severity, second.place) == ("warning", Place())


def test_our_errors_come_back_as_themselves() -> None:
    """Class, message, advice and the server's words."""
    with pytest.raises(UsageError, match="没有这份报告") as usage:
        run("refuse", "usage")
    assert usage.value.advice == "请看status"
    with pytest.raises(Deferred) as deferred:
        run("refuse", "deferred")
    assert (deferred.value.code, deferred.value.reply) == (450, "later")


def test_a_bug_is_told_plainly_and_logged_in_full(caplog: pytest.LogCaptureFixture) -> None:
    """The reader gets a sentence, the maintainer the traceback."""
    with pytest.raises(ProductionError, match="程序出错") as raised:
        run("refuse", "bug")
    assert "secret" not in str(raised.value)
    assert "ZeroDivisionError: a secret detail" in caplog.text


@pytest.mark.parametrize("target", ["nowhere_at_all:make", f"{TARGETS}:nothing", f"{TARGETS}:nonsense"])
def test_a_target_that_does_not_work(target: str) -> None:
    """Is told as a production error."""
    with pytest.raises(ProductionError):
        call(None, target=target, seconds=20, megabytes=300)


@pytest.fixture
def listener() -> Iterator[tuple[int, list[object]]]:
    """A port that counts who comes."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        visits: list[object] = []

        def accept() -> None:
            while True:
                try:
                    visits.append(server.accept())
                except OSError:
                    return

        threading.Thread(target=accept, daemon=True).start()
        yield server.getsockname()[1], visits


def test_there_is_no_network(listener: tuple[int, list[object]]) -> None:
    """Neither Python nor, where the kernel gives us a network of our own, a C library reaches even this machine."""
    port, visits = listener
    outcome = run("network", {"tcp": port})
    own = subprocess.run(["unshare", "-n" if os.geteuid() == 0 else "-Un", "true"], capture_output=True, check=False)
    tolerated = {"raw"} if own.returncode else set()
    assert {name for name, said in outcome.items() if not said.startswith(b"refused")} <= tolerated
    assert len(visits) <= len(tolerated)


def test_a_child_whose_parent_was_killed_ends() -> None:
    """At work or waiting for work, nothing is left running."""
    script = (
        "import sys, threading\n"
        "from reporter.sandbox import Worker\n"
        f"idle, busy = Worker('{TARGETS}:look'), Worker('{TARGETS}:pid_then_wait')\n"
        "threading.Thread(target=busy.call, args=(None,), kwargs=dict(seconds=600, megabytes=300)).start()\n"
        "while 'child=' not in busy._nursery.said(): pass\n"
        "child = busy._nursery.said().split('=')[1].split()[0]\n"
        "print(idle._nursery.process.pid, busy._nursery.process.pid, child, flush=True)\n"
    )
    path = os.pathsep.join([str(HERE), *filter(None, sys.path)])
    parent = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path}
    )
    assert parent.stdout
    with parent.stdout as told:
        children = [int(pid) for pid in told.readline().split()]
    parent.kill()
    parent.wait()
    assert len(children) == 3
    assert all(gone(pid) for pid in children)


@pytest.mark.parametrize(
    "frame",
    [
        b"", b"\0" * 8, b"\0" * 7 + b"\5" + b"{}", b"\0" * 7 + b"\2" + b"{}", b"\0" * 7 + b"\4" + b"null",
        b"\xff" * 8 + b"{}", b"\0" * 7 + b"\x17" + b'{"files": [["a", 5]]}  ' + b"abcd",
        b"\0" * 7 + b"\x17" + b'{"files": [["a", -1]]} ', b"\0" * 7 + b"\x12" + b'{"error": "Faults"}'[:18],
    ],
)  # fmt: skip
def test_a_broken_frame_is_refused(frame: bytes) -> None:
    """Cut short, too long, negative, not JSON: never a result."""
    with pytest.raises(MalformedError):
        unpacked(frame)


def _resident() -> float:
    """Megabytes that this process has in memory."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)
