"""Turn what happened to a delivery into its next state, and all deliveries of an edition into its own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from reporter.errors import Deferred, DeliveryError, Refused, RelayPaused, Uncertain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reporter.model.edition import State
    from reporter.model.message import Delivery, DeliveryState
    from reporter.model.office import Mail

BACK_OFF = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
"""Waiting time after the first, second … attempt; the last one is repeated."""
OnTheWay = Literal["sending", "dot_sent"]
"""States of a delivery that somebody is at work on."""
_OPEN = ("queued", "sending", "dot_sent", "deferred", "uncertain")


@dataclass(frozen=True, slots=True)
class Move:
    """What to write down about a delivery."""

    state: DeliveryState
    next_try: dt.datetime | None = None
    code: int = 0
    reply: str = ""


def back_off(attempts: int) -> dt.timedelta:
    """How long to wait after that many attempts."""
    return BACK_OFF[min(max(attempts, 1), len(BACK_OFF)) - 1]


def after(problem: DeliveryError, delivery: Delivery, mail: Mail, now: dt.datetime) -> Move:
    """What becomes of a delivery whose attempt ended with ``problem``; ``attempts`` counts that attempt.

    Refused is final. Put off is tried again with growing pauses until ``give_up``. A server that turns everything away
    is asked once an hour; then a person must look. After an uncertain end the office's own word decides.
    """
    code, reply = problem.code, problem.reply or str(problem)
    over = now >= (delivery.give_up or given_up(delivery.dated, mail))
    if isinstance(problem, Uncertain):
        hold = over or mail.on_uncertain == "hold"
        return Move("held" if hold else "uncertain", None if hold else now + back_off(delivery.attempts), code, reply)
    if isinstance(problem, RelayPaused):
        return Move("held", None, code, reply) if over else Move("deferred", now + BACK_OFF[-1], code, reply)
    if isinstance(problem, Refused) or (over and isinstance(problem, Deferred)):
        return Move("refused", None, code, reply)
    return Move("held", None, code, reply) if over else Move("deferred", now + back_off(delivery.attempts), code, reply)


def given_up(queued: dt.datetime, mail: Mail) -> dt.datetime:
    """When trying again ends for what was queued then."""
    return queued + dt.timedelta(hours=mail.give_up_hours)


def found(delivery: Delivery, mail: Mail) -> Move:
    """What a delivery is that somebody left behind: before the final dot unsent, after it uncertain."""
    kept = (delivery.next_try, delivery.code, delivery.reply)
    if delivery.state == "sending":
        return Move("queued", *kept)
    if delivery.state == "dot_sent":
        return Move("held" if mail.on_uncertain == "hold" else "uncertain", *kept)
    return Move(delivery.state, *kept)


def wants(delivery: Delivery) -> bool:
    """Whether something remains to be done about it."""
    return delivery.state in _OPEN


def earliest(deliveries: Iterable[Delivery], now: dt.datetime) -> dt.datetime | None:
    """When the next step is due, ``now`` at the earliest; ``None`` when every delivery is settled."""
    times = [max(delivery.next_try or now, now) for delivery in deliveries if wants(delivery)]
    return min(times, default=None)


def outcome(deliveries: Iterable[Delivery]) -> State:
    """State of an edition whose deliveries are these; trial copies do not count."""
    states = {delivery.state for delivery in deliveries if not delivery.trial}
    if states & set(_OPEN):
        return "sending"
    if "held" in states:
        return "held"
    if "refused" in states:
        return "partly sent" if "accepted" in states else "failed"
    return "sent"
