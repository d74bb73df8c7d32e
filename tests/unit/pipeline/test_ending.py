"""A process that is told to end in the middle of a long list brings to its end what it has in hand, and nothing is in doubt."""

from __future__ import annotations

import os
import signal
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from reporter import pipeline
from reporter.model.office import Mail, Recipient
from reporter.pipeline import courier
from tests.acceptance.post_office.house import House
from tests.catch_all import CatchAll

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

NUMBER = 12
ALL = tuple(f"p{number}@example.org" for number in range(NUMBER))


@pytest.fixture
def house(tmp_path: Path, server: CatchAll) -> Iterator[House]:
    """An office with a dozen recipients and two lines."""
    mail = Mail("127.0.0.1", server.port, "none", sender="report@example.org")
    yield House(tmp_path, mail, tuple(Recipient(address) for address in ALL))
    courier._ending.clear()


def after_three(what: Callable[[], None]) -> Callable[[str], None]:
    """Does it when the third delivery begins."""
    told: list[str] = []

    def tell(said: str) -> None:
        told.append(said)
        if len(told) == 3:
            what()

    return tell


def interrupt() -> None:
    """What Ctrl-C does."""
    os.kill(os.getpid(), signal.SIGINT)


def reached(server: CatchAll) -> Counter[str]:
    """Copies by address."""
    return Counter(address for envelope in server.envelopes for address in envelope["rcpt_tos"])


def test_the_service_ends(house: House, server: CatchAll) -> None:
    """What was begun is accepted, the rest stays queued, and the next process goes on at once: everybody has one copy."""
    edition = house.sealed()
    left = house.dispatch(edition, tell=after_three(pipeline.stop_sending))
    assert left.state == "sending"
    states = Counter(row.state for row in house.rows(edition).values())
    assert set(states) == {"accepted", "queued"}
    assert 3 <= states["accepted"] <= 5
    courier._ending.clear()
    assert house.dispatch(edition).state == "sent"
    assert reached(server) == dict.fromkeys(ALL, 1)


def test_somebody_presses_the_keys(house: House, server: CatchAll) -> None:
    """Ctrl-C ends the command soon and in good order; sent again, nobody has two."""
    edition = house.sealed()
    with pytest.raises(KeyboardInterrupt):
        house.dispatch(edition, tell=after_three(interrupt))
    states = Counter(row.state for row in house.rows(edition).values())
    assert set(states) == {"accepted", "queued"}
    assert house.dispatch(edition).state == "sent"
    assert reached(server) == dict.fromkeys(ALL, 1)
