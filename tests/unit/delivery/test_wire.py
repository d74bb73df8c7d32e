"""The channel against servers that break off, dawdle or never stop."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

import pytest

from reporter.delivery._wire import Limits
from reporter.delivery.smtp import deliver
from reporter.errors import Deferred, DeliveryError, Refused, RelayPaused, Uncertain
from reporter.model.message import Delivery
from reporter.model.office import Mail
from tests.scripted_server import Peer, ScriptedServer

DOT = b"\r\n.\r\n"
Script = Callable[[Peer], None]


class Attempt(Protocol):
    """One delivery to a script: what it raised, what the server heard, whether the dot was permitted."""

    def __call__(self, script: Script, wait: threading.Event | None = None) -> tuple[DeliveryError, bytes, bool]:
        """``wait`` holds the permission back until the script has come so far."""


@pytest.fixture
def attempt(row: Delivery, body: bytes, mail: Mail, hurry: Limits) -> Attempt:
    """A delivery within short limits, over a plain line."""

    def run(script: Script, wait: threading.Event | None = None) -> tuple[DeliveryError, bytes, bool]:
        asked: list[bool] = []

        def before_dot() -> None:
            asked.append(True)
            assert not wait or wait.wait(5)

        with ScriptedServer(script) as server:
            here = replace(mail, port=server.port)
            with pytest.raises(DeliveryError) as caught:
                deliver(row, body, here, before_dot=before_dot, limits=hurry)
            return caught.value, server.heard, bool(asked)

    return run


@pytest.mark.parametrize("heard_first", [b"first\r\n", b"last\r\n"])
def test_cut_before_the_dot_is_a_plain_retry(attempt: Attempt, heard_first: bytes) -> None:
    """The server hangs up before the dot is written: surely not accepted, whenever we notice."""
    gone = threading.Event()

    def script(peer: Peer) -> None:
        peer.until_data()
        peer.hear(heard_first)
        peer.hang_up()
        gone.set()

    error, heard, _ = attempt(script, gone)
    assert type(error) is Deferred
    assert not heard.endswith(b"last" + DOT)


def test_cut_after_the_dot_is_uncertain(attempt: Attempt) -> None:
    """The server takes the dot and hangs up: nobody can know."""

    def script(peer: Peer) -> None:
        peer.until_data()
        peer.hear(DOT)
        peer.hang_up()

    error, heard, asked = attempt(script)
    assert isinstance(error, Uncertain)
    assert asked
    assert heard.endswith(b"last" + DOT)
    assert heard.count(DOT) == 1


@pytest.mark.parametrize("words", ["", "250-and then", "354 what", "hello", "999 odd"])
def test_no_clear_answer_to_the_dot_is_uncertain(attempt: Attempt, words: str) -> None:
    """Silence, half an answer or nonsense after the dot: nobody can know."""

    def script(peer: Peer) -> None:
        peer.until_data()
        peer.hear(DOT)
        if words:
            peer.say(words)

    assert isinstance(attempt(script)[0], Uncertain)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("451 4.3.0 try later", Deferred),
        ("554 5.7.1 looks like spam", Refused),
        ("552 5.3.4 too big", Refused),
        ("535 5.7.8 not you", RelayPaused),
    ],
)
def test_a_clear_no_to_the_dot(attempt: Attempt, words: str, kind: type[DeliveryError]) -> None:
    """A clear answer to the dot is never uncertain."""

    def script(peer: Peer) -> None:
        peer.until_data()
        peer.hear(DOT)
        peer.say(words)

    error, _, asked = attempt(script)
    assert type(error) is kind
    assert (error.code, error.reply) == (int(words[:3]), words[4:])
    assert asked


def test_objection_within_the_message(attempt: Attempt) -> None:
    """What the server says before the dot counts, and no dot is written."""

    def script(peer: Peer) -> None:
        peer.say("220 scripted")
        for answer in ("250 scripted", "250 OK", "250 OK", "354 go on\r\n552 5.3.4 enough"):
            peer.hear()
            peer.say(answer)

    error, heard, asked = attempt(script)
    assert isinstance(error, Refused)
    assert error.code == 552
    assert not asked
    assert DOT not in heard


@pytest.mark.parametrize("words", ["554 no service for you", "530 log in"])
def test_a_server_that_does_not_want_us_pauses_the_relay(attempt: Attempt, words: str) -> None:
    """A permanent no before any recipient was named is not about the recipient."""

    def script(peer: Peer) -> None:
        peer.say(words)

    assert isinstance(attempt(script)[0], RelayPaused)


def test_busy_server(attempt: Attempt) -> None:
    """421 in the greeting is tried again later."""

    def script(peer: Peer) -> None:
        peer.say("421 4.3.2 too many connections")

    error = attempt(script)[0]
    assert isinstance(error, Deferred)
    assert error.code == 421


def test_endless_banner(attempt: Attempt) -> None:
    """A greeting that never ends is cut off by size."""

    def script(peer: Peer) -> None:
        with contextlib.suppress(OSError):
            while True:
                peer.say("220-" + "welcome " * 60)

    error = attempt(script)[0]
    assert isinstance(error, Deferred)
    assert "没有尽头" in str(error)


def test_endless_line(attempt: Attempt) -> None:
    """A line that never ends is cut off by size."""

    def script(peer: Peer) -> None:
        with contextlib.suppress(OSError):
            while True:
                peer.sock.sendall(b"2" * 4096)

    assert isinstance(attempt(script)[0], Deferred)


def test_one_byte_at_a_time(attempt: Attempt) -> None:
    """A server that dribbles does not get more time than a step."""

    def script(peer: Peer) -> None:
        with contextlib.suppress(OSError):
            for byte in b"220 a very patient greeting" * 20:
                peer.sock.sendall(bytes([byte]))
                time.sleep(0.05)

    started = time.monotonic()
    assert isinstance(attempt(script)[0], Deferred)
    assert time.monotonic() - started < 1.5


def test_server_that_stops_reading(row: Delivery, mail: Mail) -> None:
    """A server that takes no more bytes does not hold us for ever."""
    limits = Limits(step=0.3, whole=1, verdict=0.3)
    large = b"Subject: a\r\n\r\n" + (b"x" * 76 + b"\r\n") * 200_000

    def script(peer: Peer) -> None:
        peer.until_data()
        time.sleep(1)

    with ScriptedServer(script) as server, pytest.raises(Deferred):
        deliver(row, large, replace(mail, port=server.port), before_dot=lambda: None, limits=limits)


def test_reply_is_safe_to_print(attempt: Attempt) -> None:
    """Controls in a reply do not reach tables and terminals."""

    def script(peer: Peer) -> None:
        peer.say("220 scripted")
        peer.hear()
        peer.say("250 scripted")
        peer.hear()
        peer.say("550-\x1b[31mred\x07\r\n550 " + "long " * 1000)

    error = attempt(script)[0]
    assert error.reply.isprintable()
    assert error.reply.startswith("[31mred")
    assert len(error.reply) <= 1000


def test_words_smuggled_before_tls(row: Delivery, body: bytes, mail: Mail, hurry: Limits) -> None:
    """What is said between STARTTLS and the handshake stops the relay (CVE-2011-0411)."""

    def script(peer: Peer) -> None:
        peer.say("220 scripted")
        peer.hear()
        peer.say("250-scripted\r\n250 STARTTLS")
        peer.hear()
        peer.say("220 go on\r\n250-scripted\r\n250 AUTH PLAIN")

    with ScriptedServer(script) as server:
        here = replace(mail, port=server.port, tls="starttls")
        with pytest.raises(RelayPaused, match="夹带"):
            deliver(row, body, here, before_dot=lambda: None, limits=hurry)
