"""Turn a command that comes while the service is at work on the same edition into one that waits its turn."""

from __future__ import annotations

from functools import wraps
from threading import Event
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from reporter.clock import monotonic
from reporter.errors import Occupied

if TYPE_CHECKING:
    from collections.abc import Callable

_SECONDS = 150.0
"""A little longer than the lease of a process that was killed."""
_ASK_AGAIN = 0.5
P = ParamSpec("P")
T = TypeVar("T")


def patiently(recipe: Callable[P, T], tell: Callable[[str], None], *, seconds: float = _SECONDS) -> Callable[P, T]:
    """The recipe, begun anew until nobody else is at work on its edition; :class:`Occupied` when it takes too long."""

    @wraps(recipe)
    def waiting(*arguments: P.args, **options: P.kwargs) -> T:
        until, said = monotonic() + seconds, False
        while True:
            try:
                return recipe(*arguments, **options)
            except Occupied:
                if monotonic() > until:
                    raise
                if not said:
                    tell("另一个进程正在处理这一期，等它做完")
                said = True
                Event().wait(_ASK_AGAIN)

    return waiting
