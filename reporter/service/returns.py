"""Turn the mailbox of returned mail into a look every ten minutes; one that stays shut is told of, once a day."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Protocol

from reporter.clock import monotonic
from reporter.errors import ReporterError

if TYPE_CHECKING:
    from reporter.clock import Clock
    from reporter.project import Project
    from reporter.service.watch import Watch
    from reporter.store import Store

_log = logging.getLogger(__name__)
_EVERY = 600.0
"""Seconds between two looks."""
_SHUT = 6
"""Looks in vain after which a person is told: an hour."""


class Returned(Protocol):
    """What a look brought; ``pipeline.bounces.Returned``."""

    @property
    def read(self) -> int:
        """Messages that were unread."""
        ...


class Read(Protocol):
    """Reads the mailbox and marks what came back; ``pipeline.read_bounces``."""

    def __call__(self, project: Project, store: Store, *, clock: Clock) -> Returned:
        """What it brought."""
        ...


class Returns:
    """Looks into the mailbox of the office, where it has one; the person who is told of a bounce is told by the recipe."""

    def __init__(self, read: Read, store: Store, clock: Clock, watch: Watch) -> None:
        """Nothing is read before the first :meth:`look`."""
        self._read, self._store, self._clock, self._watch = read, store, clock, watch
        self._next = monotonic()
        self._vain = 0

    def due(self, project: Project) -> bool:
        """Whether it is time for a look."""
        return project.mail.mailbox is not None and monotonic() >= self._next

    def look(self, project: Project) -> None:
        """Look once; what cannot be read now is read the next time."""
        self._next = monotonic() + _EVERY
        try:
            found = self._read(project, self._store, clock=self._clock)
        except ReporterError as problem:
            self._vain += 1
            _log.warning("returned mail not read: %s", problem)
            if self._vain >= _SHUT:
                key = f"returns:{self._clock.now():%Y-%m-%d}"
                self._watch.trouble(project, key, "退信邮箱读不出来", f"{problem}\n{problem.advice}")
        except Exception:  # noqa: BLE001 - a strange message must not end the looking
            _log.exception("returned mail not read")
        else:
            self._vain = 0
            _log.log(logging.INFO if found.read else logging.DEBUG, "returned mail read", extra={"number": found.read})
