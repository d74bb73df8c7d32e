"""Turn a job on a file descriptor into a frame on another; runs in the forked child only."""

from __future__ import annotations

import ctypes
import os
import pickle
import resource
import signal
import sys
import tempfile
import traceback
from collections.abc import Mapping
from importlib import import_module
from typing import IO, TYPE_CHECKING, Any, NamedTuple, NoReturn

from reporter.errors import LimitExceeded, ProductionError, ReporterError
from reporter.sandbox.frames import failed, packed, piece

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_MAPPED_MEGABYTES = 2048
"""Address space on top of the memory limit: libraries and fonts are mapped, not owned."""
_DIE_WITH_PARENT = 1


class Files(NamedTuple):
    """The descriptors that a child shares with its parent."""

    job: int
    """What it is given."""
    outcome: int
    """The frame that it leaves."""
    pieces: int
    """The pipe for a job that makes many pieces."""


def work(order: Mapping[str, Any], files: Files, folder: str) -> NoReturn:
    """Do the job in a folder of its own, leave the frame, and end this process."""
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    os.chdir(folder)
    tempfile.tempdir = folder
    with open(files.outcome, "wb", closefd=False) as file:
        file.seek(0)
        file.writelines(_outcome(order, files))
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # tearing the interpreter down would only take time


def _outcome(order: Mapping[str, Any], files: Files) -> Iterable[bytes]:
    """The pieces of the frame to leave."""
    try:
        module, _, name = order["target"].partition(":")
        function: Callable[[Any], Mapping[str, bytes] | Iterator[bytes]] = getattr(import_module(module), name)
        _limit(order["seconds"], order["megabytes"])
        with open(files.job, "rb", closefd=False) as file:
            file.seek(0)
            argument = pickle.load(file)  # noqa: S301 - written by the parent, which trusts itself
        made = function(argument)
        if isinstance(made, Mapping):
            return list(packed(made))
        signal.setitimer(signal.ITIMER_REAL, 0)  # what the reader of the pieces takes is no time of ours
        with open(files.pieces, "wb", closefd=False, buffering=0) as pipe:
            for content in made:
                _send(pipe, piece(content))
        return list(packed({}))
    except ReporterError as problem:
        return [failed(problem)]
    except MemoryError:
        return [failed(LimitExceeded("所需内存超过上限，已停止", advice="请减少内容，或调高REPORTER_RENDER_MEGABYTES"))]
    except Exception:  # noqa: BLE001 - whatever it was, the parent must hear of it
        traceback.print_exc()
        return [failed(ProductionError("处理时程序出错，没有得到结果", advice="详情见日志，请交给维护人员"))]


def _send(pipe: IO[bytes], content: bytes) -> None:
    """Write all of it, however long the reader takes."""
    view = memoryview(content)
    while view:
        view = view[pipe.write(view) :]


def _limit(seconds: float, megabytes: int) -> None:
    """No more than this, even if the parent should be gone."""
    lower(resource.RLIMIT_DATA, megabytes << 20)
    lower(resource.RLIMIT_AS, (megabytes + _MAPPED_MEGABYTES) << 20)
    lower(resource.RLIMIT_CPU, int(seconds * (os.cpu_count() or 1)) + 1)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds + 1)


def lower(what: int, most: int) -> None:
    """Set a limit, never above the one that is there."""
    _, hard = resource.getrlimit(what)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (most, most))
