"""Start a child ahead of its job, hand it the job, and take the outcome or its life."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import pickle
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from typing import IO, TYPE_CHECKING, Any, Self, cast

from reporter.clock import monotonic
from reporter.errors import LimitExceeded, ProductionError, ReporterError
from reporter.sandbox.frames import MalformedError, unpacked

if TYPE_CHECKING:
    from collections.abc import Mapping

_log = logging.getLogger(__name__)
_MOST_BYTES = 256 << 20
_PIECE = 1 << 20
_LAST_WORDS = 4000
_OUT_OF_MEMORY = ("memoryerror", "out of memory", "failed to allocate", "cannot allocate memory", "bad_alloc")


class Worker:
    """A child that prepares for ``target`` at once, waits for one job, does it and ends.

    Start it before the argument is known: it imports its module, and runs the module's ``preload()`` if there is one,
    while the parent is busy otherwise. It is a context manager; leaving it ends the child, whatever it does.
    """

    def __init__(self, target: str) -> None:
        """``target`` is ``package.module:function``; the function takes one argument and returns files by name."""
        self.target = target
        self._job = os.fdopen(os.memfd_create("job"), "w+b")
        self._stderr = os.fdopen(os.memfd_create("stderr"), "w+b")
        try:
            self._folder = tempfile.mkdtemp(prefix="reporter-")
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter
                [sys.executable, "-P", "-m", "reporter.sandbox", target, str(self._job.fileno())],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._stderr, pass_fds=(self._job.fileno(),),
                cwd=self._folder, env=_environment(self._folder), start_new_session=True,
            )  # fmt: skip
        except OSError as problem:
            message = "无法启动处理程序"
            raise ProductionError(message, advice="请检查内存、临时目录和磁盘空间") from problem
        self._stdin = cast("IO[bytes]", self._process.stdin)
        self._stdout = cast("IO[bytes]", self._process.stdout)

    def call(self, argument: Any, *, seconds: float, megabytes: int) -> Mapping[str, bytes]:
        """Hand the child its one job and return what it made; the child is gone afterwards.

        Raises :class:`LimitExceeded` when it takes too much time or memory, :class:`ProductionError` when it dies or
        sends nonsense, and whatever :class:`~reporter.errors.ReporterError` the function raised.
        """
        deadline = monotonic() + seconds
        try:
            pickle.dump(argument, self._job, protocol=pickle.HIGHEST_PROTOCOL)
            self._job.flush()
            self._job.seek(0)
            self._order({"seconds": seconds, "megabytes": megabytes})
            frame = self._frame(deadline)
            if frame is None:
                message = f"{seconds:g}秒内没有完成，已停止"
                raise LimitExceeded(message, advice="请检查模板和数据是否过大，或调高REPORTER_RENDER_SECONDS")
            return self._result(frame, megabytes)
        finally:
            self.close()

    def close(self) -> None:
        """End the child and everything that it started; does nothing the second time."""
        self._kill()
        for file in (self._job, self._stderr, self._stdin, self._stdout):
            with contextlib.suppress(BrokenPipeError):
                file.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Self:
        """Nothing more: the child is already preparing."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the child."""
        self.close()

    def _order(self, order: Mapping[str, Any]) -> None:
        """Tell the child to begin; one that is dead already is found out about when its outcome is read."""
        with contextlib.suppress(BrokenPipeError):
            self._stdin.write(json.dumps(order).encode() + b"\n")
            self._stdin.flush()

    def _frame(self, deadline: float) -> bytes | None:
        """Everything that the child sends until it ends; ``None`` when the time is over."""
        pieces: list[bytes] = []
        size, poll = 0, select.poll()
        poll.register(self._stdout, select.POLLIN)
        while size <= _MOST_BYTES:
            remaining = deadline - monotonic()
            if remaining <= 0 or not poll.poll(remaining * 1000):
                return None
            piece = os.read(self._stdout.fileno(), _PIECE)
            if not piece:
                return b"".join(pieces)
            pieces.append(piece)
            size += len(piece)
        return b""

    def _result(self, frame: bytes, megabytes: int) -> dict[str, bytes]:
        """The files in the frame, or the error that tells why there are none."""
        self._kill()
        said = self._said()
        try:
            files = unpacked(frame)
        except MalformedError as problem:
            _log.error("the child ended with %s: %s\n%s", self._process.returncode, problem, said)
            raise _died(said, megabytes) from None
        except ReporterError:
            if said:
                _log.warning("the child could not finish\n%s", said)
            raise
        if said:
            _log.debug("the child said\n%s", said)
        return files

    def _kill(self) -> None:
        """Kill the child with everything that it started, and take note of how it ended.

        The group is killed before the child is waited for: until then its number cannot belong to anybody else. A
        child that has ended by itself keeps its exit code.
        """
        if self._process.returncode is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def _said(self) -> str:
        """The last lines that the child wrote to its standard error."""
        self._stderr.seek(max(0, self._stderr.seek(0, os.SEEK_END) - _LAST_WORDS))
        return self._stderr.read().decode("utf-8", "replace").strip()


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
