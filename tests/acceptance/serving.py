"""``reporter serve`` as a process: started, watched, ended."""

from __future__ import annotations

import signal
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from tests.demo.office import Office

TICK = 0.2
_PATIENCE = 120.0


@contextmanager
def serving(
    office: Office, now: dt.datetime | None = None, *, wrap: tuple[str, ...] = (), **options: str
) -> Iterator[subprocess.Popen[str]]:
    """``reporter serve`` on a fast tick, from start to an orderly end; without ``now`` the machine's clock counts."""
    log = (office.folder / "serve.log").open("a+", encoding="utf-8")
    environment = office.environment(now=now.isoformat() if now else "")
    environment |= {"REPORTER_TICK_SECONDS": str(TICK)} | options
    command = (*wrap, *office.command("serve"))
    with log, subprocess.Popen(command, env=environment, stdout=log, stderr=log, text=True) as process:
        try:
            yield process
            assert process.poll() is None, said(office)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()


def said(office: Office) -> str:
    """What the service wrote to its log."""
    return (office.folder / "serve.log").read_text(encoding="utf-8")


def wait_for(happened: Callable[[], object], office: Office, patience: float = _PATIENCE) -> None:
    """Wait until it has happened; show the service's log when it does not."""
    until = time.monotonic() + patience
    while not happened():
        assert time.monotonic() < until, said(office)[-6000:]
        time.sleep(0.1)
