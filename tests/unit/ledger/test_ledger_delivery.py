"""What becomes of a delivery follows from what happened to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from reporter.errors import Deferred, DeliveryError, Refused, RelayPaused, Uncertain
from reporter.ledger.delivery import Move, after, back_off, earliest, found, outcome
from reporter.model.message import Delivery, DeliveryState
from reporter.model.office import Mail

NOW = dt.datetime(2018, 8, 7, 0, 30, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
MAIL = Mail("mail.example.org")
HOLD = replace(MAIL, on_uncertain="hold")
LETTER = Delivery(1, 1, "a@example.org", "", "smtp", "<1@x>", NOW, "message.eml", "sending", attempts=1)
LATE = replace(LETTER, dated=NOW - dt.timedelta(hours=24))


def test_pauses_grow() -> None:
    """1, 5, 15, 60 minutes, then every hour."""
    assert [back_off(attempts) / MINUTE for attempts in (0, 1, 2, 3, 4, 5, 99)] == [1, 1, 5, 15, 60, 60, 60]


@pytest.mark.parametrize(
    ("problem", "delivery", "mail", "move"),
    [
        (Deferred("x", code=450, reply="later"), LETTER, MAIL, Move("deferred", NOW + MINUTE, 450, "later")),
        (Deferred("连不上"), replace(LETTER, attempts=3), MAIL, Move("deferred", NOW + 15 * MINUTE, 0, "连不上")),
        (Deferred("x", code=450, reply="later"), LATE, MAIL, Move("refused", None, 450, "later")),
        (Refused("x", code=550, reply="no"), LETTER, MAIL, Move("refused", None, 550, "no")),
        (RelayPaused("x", code=535, reply="who"), LETTER, MAIL, Move("deferred", NOW + 60 * MINUTE, 535, "who")),
        (RelayPaused("x", code=535, reply="who"), LATE, MAIL, Move("held", None, 535, "who")),
        (Uncertain("断了"), LETTER, MAIL, Move("uncertain", NOW + MINUTE, 0, "断了")),
        (Uncertain("断了"), LETTER, HOLD, Move("held", None, 0, "断了")),
        (Uncertain("断了"), LATE, MAIL, Move("held", None, 0, "断了")),
        (DeliveryError("x"), LETTER, MAIL, Move("deferred", NOW + MINUTE, 0, "x")),
        (DeliveryError("x"), LATE, MAIL, Move("held", None, 0, "x")),
    ],
)
def test_after_an_attempt(problem: DeliveryError, delivery: Delivery, mail: Mail, move: Move) -> None:
    """Refused ends, put off comes again until it is given up, and uncertain does what the office said."""
    assert after(problem, delivery, mail, NOW) == move


@pytest.mark.parametrize(
    ("state", "mail", "expected"),
    [
        ("sending", MAIL, "queued"), ("sending", HOLD, "queued"), ("dot_sent", MAIL, "uncertain"),
        ("dot_sent", HOLD, "held"), ("queued", HOLD, "queued"), ("uncertain", MAIL, "uncertain"),
        ("accepted", MAIL, "accepted"), ("deferred", MAIL, "deferred"),
    ],
)  # fmt: skip
def test_what_a_dead_worker_left(state: DeliveryState, mail: Mail, expected: DeliveryState) -> None:
    """Before the final dot it was surely not sent; after it nobody can know."""
    assert found(replace(LETTER, state=state), mail).state == expected


def deliveries(*states: DeliveryState) -> list[Delivery]:
    """Deliveries in these states."""
    return [replace(LETTER, state=state) for state in states]


def test_the_next_step_of_many() -> None:
    """At once if one is due, else at the earliest; never when all are settled."""
    later = replace(LETTER, state="deferred", next_try=NOW + MINUTE)
    past = replace(LETTER, state="deferred", next_try=NOW - MINUTE)
    assert earliest([later, past], NOW) == NOW
    assert earliest([later, *deliveries("accepted", "held")], NOW) == NOW + MINUTE
    assert earliest(deliveries("accepted", "refused", "held"), NOW) is None


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (("accepted", "accepted"), "sent"), (("accepted", "refused"), "partly sent"), (("refused",), "failed"),
        (("accepted", "deferred"), "sending"), (("held", "dot_sent"), "sending"), (("accepted", "held"), "held"),
    ],
)  # fmt: skip
def test_the_edition_as_a_whole(states: tuple[DeliveryState, ...], expected: str) -> None:
    """Sent only when everybody's server has it; a trial copy changes nothing."""
    trial = replace(LETTER, trial=True, state="refused")
    assert outcome([trial, *deliveries(*states)]) == expected
