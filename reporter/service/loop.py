"""Turn a tick into work: write down what fell due, hand what is owed to threads, tell who must know, give a sign of life.

A tick never waits for a report to be made. Whatever is lost between two ticks is found in the tables by the next one,
in this process or another.
"""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING

from reporter.clock import monotonic
from reporter.errors import Faults, ReporterError, StaleFence, UsageError
from reporter.ledger import tick as ledger
from reporter.ledger.next_step import WORK, Decision
from reporter.service.picture import Picture

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from concurrent.futures import Future

    from reporter.ledger.almanac import Almanac
    from reporter.model.edition import Edition
    from reporter.project import Project
    from reporter.service.house import House

_log = logging.getLogger(__name__)
WORKERS = 2
"""Reports made or sent at the same time: a slow mail server does not keep the next report waiting."""
_PATIENCE = 60.0
"""Seconds for which ticks may fail before somebody is told."""
_LETTERS = 0
_RETURNS = -1
"""What the letters and the returned mail are called among the work under way; no edition has these ids."""


class Loop:
    """The work of one service process."""

    def __init__(self, house: House) -> None:
        """Nothing happens before the first :meth:`tick`."""
        self._house = house
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="work")
        self._postman = ThreadPoolExecutor(1, thread_name_prefix="letters")
        self._mailbox = ThreadPoolExecutor(1, thread_name_prefix="returns")
        self._busy: dict[int, Future[None] | None] = {}
        self._lock = Lock()
        self._closing = False
        self._almanac: tuple[Project, Almanac] | None = None
        self._sound = monotonic()
        self.picture = Picture()
        """What health and metrics show."""
        self.alive = monotonic()
        """When the last tick came to its end; only a clock that never steps tells whether that is long ago."""

    def tick(self) -> None:
        """Decide everything that is due by now; errors are logged, and the next tick tries again."""
        house = self._house
        began = monotonic()
        try:
            with house.metrics.tick_seconds.time():
                self._believing(house.clock.now())
        except ReporterError as problem:
            house.metrics.ticks_failed.inc()
            _log.warning("tick put off: %s", problem, exc_info=problem.__cause__)
            self._complain(problem)
        except Exception:  # noqa: BLE001 - the alarm clock must go on ringing
            house.metrics.ticks_failed.inc()
            _log.exception("tick failed")
            return  # a tick that fails for no known reason is no sign of life
        else:
            self._sound = began
        self.alive = monotonic()

    @property
    def busy(self) -> int:
        """How many editions are being worked on."""
        return len(self._busy)

    def close(self, grace: float) -> bool:
        """Take no more work and wait ``grace`` seconds for what is under way; whether all of it came to its end.

        What did not is handed back: its leases end, and whatever it still tries to write is refused.
        """
        self._house.stop_sending()
        with self._lock:
            self._closing = True
            working = [future for future in self._busy.values() if future]
        for future in working:
            future.cancel()
        _, left = wait(working, grace)
        for pool in (self._pool, self._postman, self._mailbox):
            pool.shutdown(wait=not left, cancel_futures=True)
        with suppress(ReporterError):
            self._house.store.leases.hand_back(self._house.owner)
            self._house.store.letters.hand_back(self._house.owner)
        return not left

    def _believing(self, now: dt.datetime) -> None:
        """Decide, if the clock can be believed; else nothing is done but to say so."""
        house = self._house
        ahead = house.steadiness.jump(now)
        self.picture.clock_ahead = ahead
        if ahead:
            text = (
                f"系统时钟比应有的时间快了{ahead.total_seconds() / 3600:.0f}小时，已暂停出报告和发送。\n"
                "请核对时间：改正后会自动恢复；时间本来就对的，运行systemctl reload reporter（或发SIGHUP）予以确认。"
            )
            house.watch.trouble(house.project, f"clock:{house.owner}:{now:%Y-%m-%d}", "系统时钟突然向前跳", text)
            self._send_letters(now)
            return
        self._decide(now)

    def _decide(self, now: dt.datetime) -> None:
        house, project = self._house, self._house.project
        new = ledger.materialise(project, house.store, now, self._coming(project, now))
        for occurrence in new:
            said = {"schedule": occurrence.schedule, "nominal": occurrence.nominal, "period": occurrence.period.code}
            _log.info("fell due", extra=said | {"state": occurrence.state})
        for edition, decision in ledger.owed(project, house.store, now):
            if decision.step in WORK:
                self._hand_over(edition.id, lambda edition=edition: self._work(project, edition))  # type: ignore[misc]
            elif decision.step not in {"wait", "done"} and edition.id not in self._busy:
                ledger.settle(house.store, edition, decision, owner=house.owner, now=now, config=project.digest)
                _log.warning("%s: %s", decision.step, decision.why, extra={"edition": edition.key})
        house.watch.missed(project, [row for row in new if row.state == "skipped"])
        house.watch.look(project)
        self._send_letters(now)
        if house.returns and house.returns.due(project):
            self._hand_over(_RETURNS, lambda: house.returns.look(project))  # type: ignore[union-attr]
        self.picture.unwell = house.store.editions.unwell(now)
        self.picture.editions = house.store.editions.counts()
        with self._lock:
            house.store.service.beat(now, len(self._busy), owner=house.owner)

    def _send_letters(self, now: dt.datetime) -> None:
        """Hand the letters that are due to their own thread."""
        if self._house.store.letters.due(now):
            self._hand_over(_LETTERS, self._letters)

    def _coming(self, project: Project, now: dt.datetime) -> Almanac:
        """The next due times; looked up anew when another configuration is in force."""
        if self._almanac is None or self._almanac[0] is not project:
            self._almanac = project, ledger.almanac(project, self._house.store, now)
        return self._almanac[1]

    def _complain(self, problem: ReporterError) -> None:
        """Tell the operators when ticks have failed for a while: by then it does not pass by itself."""
        if monotonic() - self._sound > _PATIENCE:
            house = self._house
            text = f"{problem}\n{problem.advice}\n在此期间到期的报告不会丢失，恢复后自动补上。"
            key = f"tick:{house.owner}:{type(problem).__name__}:{house.clock.now():%Y-%m-%dT%H}"
            with suppress(Exception):  # there may be no way left to tell anybody
                house.watch.trouble(house.project, key, "服务无法正常运行", text)

    def _hand_over(self, number: int, work: Callable[[], None]) -> None:
        """Give work to a thread, unless one has it."""
        with self._lock:
            if self._closing or number in self._busy:
                return
            self._busy[number] = None
            pool = {_LETTERS: self._postman, _RETURNS: self._mailbox}.get(number, self._pool)
            self._busy[number] = pool.submit(self._done, number, work)

    def _done(self, number: int, work: Callable[[], None]) -> None:
        """Work, and say that it is worked on no longer."""
        try:
            work()
        finally:
            with self._lock, suppress(ReporterError):
                self._busy.pop(number, None)
                self._house.store.service.rest(len(self._busy), owner=self._house.owner)

    def _letters(self) -> None:
        """Send every letter that is due."""
        house = self._house
        try:
            house.letters(house.project, house.store, clock=house.clock, output=house.output, owner=house.owner)
        except ReporterError as problem:
            _log.warning("letters put off: %s", problem)
        except Exception:  # noqa: BLE001 - the next tick tries again
            _log.exception("letters not sent")

    def _work(self, project: Project, edition: Edition) -> None:
        """Take an edition as far as it goes now; what was decided in the tick may be out of date when this begins."""
        extra = {"run": f"{edition.key}#{edition.fence + 1}", "config": project.digest}
        step = "look"
        try:
            for _ in WORK:
                edition, decision = self._look_again(project, edition)
                if decision.step not in WORK or self._closing:
                    return
                step = decision.step
                _log.info("%s begins", step, extra=extra)
                edition = self._act(project, edition, step)
                self._house.metrics.steps.labels(step, edition.state).inc()
                _log.info("%s ends: %s", step, edition.state, extra=extra | {"why": edition.why})
        except StaleFence as problem:
            _log.info("taken over: %s", problem, extra=extra)
        except (Faults, UsageError) as problem:
            self._put_off(project, edition, step, problem)
        except ReporterError as problem:
            self._house.metrics.steps.labels(step, type(problem).__name__).inc()
            _log.warning("not done: %s", problem, extra=extra | {"advice": problem.advice}, exc_info=problem.__cause__)
        except Exception as problem:  # noqa: BLE001 - attempts are counted: the next tick tries again
            self._house.metrics.steps.labels(step, type(problem).__name__).inc()
            _log.exception("not done", extra=extra)

    def _put_off(self, project: Project, edition: Edition, step: str, problem: ReporterError) -> None:
        """Hold an edition that the office's own files stand in the way of: trying again alone does not help."""
        house, now = self._house, self._house.clock.now()
        why = f"{str(problem).splitlines()[0]}{f'（{problem.advice}）' if problem.advice else ''}"
        house.metrics.steps.labels(step, "held").inc()
        with suppress(ReporterError):
            present, _ = self._look_again(project, edition)
            ledger.settle(
                house.store, present, Decision("hold", why), owner=house.owner, now=now, config=project.digest
            )
        _log.warning("held: %s", why, extra={"edition": edition.key})

    def _look_again(self, project: Project, edition: Edition) -> tuple[Edition, Decision]:
        """The edition as it is now, and its next step."""
        house = self._house
        present = house.store.editions.by_id(edition.id) or edition
        return present, ledger.following(project, house.store, present, house.clock.now())

    def _act(self, project: Project, edition: Edition, step: str) -> Edition:
        house = self._house
        if step == "produce":
            return house.produce(
                project, house.store, edition.key, clock=house.clock, output=house.output, owner=house.owner
            )
        act = house.issue if step == "issue" else house.dispatch
        return act(project, house.store, edition, clock=house.clock, output=house.output, owner=house.owner)
