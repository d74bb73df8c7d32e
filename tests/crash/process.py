"""The processes of the crash harness: ``reporter serve`` and ``reporter sign``, with a press that prints in no time.

All else is the real thing. A process that has imported the program forks one after the other: what is killed is a
process of its own, and starting it costs little.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reporter import cli, pipeline
from reporter.delivery import smtp as smtp  # noqa: PLC0414 - whatever a service imports on its way is imported once
from reporter.pipeline import making
from reporter.sources import csv_file as csv_file  # noqa: PLC0414

if TYPE_CHECKING:
    from collections.abc import Mapping
    from multiprocessing.context import ForkServerProcess

PRESS = "tests.unit.pipeline.small_press"
_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload([__name__])


def start(
    folder: Path, command: tuple[str, ...], options: Mapping[str, str], *, stopped: bool = False
) -> ForkServerProcess:
    """``reporter COMMAND``, in a session of its own; ``stopped`` waits at the door until it is told to go on."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("REPORTER_")}
    process = _forks.Process(target=_run, args=(folder, command, {**environment, **options}, stopped), daemon=True)
    process.start()
    while stopped and _status(process, "State").startswith(("R", "S")):
        time.sleep(0.005)
    return process


def traced(process: ForkServerProcess) -> bool:
    """Whether somebody watches its system calls."""
    return _status(process, "TracerPid") not in {"", "0"}


def kill(process: ForkServerProcess) -> None:
    """Kill a service and everything that it started; its number is ours until it is waited for."""
    if process.exitcode is None and process.pid:
        os.killpg(process.pid, signal.SIGKILL)
    process.join()


def _status(process: ForkServerProcess, name: str) -> str:
    try:
        lines = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(f"{name}:")), "")


def _run(folder: Path, command: tuple[str, ...], environment: Mapping[str, str], stopped: bool) -> None:
    """Run until killed, or until it ends."""
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    log = os.open(folder / "serve.log", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for stream in (1, 2):
        os.dup2(log, stream)
    for recipe in ("produce", "issue", "sign"):
        setattr(pipeline, recipe, partial(getattr(pipeline, recipe), press=f"{PRESS}:sound"))
    making.READINESS = f"{PRESS}:ready"
    sys.argv = ["reporter", "-C", str(folder), *command]
    if stopped:
        os.kill(os.getpid(), signal.SIGSTOP)
    cli.main()
