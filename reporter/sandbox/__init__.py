"""Turn a function and its argument into bytes, in a child process that can be killed.

The child is started before its job is known and imports what it needs meanwhile; it does one job and ends. It has no
network, no database, no secret, and no more time and memory than it is given. Towards the child the argument is
pickled; back come only a JSON index and raw bytes, so that a broken child cannot make the parent run anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reporter.sandbox.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Worker", "call"]


def call(target: str, argument: Any, *, seconds: float, megabytes: int) -> Mapping[str, bytes]:
    """Run ``target`` (``package.module:function``) with ``argument`` in a child of its own; see :meth:`Worker.call`."""
    with Worker(target) as worker:
        return worker.call(argument, seconds=seconds, megabytes=megabytes)
