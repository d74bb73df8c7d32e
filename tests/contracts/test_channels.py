"""What every channel promises, whichever it is: found by its name, whole, once, and only when permitted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from reporter import registry
from reporter.delivery import deliver
from reporter.errors import Refused, StaleFence
from reporter.message import address
from reporter.model.message import Delivery
from reporter.model.office import Mail, Recipient
from tests.catch_all import CatchAll
from tests.sample_message import sealed_message

DATED = dt.datetime(2018, 8, 7, 8, 30, tzinfo=dt.UTC)
MESSAGE_ID = "<abcdefgh@example.org>"


@dataclass(frozen=True)
class Place:
    """Where a channel delivers to in a test, and how to see what arrived."""

    delivery: Delivery
    mail: Mail
    arrived: Callable[[], list[bytes]]


@pytest.fixture(params=["smtp", "folder"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Every channel with the real thing at its other end."""
    with CatchAll(tmp_path / "server") as server:
        to = {"smtp": "li@example.org", "folder": f"folder:{tmp_path / 'archive'}"}[request.param]
        row = Delivery(1, 1, to, "李", request.param, MESSAGE_ID, DATED, "message.eml", "sending")
        mail = Mail(host="127.0.0.1", port=server.port, tls="none", sender="report@example.org")
        folder = {"smtp": tmp_path / "server", "folder": tmp_path / "archive"}[request.param]
        yield Place(row, mail, lambda: [path.read_bytes() for path in sorted(folder.glob("*.eml"))])


def message(place: Place) -> bytes:
    """A real report's message for the place."""
    to = Recipient(place.delivery.address, place.delivery.name)
    return address(sealed_message(), to=to, message_id=MESSAGE_ID, dated=DATED)


def test_every_channel_is_tested() -> None:
    """A channel that is dropped in must be added here; a webhook takes words, not bytes, and has tests of its own."""
    assert set(registry.kinds("reporter.delivery")) == {"smtp", "folder", "webhook"}


def test_bytes_arrive_as_they_are(place: Place) -> None:
    """What arrives is what was handed in, byte for byte; permission is asked for once, before anything arrives."""
    body, seen = message(place), []
    code, reply = deliver(place.delivery, body, place.mail, before_dot=lambda: seen.append(place.arrived()))
    assert code == 250
    assert reply
    assert seen == [[]]
    assert place.arrived() == [body]


def test_what_is_not_permitted_does_not_arrive(place: Place) -> None:
    """An error of ``before_dot`` travels on, and nothing has been handed over."""

    def lost() -> None:
        message = "taken over"
        raise StaleFence(message)

    with pytest.raises(StaleFence):
        deliver(place.delivery, message(place), place.mail, before_dot=lost)
    assert place.arrived() == []


def test_an_unknown_channel_is_refused() -> None:
    """A row of a channel that is gone is final, with a word on what there is."""
    row = Delivery(1, 1, "li@example.org", "李", "pigeon", MESSAGE_ID, DATED, "message.eml", "sending")
    with pytest.raises(Refused, match="pigeon"):
        deliver(row, b"", Mail(host="localhost"), before_dot=lambda: None)
