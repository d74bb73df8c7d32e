"""Start a nursery ahead of its jobs, hand it one job after the other, and take the outcome or its life."""

from __future__ import annotations

import contextlib
import fcntl
import json
import logging
import os
import pickle
import select
import signal
import subprocess
import sys
from typing import IO, TYPE_CHECKING, Any, Self

from reporter.clock import monotonic
from reporter.errors import LimitExceeded, ProductionError, ReporterError
from reporter.sandbox.frames import MalformedError, cut, unpacked
from reporter.scratch import Scratch

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

_log = logging.getLogger(__name__)
_MOST_BYTES = 256 << 20
_LAST_WORDS = 4000
_PIECE = 1 << 20
"""Bytes that the pipe of a job may hold."""
_OUT_OF_MEMORY = ("memoryerror", "out of memory", "failed to allocate", "cannot allocate memory", "bad_alloc")


class Worker:
    """A nursery that has imported what its targets need; every job is done in a process that it forks, and that ends.

    Start it before the first argument is known: it imports, and runs each module's ``preload()`` if there is one, while
    the parent is busy otherwise. It is a context manager; leaving it ends the nursery and whatever it still does. When a
    job must be killed, the nursery goes with it, and the next job gets a new one.
    """

    def __init__(self, *targets: str) -> None:
        """``targets`` are ``package.module:function``; a function takes one argument and returns files by name."""
        self.targets = targets
        self._nursery: _Nursery | None = _Nursery(targets)

    def call(self, argument: Any, *, seconds: float, megabytes: int, target: str = "") -> Mapping[str, bytes]:
        """Have one job done and return what was made; ``target`` is the first of the worker's where none is named.

        Raises :class:`LimitExceeded` when it takes too much time or memory, :class:`ProductionError` when it dies or
        sends nonsense, and whatever :class:`~reporter.errors.ReporterError` the function raised.
        """
        nursery = self._begun(argument, seconds, megabytes, target)
        return self._ended(nursery, nursery.answer(monotonic() + seconds), seconds, megabytes)

    def stream(
        self, argument: Any, *, seconds: float, megabytes: int, target: str = ""
    ) -> Generator[bytes, None, None]:
        """Have one job done that makes many pieces, and hand them on one by one as they are made; else as :meth:`call`.

        The function returns an iterator of bytes. ``seconds`` bounds its own work, not what is done with the pieces;
        who stops asking before the end ends the nursery.
        """
        nursery = self._begun(argument, seconds, megabytes, target)
        whole = False
        try:
            answer = yield from nursery.pieces(seconds)
            whole = True
        except MalformedError:
            answer, whole = b"", True
        finally:
            if not whole:
                self.close()
        self._ended(nursery, answer, seconds, megabytes)

    def _begun(self, argument: Any, seconds: float, megabytes: int, target: str) -> _Nursery:
        """A nursery that was given the job."""
        nursery = self._nursery = self._nursery or _Nursery(self.targets)
        order = {"target": target or self.targets[0], "seconds": seconds, "megabytes": megabytes}
        nursery.begin(order, argument)
        return nursery

    def _ended(self, nursery: _Nursery, answer: bytes | None, seconds: float, megabytes: int) -> Mapping[str, bytes]:
        """What a job made that ended with this answer."""
        said = nursery.said()
        try:
            if answer is None:
                message = f"{seconds:g}秒内没有完成，已停止"
                raise LimitExceeded(message, advice="请检查模板和数据是否过大，或调高REPORTER_RENDER_SECONDS")
            files = unpacked(nursery.made())
        except MalformedError as problem:
            _log.error("the child ended with %s: %s\n%s", nursery.ending(answer), problem, said)
            raise _died(said, megabytes) from None
        except ReporterError:
            if said:
                _log.warning("the child could not finish\n%s", said)
            raise
        finally:
            if not answer:
                self.close()
        if said:
            _log.debug("the child said\n%s", said)
        return files

    def close(self) -> None:
        """End the nursery and everything that it started; does nothing the second time."""
        nursery, self._nursery = self._nursery, None
        if nursery:
            nursery.close()

    def __enter__(self) -> Self:
        """Nothing more: the nursery is already preparing."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the nursery."""
        self.close()


