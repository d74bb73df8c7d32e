"""Hold an edition or a letter while it is worked on: a short lease, renewed in the background while this process lives."""

from __future__ import annotations

import logging
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Event, Thread
from typing import TYPE_CHECKING

from reporter.crashpoint import crashpoint
from reporter.errors import Faults, Occupied, ReporterError, StaleFence, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reporter.clock import Clock
    from reporter.model.edition import Edition
    from reporter.model.message import Letter
    from reporter.store import Store

_log = logging.getLogger(__name__)
LEASE_SECONDS = 120.0
"""What a killed process holds on to at most; a process that was stopped for longer finds itself shut out."""
_RENEW_SECONDS = 30.0


@dataclass
class Hold:
    """A lease while it lasts."""

    edition: Edition
    """As it was when the lease was taken."""
    idle: bool = False
    """Nothing was done: no run is kept of it."""

    @property
    def fence(self) -> int:
        """What every write must carry."""
        return self.edition.fence


@contextmanager
def holding(store: Store, edition: Edition, owner: str, clock: Clock, *, config: str = "") -> Iterator[Hold]:
    """The edition under a lease; raises :class:`Occupied` when somebody else has it.

    ``config`` is the hash of the project that the work begins with, and keeps to.
    """
    leased = store.leases.take(edition.id, owner, clock.now(), LEASE_SECONDS, config=config)
    if leased is None:
        message = f"{edition.key}正由另一个进程处理"
        raise Occupied(message, advice="稍后用reporter status查看结果")
    crashpoint("lease.taken")
    hold, failed = Hold(leased), False
    try:
        with renewed(lambda: store.leases.renew(leased.id, leased.fence, clock.now(), LEASE_SECONDS), str(edition.key)):
            yield hold
    except (Faults, UsageError, StaleFence):  # a person must mend something, or somebody else is at work: no failure
        raise
    except Exception:
        failed = True
        raise
    finally:
        store.leases.release(leased.id, leased.fence, now=clock.now(), idle=hold.idle, failed=failed)
        crashpoint("run.closed")


@contextmanager
def holding_letter(store: Store, letter: Letter, owner: str, clock: Clock) -> Iterator[Letter | None]:
    """The letter under a lease; ``None`` when somebody else has it."""
    leased = store.letters.lease(letter.id, owner, clock.now(), LEASE_SECONDS)
    if leased is None:
        yield None
        return
    try:
        with renewed(lambda: store.letters.renew(leased, clock.now(), LEASE_SECONDS), letter.key):
            yield leased
    finally:
        with suppress(ReporterError):  # the lease ends by itself
            store.letters.release(leased)


@contextmanager
def renewed(renew: Callable[[], object], held: str) -> Iterator[None]:
    """``renew`` is called again and again until the end of the block."""
    over = Event()
    renewing = Thread(target=_renew, args=(renew, held, over), name=f"lease-{held}", daemon=True)
    renewing.start()
    try:
        yield
    finally:
        over.set()
        renewing.join()


def _renew(renew: Callable[[], object], held: str, over: Event) -> None:
    """Renew until the work is over, or somebody else has taken it; a database that is busy is asked again."""
    while not over.wait(_RENEW_SECONDS):
        try:
            renew()
        except StaleFence:
            return
        except ReporterError as problem:
            with suppress(Exception):
                _log.warning("lease not renewed: %s", problem, extra={"held": held})
