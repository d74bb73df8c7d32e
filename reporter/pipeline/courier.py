"""Turn queued deliveries into answers: several lines at once, each step written down before it is taken."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import TYPE_CHECKING

from reporter import delivery as channels
from reporter import workdays
from reporter.clock import local, monotonic
from reporter.crashpoint import crashpoint
from reporter.errors import DeliveryError, RelayDown, RelayPaused
from reporter.ledger import delivery as ledger
from reporter.pipeline import turns
from reporter.pipeline.holding import LEASE_SECONDS
from reporter.pipeline.pen import Pen
from reporter.store.outbox import Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from reporter.clock import Clock
    from reporter.model.message import Delivery
    from reporter.model.office import Mail
    from reporter.store import Store
    from reporter.workdays import Calendar


_PROMPT = dt.timedelta(seconds=LEASE_SECONDS / 4)
"""What is written down is acted on within that time, or looked at again."""
_ending = Event()
"""Set when this process takes no new delivery in hand any more."""


def stop_sending() -> None:
    """Let every courier of this process bring to its end what it has in hand, and begin nothing new: the process ends.

    What is left stays queued, and the next process goes on with it; nothing becomes uncertain.
    """
    _ending.set()


@dataclass
class Courier:
    """Carries the deliveries of one edition or one letter; what they belong to is under our lease with ``fence``."""

    store: Store
    mail: Mail
    clock: Clock
    zone: str
    days: Calendar
    fence: int
    copy: Callable[[Delivery], bytes]
    """The addressed bytes of a delivery."""
    waits: bool = True
    """Whether the sending window and the relay's places are waited for; alerts and trial copies are not held up."""
    tell: Callable[[str], None] = lambda _: None
    doubtful: list[Delivery] = field(default_factory=list)
    """What a person must be told of: ends that nobody can know, and what was given up."""
    stopped: tuple[DeliveryError, dt.datetime] | None = None
    """Why the server serves nobody, and when it is asked again."""
    _queue: Iterator[Delivery] = field(default_factory=lambda: iter(()))
    _left: list[Delivery] = field(default_factory=list)
    _failure: BaseException | None = None
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        """One pen for all lines."""
        self._pen = Pen(self.store, self.clock, self.fence, LEASE_SECONDS)

    def carry(self, rows: Sequence[Delivery]) -> None:
        """Try every delivery once; what cannot be served now is put off together, without an attempt of its own."""
        open_ones = self._open_ones(sorted(rows, key=lambda row: row.attempts))
        self._queue = iter(open_ones)
        if open_ones:
            self._work(min(self.mail.connections, len(open_ones)))
        if self._failure is not None:
            raise self._failure
        if self.stopped is not None:
            self._give_way(*self.stopped)

    def _open_ones(self, rows: Sequence[Delivery]) -> Sequence[Delivery]:
        """Those for which the way is open now: within the sending window, by a server that is not left in peace."""
        now, posted = self.clock.now(), [row for row in rows if row.channel == channels.MAIL]
        opens = (
            workdays.opening(self.mail.window, now, self.zone, self.days) if self.mail.window and self.waits else now
        )
        until, why = self.store.relays.paused(self.mail.relay) or (now, "")
        if max(opens, until) <= now:
            return rows
        reply = why if until > opens else f"发送时间未到，{local(opens, self.zone):%Y-%m-%d %H:%M}再发"
        self.store.outbox.put_off(posted, fence=self.fence, now=now, until=max(opens, until), reply=reply)
        return [row for row in rows if row.channel != channels.MAIL]

    def _work(self, lines: int) -> None:
        """Carry with so many lines; the first waits for its place, the others only help where there is room."""
        if lines <= 1 or not self.waits:
            self._carry_on(first=True)
            return
        with ThreadPoolExecutor(lines, thread_name_prefix="line") as pool:
            working = [pool.submit(self._carry_on, first=number == 0) for number in range(lines)]
            try:
                wait(working)
            except BaseException as problem:  # somebody pressed Ctrl-C: what is in hand is brought to its end
                self._failure = self._failure or problem
                raise

    def _carry_on(self, *, first: bool) -> None:
        """One line's work until nothing is left."""
        gate = channels.gate(self.mail)
        try:
            again = True
            while again:
                if not self.waits:
                    again = self._carry_some(lambda: False)
                    continue
                with turns.place(self.store, self.mail, self.clock, patient=first) as room:
                    again = room and self._carry_some(lambda: gate.wanted) and first
        except BaseException as problem:  # noqa: BLE001 - raised again where the threads meet
            with self._lock:
                self._failure = self._failure or problem

    def _carry_some(self, give_way: Callable[[], bool]) -> bool:
        """Carry until nothing is left or somebody else wants the place; whether something may be left."""
        with channels.Post(self.mail) as post:
            row = self._next()
            ended: Step | None = None
            while row is not None:
                if row.channel == channels.MAIL and self.mail.per_minute:
                    self._settled(ended)
                    ended = None
                    turns.wait(self.store, self.mail, self.clock)
                self.tell(f"发送 {row.address}")
                ended = self._one(post, row, ended)
                if give_way():
                    self._settled(ended)
                    return True
                row = self._next()
            self._settled(ended)
        return False

    def _next(self) -> Delivery | None:
        """The next delivery that can be served at all."""
        with self._lock:
            for row in self._queue:
                if self._failure is not None or _ending.is_set():
                    return None
                if self.stopped is None or row.channel != channels.MAIL:
                    return row
                self._left.append(row)
        return None

    def _one(self, post: channels.Post, row: Delivery, before: Step | None) -> Step | None:
        """One recipient, one transaction; ``dot_sent`` is on the disk before the final dot goes out.

        The end of the delivery ``before`` is written with the beginning of this one; this one's own end is returned.
        """
        left = ledger.found(row, self.mail)
        if left.state != row.state:
            self._settled(before)
            before = None
            row = self._settle(Step(row, left.state, left.code, left.reply, left.next_try))
            if not ledger.wants(row):
                return before
        row = self._begun(row, before)
        try:
            code, reply = post.deliver(row, self.copy(row), before_dot=lambda: self._dot(row))
            crashpoint("smtp.250_read")
        except DeliveryError as problem:
            self._failed(row, problem)
            return None
        return Step(row, "accepted", code, reply)

    def _begun(self, row: Delivery, before: Step | None) -> Delivery:
        """The attempt is counted before anything is done."""
        give_up = ledger.given_up(self.clock.now(), self.mail)
        begin = Step(row, "sending", give_up=give_up)
        *_, begun = self._pen.write(*((before, begin) if before else (begin,)))
        crashpoint("delivery.committed")
        return begun

    def _dot(self, row: Delivery) -> None:
        """The last step before the dot: fence and lease looked at in the same transaction.

        Whoever was stopped on the way looks again: meanwhile somebody else may have taken over.
        """
        crashpoint("smtp.body_no_dot")
        late = True
        while late:
            began, passed = self.clock.now(), monotonic()
            self._pen.write(Step(row, "dot_sent"))
            crashpoint("smtp.dot_sent")
            late = self.clock.now() - began > _PROMPT or monotonic() - passed > _PROMPT.total_seconds()

    def _failed(self, row: Delivery, problem: DeliveryError) -> None:
        """Write what the problem means for the delivery, and for all that go the same way."""
        move = ledger.after(problem, row, self.mail, self.clock.now())
        self._settle(Step(row, move.state, move.code, move.reply, move.next_try))
        if isinstance(problem, RelayPaused | RelayDown) and row.channel == channels.MAIL:
            with self._lock:
                self.stopped = self.stopped or (problem, move.next_try or self.clock.now() + ledger.BACK_OFF[0])

    def _settled(self, step: Step | None) -> None:
        """Write the end of a delivery, if one is still to be written."""
        if step is not None:
            self._settle(step)

    def _settle(self, step: Step) -> Delivery:
        (done,) = self._pen.write(step)
        if done.state in {"uncertain", "held"}:
            self.doubtful.append(done)
        return done

    def _give_way(self, problem: DeliveryError, until: dt.datetime) -> None:
        """The server serves nobody: leave it in peace, and put off who was not tried."""
        now, why = self.clock.now(), problem.reply or str(problem)
        if isinstance(problem, RelayPaused):
            self.store.relays.pause(self.mail.relay, until, why)
        over = [row for row in self._left if row.give_up and row.give_up <= now]
        for row in over:
            move = ledger.after(problem, row, self.mail, now)
            self._settle(Step(row, move.state, move.code, move.reply, move.next_try))
        rest = [row for row in self._left if row not in over]
        self.store.outbox.put_off(
            rest, fence=self.fence, now=now, until=until, code=problem.code, reply=why,
            give_up=ledger.given_up(now, self.mail),
        )  # fmt: skip
