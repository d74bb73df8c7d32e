"""What the sandbox is asked to run in its tests: well-behaved and hostile functions."""

from __future__ import annotations

import ctypes
import os
import resource
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from reporter.errors import Deferred, Faults, UsageError
from reporter.model.finding import Finding, Place

READY: list[str] = []


def preload() -> None:
    """Leave a sign that it ran."""
    READY.append("preloaded")


def echo(argument: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The argument itself."""
    return argument


def look(_argument: object) -> Mapping[str, bytes]:
    """What the child sees of the world."""
    facts = {
        "environment": "\n".join(f"{name}={value}" for name, value in sorted(os.environ.items())),
        "folder": str(Path.cwd()),
        "listing": "\n".join(sorted(os.listdir())),
        "ready": "\n".join(READY),
        "core": str(resource.getrlimit(resource.RLIMIT_CORE)),
        "modules": "\n".join(sys.modules),
        "pid": str(os.getpid()),
    }
    return {name: text.encode() for name, text in facts.items()}


def shout(_argument: object) -> Mapping[str, bytes]:
    """Print on every way to the standard output, then answer."""
    print("printed")
    sys.stdout.flush()
    os.write(1, b"written to 1\n")
    subprocess.run(["echo", "a grandchild"], check=True)
    return {"answer": b"42"}


def hang(_argument: object) -> Mapping[str, bytes]:
    """Never come back, together with a grandchild that never comes back either."""
    grandchild = subprocess.Popen(["sleep", "600"])
    Path("/proc/self/fd/2").write_text(f"grandchild={grandchild.pid}\n", encoding="ascii")
    while True:
        time.sleep(1)


def spin(_argument: object) -> Mapping[str, bytes]:
    """Hold the interpreter for ever."""
    return {"never": str(7**10**9).encode()}


def hog(_argument: object) -> Mapping[str, bytes]:
    """Take memory until there is no more."""
    kept = []
    while True:
        kept.append(bytearray(16 << 20))


def crash(_argument: object) -> Mapping[str, bytes]:
    """Segmentation fault."""
    print("about to crash", file=sys.stderr, flush=True)
    ctypes.string_at(0)
    return {}


def leave(code: int) -> Mapping[str, bytes]:
    """End without an answer."""
    os._exit(code)


def fault(_argument: object) -> Mapping[str, bytes]:
    """Two faults with their places."""
    place = Place("data/表.xlsx", 3, "表1", "C7", "第一节")
    raise Faults([Finding("rule", "error", place, "不是数", "改成数"), Finding("other", "warning", Place(), "提醒")])


def refuse(kind: str) -> Mapping[str, bytes]:
    """An error of ours, or a bug."""
    problems: dict[str, Callable[[], Exception]] = {
        "usage": lambda: UsageError("没有这份报告", advice="请看status"),
        "deferred": lambda: Deferred("稍后", code=450, reply="later", advice="等"),
        "bug": lambda: ZeroDivisionError("a secret detail"),
    }
    raise problems[kind]()


def nonsense(_argument: object) -> Any:
    """Not files at all."""
    return {"x": "text"}


def pieces(orders: Sequence[str]) -> Iterator[bytes]:
    """A piece of a megabyte for every order; some orders end badly."""
    for order in orders:
        if order == "hang":
            time.sleep(600)
        elif order == "crash":
            ctypes.string_at(0)
        elif order == "refuse":
            message = "没有这份报告"
            raise UsageError(message, advice="请看status")
        yield order.encode() * (1 << 20)


def network(ports: Mapping[str, int]) -> Mapping[str, bytes]:
    """Try every way out; what happened, way by way."""
    ways: dict[str, Callable[[], object]] = {
        "tcp": lambda: socket.create_connection(("127.0.0.1", ports["tcp"]), timeout=2),
        "udp": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", ports["tcp"])),
        "dns": lambda: socket.getaddrinfo("example.org", 80),
        "url": lambda: urllib.request.urlopen(f"http://127.0.0.1:{ports['tcp']}/", timeout=2),
        "raw": lambda: _connect_by_libc(ports["tcp"]),
    }
    outcome = {}
    for name, way in ways.items():
        try:
            way()
        except OSError as problem:
            outcome[name] = f"refused: {problem}".encode()
        else:
            outcome[name] = b"open"
    return outcome


def _connect_by_libc(port: int) -> None:
    """Connect without Python's own socket module, as a C library would."""
    libc = ctypes.CDLL(None, use_errno=True)
    address = (2).to_bytes(2, "little") + port.to_bytes(2, "big") + bytes([127, 0, 0, 1]) + bytes(8)
    if libc.connect(libc.socket(2, 1, 0), address, len(address)) != 0:
        raise OSError(ctypes.get_errno(), "connect")


def pid_then_wait(_argument: object) -> Mapping[str, bytes]:
    """Say who it is, then wait for ever."""
    Path("/proc/self/fd/2").write_text(f"child={os.getpid()}\n", encoding="ascii")
    time.sleep(600)
    return {}
