"""Mail that comes back is read from a real Dovecot and marks the right row; log-in at a real Postfix, right and wrong."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from reporter import pipeline
from reporter.model.office import Group, Mail, Mailbox, Recipient
from reporter.model.watch import Watch as Watched
from reporter.service.returns import Returns
from reporter.service.watch import Watch
from tests.acceptance.post_office.certificates import Authority
from tests.acceptance.post_office.dovecot import WORD, Dovecot, user
from tests.acceptance.post_office.house import House, check
from tests.acceptance.post_office.postfix import DOMAIN, Postfix

pytestmark = pytest.mark.skipif(shutil.which("dovecot") is None, reason="needs Debian's postfix and dovecot-imapd")
NAMES = ("zhang", "vanished", "li")
ALL = tuple(f"{name}@{DOMAIN}" for name in NAMES)

INNER = ("myhostname=inner.example.org", "smtpd_recipient_restrictions=static:{550 5.1.1 this mailbox vanished}")


@dataclass
class Office:
    """Postfix, Dovecot over its mailboxes, and the authority of both."""

    postfix: Postfix
    dovecot: Dovecot
    authority: Authority

    def mail(self, door: str = "plain", **more: object) -> Mail:
        """The way to a door; mail returns to the sender's mailbox."""
        box = Mailbox("localhost", self.dovecot.secure, "implicit", user("report"), "env:BOX_WORD")
        plain = Mail(
            "127.0.0.1", self.postfix.ports[door], "none", sender=f"report@{DOMAIN}", mailbox=box, ca_file=str(self.authority.file)
        )  # fmt: skip
        return replace(plain, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    """Both servers."""
    folder = Path(tempfile.mkdtemp(prefix="postfix"))
    folder.chmod(0o755)
    authority = Authority.founded(folder / "authority")
    good = authority.issue()
    with Dovecot(folder / "dovecot", folder / "mail", good.file) as dovecot:
        rules = "smtpd_recipient_restrictions=permit_sasl_authenticated,reject"
        login = (
            rules, "smtpd_tls_security_level=may", f"smtpd_tls_chain_files={good.file}", "smtpd_tls_auth_only=yes",
            "smtpd_sasl_auth_enable=yes", "smtpd_sasl_type=dovecot", f"smtpd_sasl_path={dovecot.login_socket}",
        )  # fmt: skip
        doors = {"plain": ("smtpd_recipient_restrictions=reject_unauth_destination",), "login": login, "inner": INNER}
        everybody = ("report", "boss", *NAMES)
        with Postfix(folder, doors, people=everybody, onward={"vanished": "inner"}) as postfix:
            yield Office(postfix, dovecot, authority)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def _fresh(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Empty mailboxes, the words known."""
    for box in (office.postfix.folder / "mail").glob("*"):
        shutil.rmtree(box)
    monkeypatch.setenv("BOX_WORD", WORD)


def house_of(folder: Path, mail: Mail, names: tuple[str, ...] = NAMES) -> House:
    """An office whose operator is the boss."""
    house = House(folder, mail, tuple(Recipient(f"{name}@{DOMAIN}") for name in names))
    boss = Group("operators", (Recipient(f"boss@{DOMAIN}"),))
    house.project = replace(
        house.project, groups={**house.project.groups, "operators": boss}, watch=Watched(to=("operators",))
    )
    return house


def watch_of(house: House) -> Watch:
    """What tells the operators."""
    return Watch(house.store, house.clock, house.folder, pipeline.post, pipeline.alarm)


def test_a_late_bounce_marks_the_right_row(office: Office, tmp_path: Path) -> None:
    """Postfix accepts, fails later, and says so; the service looks by itself: the row stays accepted and is marked, once."""
    house = house_of(tmp_path, office.mail())
    edition = house.sealed()
    assert house.dispatch(edition).state == "sent"
    office.postfix.settle()
    looking = Returns(pipeline.read_bounces, house.store, house.clock, watch_of(house))
    assert looking.due(house.project)
    looking.look(house.project)
    assert not looking.due(house.project)
    rows = house.rows(edition)
    assert {row.state for row in rows.values()} == {"accepted"}
    assert [address for address, row in rows.items() if row.bounced] == [ALL[1]]
    assert rows[ALL[1]].bounce.startswith("5.1.1")
    assert "vanished" in rows[ALL[1]].bounce
    again = pipeline.read_bounces(house.project, house.store, clock=house.clock)
    assert (again.read, again.marked) == (0, [])
    assert house.store.outbox.bounces(house.clock.at) == {ALL[1]: 1}
    pipeline.deliver_letters(house.project, house.store, clock=house.clock, output=tmp_path, owner="me")
    (told,) = office.postfix.mailboxes()[f"boss@{DOMAIN}"]
    assert b"Auto-Submitted: auto-generated" in told


def test_an_ordinary_letter_is_no_bounce(office: Office, tmp_path: Path) -> None:
    """Answers of people in the same mailbox are read and mark nothing, even when they quote a Message-ID."""
    import smtplib

    house = house_of(tmp_path, office.mail(), NAMES[:1])
    edition = house.sealed()
    house.dispatch(edition)
    number = house.rows(edition)[ALL[0]].message_id
    with smtplib.SMTP("127.0.0.1", office.postfix.ports["plain"]) as server:
        server.sendmail(
            ALL[0], [f"report@{DOMAIN}"], f"From: {ALL[0]}\r\nIn-Reply-To: {number}\r\n\r\nthanks\r\n".encode()
        )
    office.postfix.settle()
    found = pipeline.read_bounces(house.project, house.store, clock=house.clock)
    assert (found.read, found.marked) == (1, [])


def test_the_operators_are_told_of_doubt(office: Office, tmp_path: Path) -> None:
    """What needs a person leaves the house by the same outbox, ahead of reports, and is kept like every delivery."""
    house = house_of(tmp_path, office.mail())
    assert pipeline.alarm(house.project, house.store, key="one", subject="要看一下", text="某事", clock=house.clock)
    assert not pipeline.alarm(house.project, house.store, key="one", subject="要看一下", text="某事", clock=house.clock)
    assert pipeline.deliver_letters(house.project, house.store, clock=house.clock, output=tmp_path, owner="me") == 1
    assert check(house, office.postfix.mailboxes()) == {f"boss@{DOMAIN}": 1}


def test_log_in(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the right word mail leaves; with a wrong one there is one knock, everybody waits, and the word is nowhere."""
    monkeypatch.setenv("MAIL_WORD", WORD)
    mail = office.mail("login", host="localhost", tls="starttls", user=user("report"), secret="env:MAIL_WORD")  # noqa: S106
    (tmp_path / "right").mkdir()
    house = house_of(tmp_path / "right", mail, ("zhang", "li"))
    assert house.dispatch(house.sealed()).state == "sent"
    monkeypatch.setenv("MAIL_WORD", "wrong-canary")
    (tmp_path / "wrong").mkdir()
    before = office.postfix.log.count("authentication failed")
    other = house_of(tmp_path / "wrong", replace(mail, connections=1))
    edition = other.sealed()
    done = other.dispatch(edition)
    assert done.state == "sending"
    assert {row.code for row in other.rows(edition).values()} == {535}
    assert office.postfix.log.count("authentication failed") == before + 1
    assert other.store.relays.paused(other.mail.relay)
    other.store.close()
    assert not any(b"wrong-canary" in file.read_bytes() for file in (tmp_path / "wrong").rglob("*") if file.is_file())
