"""The channel against a real server: what is accepted, put off, refused, and never sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reporter.delivery.smtp import deliver
from reporter.errors import Deferred, Refused, RelayPaused, StaleFence
from reporter.model.message import Delivery
from reporter.model.office import Mail
from tests.catch_all import CatchAll
from tests.self_signed import Certificate


def nothing() -> None:
    """A permission that is always given."""


def test_accepted_as_it_is(tmp_path: Path, row: Delivery, body: bytes, mail: Mail) -> None:
    """The server keeps exactly the bytes handed in, dots included, for exactly the one recipient."""
    with CatchAll(tmp_path) as server:
        answer = deliver(row, body, replace(mail, port=server.port), before_dot=nothing)
        assert answer == (250, "2.0.0 kept as 001")
        assert server.messages == [body]
        assert server.envelopes[0]["rcpt_tos"] == ["li@example.org"]
        assert server.envelopes[0]["mail_from"] == "report@example.org"
        assert server.envelopes[0]["mail_options"] == [f"SIZE={len(body)}"]


@pytest.mark.parametrize(
    ("answer", "error", "code"),
    [
        ("550 5.1.1 unknown user", Refused, 550),
        ("450 4.2.0 greylisted", Deferred, 450),
        ("452 4.2.2 mailbox full", Deferred, 452),
        ("421 4.3.2 going down", Deferred, 421),
        ("530 5.7.0 log in first", RelayPaused, 530),
    ],
)
def test_the_servers_no_is_kept_with_its_words(
    tmp_path: Path, row: Delivery, body: bytes, mail: Mail, answer: str, error: type[Exception], code: int
) -> None:
    """4xx is put off, 5xx is final, a demand for log-in stops the relay; code and words are kept."""
    asked: list[bool] = []
    with CatchAll(tmp_path, refuse={row.address: answer}) as server:
        with pytest.raises(error) as caught:
            deliver(row, body, replace(mail, port=server.port), before_dot=lambda: asked.append(True))
        assert (caught.value.code, caught.value.reply) == (code, answer.partition(" ")[2])  # type: ignore[attr-defined]
        assert not asked
        assert not server.messages


def test_a_bad_recipient_does_not_touch_a_good_one(tmp_path: Path, row: Delivery, body: bytes, mail: Mail) -> None:
    """Each recipient has a transaction of his own."""
    with CatchAll(tmp_path, refuse={"gone@example.org": "550 5.1.1 unknown"}) as server:
        here = replace(mail, port=server.port)
        with pytest.raises(Refused):
            deliver(replace(row, address="gone@example.org"), body, here, before_dot=nothing)
        assert deliver(row, body, here, before_dot=nothing)[0] == 250
        assert len(server.messages) == 1


def test_too_large_is_final(tmp_path: Path, row: Delivery, body: bytes, mail: Mail) -> None:
    """A message over the server's size is refused with 552."""
    with CatchAll(tmp_path, largest=50) as server, pytest.raises(Refused) as caught:
        deliver(row, body, replace(mail, port=server.port), before_dot=nothing)
    assert caught.value.code == 552


def test_without_permission_nothing_is_handed_over(tmp_path: Path, row: Delivery, body: bytes, mail: Mail) -> None:
    """A lost lease, noticed right before the dot, leaves the server without a message."""

    def lost() -> None:
        message = "taken over"
        raise StaleFence(message)

    with CatchAll(tmp_path) as server:
        with pytest.raises(StaleFence):
            deliver(row, body, replace(mail, port=server.port), before_dot=lost)
        assert deliver(row, body, replace(mail, port=server.port), before_dot=nothing)[1] == "2.0.0 kept as 001"


def test_nobody_listens(row: Delivery, body: bytes, mail: Mail) -> None:
    """A server that is down is tried again later."""
    with pytest.raises(Deferred):
        deliver(row, body, replace(mail, port=1), before_dot=nothing)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda body: body.replace(b"\r\n", b"\n"),
        lambda body: body + b"bare\nfeed\r\n",
        lambda body: body + b"bare\rreturn\r\n",
        lambda body: body + b"\n.\r\nMAIL FROM:<x@example.org>\r\n",
        lambda body: body + b"x" * 999 + b"\r\n",
        lambda body: body + b"\0\r\n",
    ],
)
def test_malformed_bytes_never_reach_the_wire(
    tmp_path: Path, row: Delivery, body: bytes, mail: Mail, spoil: Callable[[bytes], bytes]
) -> None:
    """Bare line ends, NUL and over-long lines are refused before anything is sent."""
    with CatchAll(tmp_path) as server, pytest.raises(Refused):
        deliver(row, spoil(body), replace(mail, port=server.port), before_dot=nothing)
    assert not server.envelopes


@pytest.mark.parametrize(
    "address",
    [
        "li@example.org\r\nRCPT TO:<x@example.org>",
        "li@example.org> NOTIFY=NEVER",
        "li@example.org,x@example.org",
        "li",
        "@example.org",
        "li@",
        '"li"@example.org',
        "li@[127.0.0.1]",
        "li\0@example.org",
    ],
)
def test_only_one_plain_address(tmp_path: Path, row: Delivery, body: bytes, mail: Mail, address: str) -> None:
    """Whatever is not exactly one address is refused before anything is sent."""
    with CatchAll(tmp_path) as server, pytest.raises(Refused):
        deliver(replace(row, address=address), body, replace(mail, port=server.port), before_dot=nothing)
    assert not server.envelopes


