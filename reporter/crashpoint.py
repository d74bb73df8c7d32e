"""The places at which the crash harness may kill this process; in every other process nothing happens there.

Armed only when two options agree: ``REPORTER_CRASH_TESTING=yes`` and ``REPORTER_CRASH_AT=name`` or ``name:3`` for the
third time that the place is passed.
"""

from __future__ import annotations

import os
import signal
from collections import Counter
from functools import cache

from reporter.settings import settings

_passed: Counter[str] = Counter()


def crashpoint(name: str) -> None:
    """Die here, as from ``kill -9``, if a test says so."""
    wanted = _armed()
    if wanted is None or wanted[0] != name:
        return
    _passed[name] += 1
    if _passed[name] == wanted[1]:
        os.kill(os.getpid(), signal.SIGKILL)


@cache
def _armed() -> tuple[str, int] | None:
    """The place and the time at which to die."""
    options = settings()
    if options.crash_testing != "yes" or not options.crash_at:
        return None
    name, _, count = options.crash_at.partition(":")
    return name, int(count or 1)
