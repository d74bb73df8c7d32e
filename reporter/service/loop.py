"""Turn a tick into work: write down what fell due, hand what is owed to threads, and give a sign of life.

A tick never waits for a report to be made. Whatever is lost between two ticks is found in the tables by the next one,
in this process or another.
"""

from __future__ import annotations

import datetime as dt
import logging
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from reporter.clock import monotonic
from reporter.errors import ReporterError, StaleFence
from reporter.ledger import tick as ledger

if TYPE_CHECKING:
    from concurrent.futures import Future
    from pathlib import Path

    from reporter.clock import Clock
    from reporter.ledger.next_step import Decision
    from reporter.model.edition import Edition, EditionKey
    from reporter.project import Project
    from reporter.store import Store

_log = logging.getLogger(__name__)
WORKERS = 2
"""Reports made or sent at the same time: a slow mail server does not keep the next report waiting."""


class Produce(Protocol):
    """Makes an edition; ``pipeline.produce``."""

    def __call__(
        self, project: Project, store: Store, key: EditionKey, *, clock: Clock, output: Path, owner: str
    ) -> Edition:
        """The edition as it is afterwards."""
        ...


class Dispatch(Protocol):
    """Sends an edition; ``pipeline.dispatch``."""

    def __call__(
        self, project: Project, store: Store, edition: Edition, *, clock: Clock, output: Path, owner: str
    ) -> Edition:
        """The edition as it is afterwards."""
        ...


@dataclass(frozen=True)
class House:
    """What the loop works with."""

    project: Project
    store: Store
    clock: Clock
    output: Path
    owner: str
    """Name of this process: it holds the leases."""
    produce: Produce
    dispatch: Dispatch


class Loop:
    """The work of one service process."""

    def __init__(self, house: House) -> None:
        """Nothing happens before the first :meth:`tick`."""
        self._house = house
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="work")
        self._busy: dict[int, Future[None] | None] = {}
        self._lock = Lock()
        self._closing = False
        self.alive = monotonic()
        """When the last tick came to its end; only a clock that never steps tells whether that is long ago."""

    def tick(self) -> None:
        """Decide everything that is due by now; errors are logged, and the next tick tries again."""
        try:
            self._decide(self._house.clock.now())
        except ReporterError as problem:
            _log.warning("tick put off: %s", problem, exc_info=problem.__cause__)
        except Exception:  # noqa: BLE001 - the alarm clock must go on ringing
            _log.exception("tick failed")
            return  # a tick that fails for no known reason is no sign of life
        self.alive = monotonic()

    def close(self, grace: float) -> bool:
        """Take no more work and wait ``grace`` seconds for what is under way; whether all of it came to its end.

        What did not is handed back: its leases end, and whatever it still tries to write is refused.
        """
        with self._lock:
            self._closing = True
            working = [future for future in self._busy.values() if future]
        for future in working:
            future.cancel()
        _, left = wait(working, grace)
        self._pool.shutdown(wait=not left, cancel_futures=True)
        with suppress(ReporterError):
            self._house.store.editions.hand_back(self._house.owner)
        return not left

    def _decide(self, now: dt.datetime) -> None:
        house = self._house
        for occurrence in ledger.materialise(house.project, house.store, now):
            said = {"schedule": occurrence.schedule, "nominal": occurrence.nominal, "period": occurrence.period.code}
            _log.info("fell due", extra=said | {"state": occurrence.state})
        for edition, decision in ledger.owed(house.project, house.store, now):
            if decision.step in {"produce", "dispatch"}:
                self._hand_over(edition)
            elif decision.step not in {"wait", "done"} and edition.id not in self._busy:
                ledger.settle(house.store, edition, decision, owner=house.owner, now=now)
                _log.warning("%s: %s", decision.step, decision.why, extra={"edition": edition.key})
        with self._lock:
            house.store.service.beat(now, len(self._busy), owner=house.owner)

    def _hand_over(self, edition: Edition) -> None:
        """Give an edition to a thread, unless one has it."""
        with self._lock:
            if self._closing or edition.id in self._busy:
                return
            self._busy[edition.id] = None
            self._busy[edition.id] = self._pool.submit(self._work, edition)

    def _work(self, edition: Edition) -> None:
        """Take an edition as far as it goes now; what was decided in the tick may be out of date when this begins."""
        extra = {"run": f"{edition.key}#{edition.fence + 1}"}
        try:
            for step in ("produce", "dispatch"):
                edition, decision = self._look_again(edition)
                if decision.step == step and not self._closing:
                    _log.info("%s begins", step, extra=extra)
                    edition = self._act(edition, step)
                    _log.info("%s ends: %s", step, edition.state, extra=extra | {"why": edition.why})
        except StaleFence as problem:
            _log.info("taken over: %s", problem, extra=extra)
        except ReporterError as problem:
            _log.warning("not done: %s", problem, extra=extra | {"advice": problem.advice}, exc_info=problem.__cause__)
        except Exception:  # noqa: BLE001 - attempts are counted: the next tick tries again
            _log.exception("not done", extra=extra)
        finally:
            self._rest(edition.id)

    def _look_again(self, edition: Edition) -> tuple[Edition, Decision]:
        """The edition as it is now, and its next step."""
        house = self._house
        present = house.store.editions.by_id(edition.id) or edition
        return present, ledger.following(house.project, house.store, present, house.clock.now())

    def _act(self, edition: Edition, step: str) -> Edition:
        house = self._house
        if step == "produce":
            return house.produce(
                house.project, house.store, edition.key, clock=house.clock, output=house.output, owner=house.owner
            )
        return house.dispatch(
            house.project, house.store, edition, clock=house.clock, output=house.output, owner=house.owner
        )

    def _rest(self, edition_id: int) -> None:
        """Say that an edition is worked on no longer."""
        with self._lock, suppress(ReporterError):
            self._busy.pop(edition_id, None)
            self._house.store.service.rest(len(self._busy), owner=self._house.owner)
