"""The webhook channel against a real HTTP server: signed, once, and what each answer means."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from reporter.delivery import deliver
from reporter.errors import Deferred, Refused, RelayPaused, Uncertain
from reporter.message import address
from reporter.model.message import Delivery
from reporter.model.office import Mail, Recipient, Webhook
from tests.sample_message import sealed_message


@dataclass
class Robot:
    """A server that keeps what is posted and answers what it is told."""

    status: int = 200
    answer: bytes = b'{"errcode":0,"errmsg":"ok"}'
    hang_up: bool = False
    posts: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    port: int = 0


@pytest.fixture
def robot() -> Iterator[Robot]:
    """The server on loopback."""
    kept = Robot()

    class Handler(BaseHTTPRequestHandler):
        """Keeps and answers."""

        def do_POST(self) -> None:
            """One post."""
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.posts.append((self.path, dict(self.headers), body))
            if kept.hang_up:
                self.connection.close()
                return
            self.send_response(kept.status)
            if kept.status == 302:
                self.send_header("Location", f"http://127.0.0.1:{kept.port}/elsewhere")
            self.send_header("Content-Length", str(len(kept.answer)))
            self.end_headers()
            self.wfile.write(kept.answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        kept.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield kept
        server.shutdown()


def mail_to(robot: Robot, **more: str) -> Mail:
    """A house with one webhook."""
    hook = replace(Webhook("群", f"http://127.0.0.1:{robot.port}/send?key=canary"), **more)  # type: ignore[arg-type]
    return Mail("127.0.0.1", webhooks={"群": hook})


def send(row: Delivery, mail: Mail, asked: list[bool] | None = None) -> tuple[int, str]:
    """Post the small report."""
    row = replace(row, address="webhook:群", channel="webhook")
    body = address(sealed_message(), to=Recipient(row.address), message_id=row.message_id, dated=row.dated)
    return deliver(row, body, mail, before_dot=lambda: (asked if asked is not None else []).append(True))


def test_signed_json(row: Delivery, robot: Robot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Subject, text and Message-ID; the signature covers time and body; one post, permission asked once before it."""
    monkeypatch.setenv("HOOK_KEY", "key")
    robot.answer = b"thanks"
    asked: list[bool] = []
    assert send(row, mail_to(robot, secret="env:HOOK_KEY"), asked) == (200, "thanks")  # noqa: S106
    ((_, heads, body),) = robot.posts
    assert asked == [True]
    said = json.loads(body)
    assert said["message_id"] == row.message_id == heads["Idempotency-Key"]
    assert "示例经济开发区" in said["subject"]
    assert "11.9%" in said["text"]
    signed = hmac.new(b"key", heads["X-Reporter-Timestamp"].encode() + b"." + body, hashlib.sha256).hexdigest()
    assert heads["X-Reporter-Signature"] == f"sha256={signed}"


def test_a_robot_of_wecom(row: Delivery, robot: Robot) -> None:
    """企业微信 gets Markdown of at most 4096 bytes; its error codes are heeded, its limit is waited for."""
    assert send(row, mail_to(robot, format="wecom"))[0] == 200
    content = json.loads(robot.posts[0][2])["markdown"]["content"]
    assert content.startswith("**2018年上半年")
    assert len(content.encode()) <= 4096
    robot.answer = b'{"errcode":93000,"errmsg":"invalid webhook url"}'
    with pytest.raises(Refused) as refused:
        send(row, mail_to(robot, format="wecom"))
    assert refused.value.code == 93000
    robot.answer = b'{"errcode":45009,"errmsg":"api freq out of limit"}'
    with pytest.raises(Deferred):
        send(row, mail_to(robot, format="wecom"))


def test_a_robot_of_dingtalk(row: Delivery, robot: Robot, monkeypatch: pytest.MonkeyPatch) -> None:
    """钉钉 gets its signature in the address, as its documentation says."""
    monkeypatch.setenv("HOOK_KEY", "SECword")
    send(row, mail_to(robot, format="dingtalk", secret="env:HOOK_KEY"))  # noqa: S106
    path, _, body = robot.posts[0]
    asked = parse_qs(urlsplit(path).query)
    wanted = hmac.new(b"SECword", f"{asked['timestamp'][0]}\nSECword".encode(), hashlib.sha256).digest()
    assert asked["sign"][0] == base64.b64encode(wanted).decode()
    assert json.loads(body)["msgtype"] == "markdown"


@pytest.mark.parametrize(
    ("status", "error"),
    [(500, Deferred), (503, Deferred), (429, Deferred), (403, Refused), (404, Refused), (302, Refused)],
)
def test_what_an_answer_means(row: Delivery, robot: Robot, status: int, error: type[Exception]) -> None:
    """5xx and 429 come again, 4xx is final, a redirect is followed nowhere; no message repeats the address."""
    robot.status = status
    with pytest.raises(error) as caught:
        send(row, mail_to(robot))
    assert len(robot.posts) == 1
    assert "canary" not in f"{caught.value} {caught.value.reply}"  # type: ignore[attr-defined]


def test_a_line_that_breaks(row: Delivery, robot: Robot) -> None:
    """No connection is put off; a line that breaks after the post is uncertain."""
    robot.hang_up = True
    with pytest.raises(Uncertain):
        send(row, mail_to(robot))
    with pytest.raises(Deferred):
        send(row, mail_to(Robot(port=1)))


def test_only_https_and_only_what_is_arranged(row: Delivery) -> None:
    """Plain HTTP to another machine and names that nobody wrote down are not posted to."""
    plain = Mail("127.0.0.1", webhooks={"群": Webhook("群", "http://203.0.113.1/send")})
    with pytest.raises(RelayPaused):
        send(row, plain)
    with pytest.raises(Refused):
        send(row, Mail("127.0.0.1"))


def test_an_address_that_is_a_secret(
    row: Delivery, robot: Robot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is read from the environment at the moment of use and logged nowhere; where it is missing a person is told."""
    monkeypatch.setenv("HOOK_URL", f"http://127.0.0.1:{robot.port}/hidden")
    with caplog.at_level("INFO"):
        send(row, mail_to(robot, url="env:HOOK_URL"))
    assert "hidden" not in caplog.text
    assert robot.posts[0][0] == "/hidden"
    with pytest.raises(RelayPaused):
        send(row, mail_to(robot, url="env:NOT_THERE"))
