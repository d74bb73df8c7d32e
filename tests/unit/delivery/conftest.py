"""An outbox row, a message and a certificate for the channels."""

from __future__ import annotations

import datetime as dt

import pytest

from reporter.delivery._wire import Limits
from reporter.model.message import Delivery
from reporter.model.office import Mail
from tests.self_signed import Certificate, certificate

BODY = (
    b"To: li@example.org\r\nMessage-ID: <abc@example.org>\r\nFrom: report@example.org\r\nSubject: a\r\n\r\n"
    b"first\r\n.\r\n..dots\r\nlast\r\n"
)


@pytest.fixture
def body() -> bytes:
    """A message whose text holds lines that begin with dots."""
    return BODY


@pytest.fixture
def row() -> Delivery:
    """An outbox row for one good recipient."""
    return Delivery(
        id=1,
        edition_id=1,
        address="li@example.org",
        name="李",
        channel="smtp",
        message_id="<abc@example.org>",
        dated=dt.datetime(2018, 8, 7, 8, 30, tzinfo=dt.UTC),
        body="half_year/2018-H1/1/message.eml",
        state="sending",
    )


@pytest.fixture
def mail() -> Mail:
    """A server on this machine without TLS; tests fill in the port."""
    return Mail(host="127.0.0.1", port=0, tls="none", sender="report@example.org")


@pytest.fixture
def hurry() -> Limits:
    """Limits for a test that waits for a server that never answers."""
    return Limits(step=0.4, whole=2, verdict=0.4)


@pytest.fixture(scope="session")
def good_certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A certificate for the name that the client uses."""
    return certificate(tmp_path_factory.mktemp("tls"), "localhost")


@pytest.fixture(scope="session")
def wrong_certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A certificate for another name."""
    return certificate(tmp_path_factory.mktemp("tls"), "elsewhere.example.org")