def test_domains_are_checked_again(tmp_path: Path, row: Delivery, body: bytes, mail: Mail) -> None:
    """A row outside the permitted domains is refused at the moment of sending; case and script do not matter."""
    permitted = replace(mail, domains=("Example.ORG", "示例.中国"))
    with CatchAll(tmp_path) as server:
        here = replace(permitted, port=server.port)
        for outside in ("li@example.com", "li@sub.example.org", "li@example.org.evil.example"):
            with pytest.raises(Refused):
                deliver(replace(row, address=outside), body, here, before_dot=nothing)
        for inside in ("li@EXAMPLE.org", "li@示例.中国"):
            deliver(replace(row, address=inside), body, here, before_dot=nothing)
        reached = [envelope["rcpt_tos"] for envelope in server.envelopes]
    assert reached == [["li@example.org"], ["li@xn--fsq092h.xn--fiqs8s"]]


def test_international_address(tmp_path: Path, row: Delivery, body: bytes, mail: Mail) -> None:
    """A Chinese part before the @ uses SMTPUTF8."""
    with CatchAll(tmp_path) as server:
        deliver(replace(row, address="李@example.org"), body, replace(mail, port=server.port), before_dot=nothing)
        assert server.envelopes[0]["rcpt_tos"] == ["李@example.org"]
        assert "SMTPUTF8" in server.envelopes[0]["mail_options"]


class TestTls:
    """No secret and no report goes over a line that others can read."""

    @pytest.fixture
    def secured(self, mail: Mail, good_certificate: Certificate) -> Mail:
        """A server by name, with its own authority."""
        return replace(mail, host="localhost", tls="starttls", ca_file=str(good_certificate.file))

    @pytest.mark.parametrize("kind", ["starttls", "implicit"])
    def test_encrypted_with_log_in(
        self,
        tmp_path: Path,
        row: Delivery,
        body: bytes,
        secured: Mail,
        good_certificate: Certificate,
        monkeypatch: pytest.MonkeyPatch,
        kind: str,
    ) -> None:
        """Both ways of TLS work with a certificate of one's own authority; log-in comes after it."""
        monkeypatch.setenv("MAIL_WORD", "open sesame")
        login = ("office", "open sesame") if kind == "starttls" else None
        server = CatchAll(tmp_path, tls=good_certificate.context, implicit=kind == "implicit", login=login)
        with server:
            here = replace(secured, port=server.port, tls=kind)  # type: ignore[arg-type]
            if login:
                here = replace(here, user="office", secret="env:MAIL_WORD")  # noqa: S106
            assert deliver(row, body, here, before_dot=nothing)[0] == 250
            assert server.messages == [body]
            assert server.envelopes[0]["tls"]

    def test_wrong_word_pauses_the_relay_and_stays_secret(
        self,
        tmp_path: Path,
        row: Delivery,
        body: bytes,
        secured: Mail,
        good_certificate: Certificate,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """535 stops the relay; neither message nor reply repeats the secret."""
        monkeypatch.setenv("MAIL_WORD", "wrong-canary")
        with CatchAll(tmp_path, tls=good_certificate.context, login=("office", "right")) as server:
            here = replace(secured, port=server.port, user="office", secret="env:MAIL_WORD")  # noqa: S106
            with pytest.raises(RelayPaused) as caught:
                deliver(row, body, here, before_dot=nothing)
        assert caught.value.code == 535
        assert "canary" not in f"{caught.value} {caught.value.reply} {caught.value.__cause__!r}"

    def test_unknown_authority(
        self, tmp_path: Path, row: Delivery, body: bytes, secured: Mail, good_certificate: Certificate
    ) -> None:
        """A self-signed certificate that nobody vouches for stops the relay."""
        with CatchAll(tmp_path, tls=good_certificate.context) as server, pytest.raises(RelayPaused):
            deliver(row, body, replace(secured, port=server.port, ca_file=""), before_dot=nothing)
        assert not server.messages

    def test_wrong_name(
        self, tmp_path: Path, row: Delivery, body: bytes, secured: Mail, wrong_certificate: Certificate
    ) -> None:
        """A good certificate of somebody else stops the relay."""
        with CatchAll(tmp_path, tls=wrong_certificate.context) as server:
            here = replace(secured, port=server.port, ca_file=str(wrong_certificate.file))
            with pytest.raises(RelayPaused):
                deliver(row, body, here, before_dot=nothing)
        assert not server.messages

    @pytest.mark.parametrize("kind", ["starttls", "implicit"])
    def test_no_tls_on_offer(self, tmp_path: Path, row: Delivery, body: bytes, secured: Mail, kind: str) -> None:
        """A server (or somebody on the way) that offers no TLS gets nothing."""
        with CatchAll(tmp_path) as server, pytest.raises((RelayPaused, Deferred)) as caught:
            deliver(row, body, replace(secured, port=server.port, tls=kind), before_dot=nothing)  # type: ignore[arg-type]
        assert kind == "implicit" or isinstance(caught.value, RelayPaused)
        assert not server.messages

    def test_no_log_in_without_tls(self, tmp_path: Path, row: Delivery, body: bytes, mail: Mail) -> None:
        """Even on this machine no secret goes over a plain line."""
        with CatchAll(tmp_path) as server:
            here = replace(mail, port=server.port, user="office", secret="env:PATH")  # noqa: S106
            with pytest.raises(RelayPaused, match="不加密"):
                deliver(row, body, here, before_dot=nothing)

    def test_missing_secret_pauses_the_relay(
        self, tmp_path: Path, row: Delivery, body: bytes, secured: Mail, good_certificate: Certificate
    ) -> None:
        """A secret that cannot be found is a matter for a person, not for every message."""
        with CatchAll(tmp_path, tls=good_certificate.context) as server:
            here = replace(secured, port=server.port, user="office", secret="env:NO_SUCH_WORD")  # noqa: S106
            with pytest.raises(RelayPaused, match="口令"):
                deliver(row, body, here, before_dot=nothing)
