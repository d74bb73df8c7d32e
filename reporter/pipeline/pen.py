"""Write the steps of several lines down together: one commit serves everybody who waits for one."""

from __future__ import annotations

from concurrent.futures import Future
from threading import Lock
from typing import TYPE_CHECKING

from reporter.errors import StaleFence

if TYPE_CHECKING:
    from reporter.clock import Clock
    from reporter.model.message import Delivery
    from reporter.store import Store
    from reporter.store.outbox import Step


class Pen:
    """The one pen of a courier; a commit waits for the disk, and whoever comes meanwhile goes into the next one."""

    def __init__(self, store: Store, clock: Clock, fence: int, lease: float) -> None:
        """Every step holds the lease for ``lease`` seconds more."""
        self._store, self._clock, self._fence, self._lease = store, clock, fence, lease
        self._waiting: list[tuple[Step, Future[Delivery]]] = []
        self._lock, self._writing = Lock(), Lock()

    def write(self, *steps: Step) -> list[Delivery]:
        """The deliveries after these steps, which are on the disk when this returns; raises :class:`StaleFence`."""
        mine: list[tuple[Step, Future[Delivery]]] = [(step, Future()) for step in steps]
        with self._lock:
            self._waiting += mine
        with self._writing:
            with self._lock:
                together, self._waiting = self._waiting, []
            if together:  # else somebody else has written ours with his own
                self._write(together)
        return [future.result() for _, future in mine]

    def _write(self, together: list[tuple[Step, Future[Delivery]]]) -> None:
        try:
            done = self._store.outbox.moves(
                [step for step, _ in together], fence=self._fence, now=self._clock.now(), lease=self._lease
            )
        except BaseException as problem:  # noqa: BLE001 - raised again by everybody who waits
            for _, future in together:
                future.set_exception(problem)
            return
        for (step, future), row in zip(together, done, strict=True):
            if row is None:
                message = f"发给{step.delivery.address}的邮件已有结果，不再改动"
                future.set_exception(StaleFence(message))
            else:
                future.set_result(row)
