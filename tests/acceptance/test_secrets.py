"""Whatever is done, and whatever goes wrong: a password, a token or a robot's address is written nowhere."""

from __future__ import annotations

import base64
import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from tests.acceptance.post_office.postfix import free_port
from tests.acceptance.posting import office_of
from tests.arranging import arranged
from tests.catch_all import CatchAll
from tests.self_signed import certificate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.demo.office import Office

SECRETS = {
    "MAIL_WORD": "mail/canary+1", "BOX_WORD": "box-canary-2", "ROBOT": "http://127.0.0.1:{}/send?key=robot-canary-3",
    "ROBOT_KEY": "key-canary-4", "DATABASE_WORD": "database-canary-5",
}  # fmt: skip
EDITION = "half_year/2018-H1"
COMMANDS = (
    ("check",), ("doctor",), ("mail", "test", "--to", "me@example.org"), ("mail", "test", "--to", "webhook:群"), ("mail", "bounces"),
    ("run", "half_year", "--period", "2018-H1", "--send"), ("show", EDITION, "--json"), ("status",), ("status", "--json"),
    ("resend", EDITION, "--failed"), ("admin", "backup", "kept"), ("verify", EDITION),
)  # fmt: skip


def seen_in(text: bytes) -> set[str]:
    """Names of the secrets that a text holds, as they are or as they are written on the way."""
    found = set()
    for name, secret in SECRETS.items():
        core = secret.rpartition("=")[2].encode()
        ways = {core, base64.b64encode(core), base64.b64encode(b"\0report\0" + core), quote(core, safe="").encode()}
        found |= {name for way in ways if way in text}
    return found


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Office, CatchAll]]:
    """The demo with secrets of every kind; its mail server wants a log-in over TLS, its mailbox and its robot are down."""
    monkeypatch.chdir(tmp_path)  # what commands write where they are called is looked into as well
    own = certificate(tmp_path, "localhost")
    for name, secret in SECRETS.items():
        monkeypatch.setenv(name, secret.format(free_port()))
    with CatchAll(tmp_path / "mailbox", tls=own.context, login=("report", SECRETS["MAIL_WORD"])) as server:
        one = office_of(tmp_path / "office", server)
        (one.folder / "ca.pem").write_bytes(own.file.read_bytes())
        arrange(one, {
            "host": "localhost", "tls": "starttls", "ca_file": "ca.pem", "user": "report", "secret": "env:MAIL_WORD",
            "mailbox": {"host": "localhost", "port": free_port(), "user": "report", "secret": "env:BOX_WORD"},
            "webhooks": {"群": {"url": "env:ROBOT", "secret": "env:ROBOT_KEY", "format": "dingtalk"}},
        })  # fmt: skip
        yield one, server


def arrange(office: Office, mail: dict[str, Any]) -> None:
    """Change how mail leaves; the robot gets the report as well."""
    with arranged(office.folder) as said:
        said["mail"] |= mail
        for name, people in said["recipients"].items():
            if "webhook:群" not in people and name != "operators":
                people.append("webhook:群")


def test_no_secret_is_written_anywhere(
    office: tuple[Office, CatchAll], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sent and refused, right word and wrong, every command and the service: nothing printed, logged, stored or mailed holds one."""
    one, server = office
    said = [one.reporter(*command) for command in COMMANDS]
    assert server.messages, "the right word lets mail through"
    assert any("退信邮箱" in done.stdout + done.stderr for done in said), "the mailbox was asked"
    assert any("webhook“群”" in done.stdout + done.stderr for done in said), "the robot was asked"
    assert seen_in(b"... box-canary-2 ...") == {"BOX_WORD"}
    monkeypatch.setenv("MAIL_WORD", "wrong/canary+1")
    monkeypatch.setitem(SECRETS, "WRONG", "wrong/canary+1")
    said += [
        one.reporter(*command)
        for command in (("mail", "test"), ("resend", EDITION, "--person", "director@example.org"))
    ]
    assert any("535" in done.stdout + done.stderr for done in said), "the wrong word is refused"
    service = subprocess.Popen(
        one.command("serve"), env=one.environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    time.sleep(6)
    service.send_signal(signal.SIGTERM)
    logged, _ = service.communicate(timeout=60)
    assert b"service ends" in logged
    database = f"postgresql://report:{SECRETS['DATABASE_WORD']}@127.0.0.1:{free_port()}/reporter"
    away = one.environment() | {"REPORTER_DATABASE": database}
    unreached = subprocess.run(one.command("status"), env=away, capture_output=True, text=True, check=False)
    assert unreached.returncode != 0
    for done in (*said, unreached):
        assert not seen_in((done.stdout + done.stderr).encode()), done.args
    assert not seen_in(logged)
    written = {file: seen_in(file.read_bytes()) for file in tmp_path.rglob("*") if file.is_file()}
    assert len(written) > 50
    assert not {str(file): names for file, names in written.items() if names}