class _Nursery:
    """The process that forks, and what it is spoken to through: orders in, a line for every job that ended out.

    Arguments and outcomes travel in files without a name, which only the three processes have; the pieces of a job that
    makes many, in a pipe.
    """

    def __init__(self, targets: tuple[str, ...]) -> None:
        self._job, self._outcome, self._stderr = (
            os.fdopen(os.memfd_create(name), "w+b") for name in ("job", "outcome", "stderr")
        )
        fcntl.fcntl(self._stderr, fcntl.F_SETFL, os.O_APPEND)  # several processes write to it
        self._pieces, far = os.pipe()
        fcntl.fcntl(far, fcntl.F_SETPIPE_SZ, _PIECE)
        os.set_blocking(self._pieces, False)
        shared = (self._job.fileno(), self._outcome.fileno(), far)
        try:
            self._scratch = Scratch()
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter
                [sys.executable, "-P", "-S", "-m", "reporter.sandbox", *map(str, shared), *targets],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._stderr, pass_fds=shared,
                cwd=self._scratch.path, env=_environment(str(self._scratch.path)), start_new_session=True,
            )  # fmt: skip
        except OSError as problem:
            message = "无法启动处理程序"
            raise ProductionError(message, advice="请检查内存、临时目录和磁盘空间") from problem
        finally:
            os.close(far)

    def begin(self, order: Mapping[str, Any], argument: Any) -> None:
        """Lay the argument down and give the order; a nursery that is dead already is found out about by its silence."""
        for file in (self._job, self._outcome, self._stderr):
            file.seek(0)
            file.truncate()
        pickle.dump(argument, self._job, protocol=pickle.HIGHEST_PROTOCOL)
        self._job.flush()
        with contextlib.suppress(BrokenPipeError):
            self._pipe(self.process.stdin).write(json.dumps(order).encode() + b"\n")
            self._pipe(self.process.stdin).flush()

    def answer(self, deadline: float) -> bytes | None:
        """The line that says how the job ended, empty when the nursery died; ``None`` when the time is over."""
        out = self._pipe(self.process.stdout).fileno()
        poll, line = select.poll(), b""
        poll.register(out, select.POLLIN)
        while not line.endswith(b"\n"):
            remaining = deadline - monotonic()
            if remaining <= 0 or not poll.poll(remaining * 1000):
                return None
            piece = os.read(out, _LAST_WORDS)
            if not piece:
                return b""
            line += piece
        return line

    def pieces(self, seconds: float) -> Generator[bytes, None, bytes | None]:
        """The pieces of a job as they come; returns what :meth:`answer` does. Only waiting for the job takes its time."""
        poll, held = select.poll(), bytearray()
        out = self._pipe(self.process.stdout).fileno()
        poll.register(out, select.POLLIN)
        poll.register(self._pieces, select.POLLIN)
        while True:
            before = monotonic()
            ready = poll.poll(max(0.0, seconds) * 1000)
            seconds -= monotonic() - before
            if not ready:
                return None
            if not self._read(held):  # nothing more lies in the pipe: it is the end of the job that was told
                return self.answer(monotonic() + max(seconds, 1.0))
            yield from cut(held)

    def _read(self, held: bytearray) -> bool:
        """Take what lies in the pipe; false when there is nothing."""
        try:
            piece = os.read(self._pieces, _PIECE)
        except BlockingIOError:
            return False
        held += piece
        return bool(piece)

    def made(self) -> bytes:
        """The frame that the job left behind; nothing of one that is too large."""
        size = os.fstat(self._outcome.fileno()).st_size
        return os.pread(self._outcome.fileno(), size, 0) if size <= _MOST_BYTES else b""

    def said(self) -> str:
        """The last lines that the job wrote to its standard error."""
        size = os.fstat(self._stderr.fileno()).st_size
        words = os.pread(self._stderr.fileno(), _LAST_WORDS, max(0, size - _LAST_WORDS))
        return words.decode("utf-8", "replace").strip()

    def ending(self, answer: bytes | None) -> str:
        """The exit code of the job, or of the nursery where that has died."""
        return answer.decode("ascii", "replace").strip() if answer else str(self.process.poll())

    def close(self) -> None:
        """Kill it with everything that it started, and remove what it left.

        The group is killed before the process is waited for: until then its number cannot belong to anybody else.
        """
        if self.process.returncode is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        for file in (self._job, self._outcome, self._stderr, self.process.stdin, self.process.stdout):
            with contextlib.suppress(BrokenPipeError):
                self._pipe(file).close()
        os.close(self._pieces)
        self._scratch.close()

    @staticmethod
    def _pipe(file: IO[bytes] | None) -> IO[bytes]:
        assert file  # noqa: S101 - for the type checker: all of them are pipes
        return file


def _died(said: str, megabytes: int) -> ProductionError:
    """What to tell a person about a child that ended without a word."""
    if any(words in said.lower() for words in _OUT_OF_MEMORY):
        return LimitExceeded(f"所需内存超过{megabytes}MB，已停止", advice="请减少内容，或调高REPORTER_RENDER_MEGABYTES")
    return ProductionError("处理时程序意外中断，没有得到结果", advice="详情见日志；如反复出现，请交给维护人员")


def _environment(folder: str) -> dict[str, str]:
    """Where things lie, and nothing else; what would make two runs differ is fixed."""
    from reporter.settings import child_environment  # noqa: PLC0415 - pydantic is slow, and the child needs none of it

    return {
        **child_environment(),
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "PYTHONHASHSEED": "0",
        "TMPDIR": folder,
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
