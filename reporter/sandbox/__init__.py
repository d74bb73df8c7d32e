"""Turn a function and its argument into bytes, in a child process that can be killed.

A nursery is started before its jobs are known and imports what they need meanwhile; every job is done by a fork of it,
which ends. A child has no network, no database, no secret, and no more time and memory than it is given. Towards the
child the argument is pickled; back come only a JSON index and raw bytes, so that a broken child cannot make the parent
run anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reporter.sandbox.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Worker", "call"]


def call(argument: Any, *, target: str, seconds: float, megabytes: int) -> Mapping[str, bytes]:
    """Run ``target`` (``package.module:function``) with ``argument`` in a nursery of its own; see :meth:`Worker.call`."""
    with Worker(target) as worker:
        return worker.call(argument, seconds=seconds, megabytes=megabytes)
