"""Turn orders into children: import once, fork for every job, say how each ended. Runs in the nursery only."""

from __future__ import annotations

import ctypes
import gc
import json
import os
import resource
import select
import shutil
import signal
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from reporter.sandbox import patterns
from reporter.sandbox.child import Files, lower, work

if TYPE_CHECKING:
    from collections.abc import Iterable

_OPEN_FILES = 256
_FILE_BYTES = 64 << 20
_NEW_USER, _NEW_NETWORK = 0x1000_0000, 0x4000_0000
_NO_NEW_PRIVILEGES = 38
_NETWORK_EVENTS = frozenset({
    "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname",
    "socket.gethostbyaddr",
})  # fmt: skip


def serve(files: Files, targets: Iterable[str]) -> None:
    """Prepare for the targets, then do one job after the other until the parent closes our standard input."""
    gc.disable()  # a child does one job and ends: nothing is worth collecting, and the limits stand
    out = os.dup(1)
    os.dup2(2, 1)  # whatever prints must not reach the parent as an answer
    _confine()
    patterns.install()
    _prepare(targets)
    orders = os.fdopen(0, "rb", buffering=0)
    home = Path.cwd()  # the worker's own folder; whatever ``tempfile`` would choose may be everybody's
    while line := orders.readline():
        folder = tempfile.mkdtemp(dir=home)
        child = os.fork()
        if child == 0:
            os.close(0)
            os.close(out)
            work(json.loads(line), files, folder)
        code = _ended(child)
        shutil.rmtree(folder, ignore_errors=True)
        os.write(out, f"{code}\n".encode())
    _leave(0)


def _prepare(targets: Iterable[str]) -> None:
    """Import everything that the targets' modules know they will need; what cannot be imported fails with its job."""
    for name in dict.fromkeys(target.partition(":")[0] for target in targets):
        try:
            module = import_module(name)
            getattr(module, "preload", lambda: None)()
        except Exception:  # noqa: BLE001, S112 - the child will meet it again, and tell
            continue


def _ended(child: int) -> int:
    """Wait for a child and return its exit code; when the parent is gone, the child and we are no longer needed."""
    handle = os.pidfd_open(child)
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    poll.register(0, select.POLLHUP)
    while handle not in dict(ready := poll.poll()):
        if 0 in dict(ready):
            os.kill(child, signal.SIGKILL)
            _leave(1)
    os.close(handle)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _leave(code: int) -> NoReturn:
    """End at once. The folder is the worker's to remove, or that of whoever sees that it is a dead one's."""
    os._exit(code)  # tearing the interpreter down would only take time


def _confine() -> None:
    """Give up what no job needs: the network, core dumps, new rights, many or large files."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    lower(resource.RLIMIT_NOFILE, _OPEN_FILES)
    lower(resource.RLIMIT_FSIZE, _FILE_BYTES)
    libc = ctypes.CDLL(None)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    # Where the kernel does not allow a network namespace of one's own, the hook below still stands.
    libc.unshare(_NEW_NETWORK if os.geteuid() == 0 else _NEW_USER | _NEW_NETWORK)
    sys.addaudithook(_refuse_network)


def _refuse_network(event: str, _arguments: Any) -> None:
    if event in _NETWORK_EVENTS:
        message = f"no network in the sandbox: {event}"
        raise PermissionError(message)
