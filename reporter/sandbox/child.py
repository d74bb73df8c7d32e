"""Turn a job on a file descriptor into a frame on the first standard output; runs in the child only."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import pickle
import resource
import signal
import sys
import threading
import traceback
from importlib import import_module
from typing import TYPE_CHECKING, Any

from reporter.errors import LimitExceeded, ProductionError, ReporterError
from reporter.sandbox.frames import failed, packed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_OPEN_FILES = 256
_FILE_BYTES = 64 << 20
_MAPPED_MEGABYTES = 2048
"""Address space on top of the memory limit: libraries and fonts are mapped, not owned."""
_NEW_USER, _NEW_NETWORK = 0x1000_0000, 0x4000_0000
_NO_NEW_PRIVILEGES = 38
_NETWORK_EVENTS = frozenset({
    "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname",
    "socket.gethostbyaddr",
})  # fmt: skip


def work(target: str, job: int) -> None:
    """Prepare for ``target``, wait for the job, do it, send the outcome, and end this process."""
    gc.disable()  # one job, then the end: nothing is worth collecting, and the limits stand
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not reach the frame
    _confine()
    for piece in _outcome(target, job):
        out.write(piece)
    out.flush()
    sys.stderr.flush()
    os._exit(0)  # tearing the interpreter down would only take time


def _outcome(target: str, job: int) -> Iterable[bytes]:
    """The pieces of the frame to send."""
    try:
        function = _prepared(target)
        order = json.loads(sys.stdin.readline() or "null")
        if order is None:  # the parent is gone, or has changed its mind
            os._exit(0)
        threading.Thread(target=_die_with_parent, daemon=True).start()
        _limit(order["seconds"], order["megabytes"])
        with open(job, "rb") as file:
            argument = pickle.load(file)  # noqa: S301 - written by the parent, which trusts itself
        return list(packed(function(argument)))
    except ReporterError as problem:
        return [failed(problem)]
    except MemoryError:
        return [failed(LimitExceeded("所需内存超过上限，已停止", advice="请减少内容，或调高REPORTER_RENDER_MEGABYTES"))]
    except Exception:  # noqa: BLE001 - whatever it was, the parent must hear of it
        traceback.print_exc()
        return [failed(ProductionError("处理时程序出错，没有得到结果", advice="详情见日志，请交给维护人员"))]


def _prepared(target: str) -> Callable[[Any], Mapping[str, bytes]]:
    """The function, with everything imported that its module knows it will need."""
    module_name, _, name = target.partition(":")
    module = import_module(module_name)
    preload = getattr(module, "preload", None)
    if preload:
        preload()
    function: Callable[[Any], Mapping[str, bytes]] = getattr(module, name)
    return function


def _confine() -> None:
    """Give up what no job needs: the network, core dumps, new rights, many or large files."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _lower(resource.RLIMIT_NOFILE, _OPEN_FILES)
    _lower(resource.RLIMIT_FSIZE, _FILE_BYTES)
    libc = ctypes.CDLL(None)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    # Where the kernel does not allow a network namespace of one's own, the hook below still stands.
    libc.unshare(_NEW_NETWORK if os.geteuid() == 0 else _NEW_USER | _NEW_NETWORK)
    sys.addaudithook(_refuse_network)


def _refuse_network(event: str, _arguments: Any) -> None:
    if event in _NETWORK_EVENTS:
        message = f"no network in the sandbox: {event}"
        raise PermissionError(message)


def _limit(seconds: float, megabytes: int) -> None:
    """No more than this, even if the parent should be gone."""
    _lower(resource.RLIMIT_DATA, megabytes << 20)
    _lower(resource.RLIMIT_AS, (megabytes + _MAPPED_MEGABYTES) << 20)
    used = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + seconds * (os.cpu_count() or 1)) + 1)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds + 1)


def _lower(what: int, most: int) -> None:
    """Set a limit, never above the one that is there."""
    _, hard = resource.getrlimit(what)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (most, most))


def _die_with_parent() -> None:
    """End when the parent closes our standard input, which it also does by dying."""
    with contextlib.suppress(OSError):
        os.read(0, 1)
    os._exit(1)
