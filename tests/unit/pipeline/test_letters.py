"""Alerts reach the operators: by the outbox, and where no row can be written at once, at most hourly, and on stderr."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from reporter import pipeline
from reporter.errors import StoreBusy, UsageError
from reporter.model.office import Group, Mail, Recipient
from reporter.model.watch import Watch
from reporter.pipeline import letters, turns
from tests.acceptance.post_office.house import House
from tests.catch_all import CatchAll

BOSS = Recipient("boss@example.org", "值班员")


@pytest.fixture
def house(tmp_path: Path, server: CatchAll, monkeypatch: pytest.MonkeyPatch) -> House:
    """An office with an operator; nothing was sent without a row yet."""
    monkeypatch.setattr(letters, "_last_direct", [])
    mail = Mail("127.0.0.1", server.port, "none", sender="report@example.org", domains=("example.org",))
    one = House(tmp_path, mail, (Recipient("li@example.org"),))
    groups = {**one.project.groups, "operators": Group("operators", (BOSS,))}
    one.project = replace(one.project, groups=groups, watch=Watch(to=("operators",)))
    return one


def tell(house: House, key: str = "disk") -> bool:
    """One alert."""
    return pipeline.alarm(house.project, house.store, key=key, subject="磁盘将满", text="请清理。", clock=house.clock)


def send(house: House) -> int:
    """Send what is due."""
    return pipeline.deliver_letters(house.project, house.store, clock=house.clock, output=house.folder, owner="me")


def test_told_once(house: House, server: CatchAll) -> None:
    """The same key is one letter, however often and however often it is sent."""
    assert [tell(house) for _ in range(3)] == [True, False, False]
    assert [send(house) for _ in range(2)] == [1, 0]
    (body,) = server.messages
    message: Any = message_from_bytes(body, policy=policy.default)
    assert (message["Subject"], message["To"].addresses[0].addr_spec) == ("磁盘将满", BOSS.address)
    assert message["Auto-Submitted"] == "auto-generated"
    assert "请清理。" in message.get_content()


def test_a_letter_is_tried_again(house: House, server: CatchAll) -> None:
    """It has the pauses and the Message-ID of every delivery."""
    server.refuse[BOSS.address] = "450 later"
    tell(house)
    send(house)
    (letter,) = house.store.letters.all()
    (row,) = house.store.outbox.of_letter(letter.id)
    assert (row.state, row.attempts) == ("deferred", 1)
    server.refuse.clear()
    assert send(house) == 0
    house.clock.wait(2)
    assert send(house) == 1
    assert message_from_bytes(server.messages[0])["Message-ID"] == row.message_id


def test_without_a_row(
    house: House, server: CatchAll, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A full disk: one message at once, the next one not within the hour, every one of them on stderr."""

    def full(*_: object, **__: object) -> bool:
        message = "数据库所在的磁盘已满"
        raise StoreBusy(message)

    monkeypatch.setattr(type(house.store.letters), "put", full)
    assert [tell(house, f"disk{number}") for number in range(3)] == [True, False, False]
    assert len(server.messages) == 1
    assert capsys.readouterr().err.count("磁盘将满") == 3


def test_what_a_person_must_know_is_told(house: House, server: CatchAll) -> None:
    """A server that turns us away and ends that nobody can know lead to a letter each."""
    edition = house.sealed()
    house.project = replace(house.project, mail=replace(house.mail, tls="starttls", host="localhost"))
    house.dispatch(edition)
    house.project = replace(house.project, mail=house.mail)
    send(house)
    (body,) = server.messages
    message: Any = message_from_bytes(body, policy=policy.default)
    assert "不收件" in message["Subject"]
    assert "reporter mail test" in message.get_content()


def test_a_closed_window_holds_reports_not_letters(house: House, server: CatchAll) -> None:
    """Reports wait for the morning without losing an attempt; a trial copy and an alert do not."""
    import datetime as dt

    from reporter.model.office import Window

    house.project = replace(house.project, mail=replace(house.mail, window=Window(dt.time(9), dt.time(17, 30))))
    edition = house.sealed()
    assert house.dispatch(edition).state == "sending"
    row = house.rows(edition)["li@example.org"]
    assert (row.state, row.attempts) == ("queued", 0)
    assert "09:00再发" in row.reply
    tell(house)
    send(house)
    house.dispatch(edition, to="me@example.org")
    assert len(server.messages) == 2
    house.clock.wait(31)
    assert house.dispatch(edition).state == "sent"


def test_a_limit_a_minute(house: House, server: CatchAll, monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages are kept apart as the relay wants it, whoever sends them: a second service waits for the turns of the first."""
    waited: list[float] = []

    class Quick:
        """Waits for nothing."""

        def wait(self, seconds: float) -> None:
            """Write down how long it would have been."""
            waited.append(seconds)

    monkeypatch.setattr(turns, "Event", Quick)
    house.people = tuple(Recipient(f"p{number}@example.org") for number in range(3))
    house.mail = replace(house.mail, per_minute=100)
    house.project = house.arranged(house.people)
    other = replace(house)
    first, second = house.sealed(1), house.sealed(2)
    assert house.dispatch(first).state == other.dispatch(second).state == "sent"
    assert len(server.messages) == 6
    assert waited == pytest.approx([0, 0.6, 1.2, 1.8, 2.4, 3.0])


def test_a_limit_of_connections(house: House, server: CatchAll, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another process has open counts: nothing leaves until it gives its place back, or is dead for two minutes."""
    monkeypatch.setattr(turns, "_PATIENCE", 0)
    house.mail = replace(house.mail, connections=1)
    house.project = house.arranged(house.people)
    edition = house.sealed()
    assert house.store.relays.take_place(house.mail.relay, 1, "another", house.clock.now(), 120)
    assert house.dispatch(edition).state == "sending"
    assert not server.messages
    house.clock.wait(2.1)
    assert house.dispatch(edition).state == "sent"
    assert house.store.relays.take_place(house.mail.relay, 1, "another", house.clock.now(), 120)


def test_a_group_that_takes_no_large_mail(house: House, server: CatchAll) -> None:
    """Above its limit it gets the form with a note; within it, the attachments."""
    body, note = b"Subject: whole\r\n\r\n" + b"x" * 70 + b"\r\n" * 1000, b"Subject: note\r\n\r\nn\r\n"
    for number, largest in ((1, 0.001), (2, 1)):
        house.project = house.arranged(house.people, largest_mb=largest)
        assert house.dispatch(house.sealed(number, body, note)).state == "sent"
        house.people = (Recipient("wang@example.org"),)
    assert b"Subject: note" in server.messages[0]


def test_a_row_that_names_another_file(house: House, server: CatchAll) -> None:
    """Whoever changes a row in the database cannot make it send what was not sealed."""
    edition = house.sealed()
    leased = house.store.leases.take(edition.id, "x", house.clock.at, 60)
    assert leased
    rows = [replace(row, body="../../etc/passwd") for row in house.store.outbox.of(edition.id)]
    house.store.outbox.plan(edition.id, rows, fence=leased.fence, now=house.clock.at)
    house.store.leases.release(edition.id, leased.fence)
    assert house.dispatch(edition).state == "failed"
    assert not server.messages


@pytest.mark.parametrize(
    ("level", "up_to", "domains", "reached"),
    [
        ("公开", "公开", ("example.com",), True), ("内部资料", "公开", (), False), ("内部资料", "内部资料", ("example.com",), False),
        ("内部资料", "内部资料", ("example.org",), True),
    ],
)  # fmt: skip
def test_secrecy(
    house: House, server: CatchAll, level: Any, up_to: Any, domains: tuple[str, ...], reached: bool
) -> None:
    """内部资料 goes to no group that may have 公开 alone, and leaves only for the domains that may have it."""
    report = replace(house.project.reports["half_year"], secrecy=level)
    house.mail = replace(house.mail, internal_domains=domains)
    house.project = replace(house.arranged(house.people, up_to=up_to), reports={"half_year": report})
    edition = house.sealed()
    with suppress(UsageError):  # nobody is on the list
        house.dispatch(edition)
    assert bool(server.messages) is reached


def test_nobody_gets_the_old_one_after_the_new_one(house: House, server: CatchAll) -> None:
    """Once a correction goes out, whoever has not got the old edition gets the correction alone, and nobody can send the old one."""
    late, good = "late@example.org", "li@example.org"
    server.refuse[late] = "450 4.2.2 full"
    house.people = (Recipient(good), Recipient(late))
    house.project = house.arranged(house.people)
    first = house.sealed()
    assert house.dispatch(first).state == "sending"
    server.refuse.clear()
    second = house.sealed(2)
    assert house.dispatch(second).state == "sent"
    house.clock.wait(60)
    ended = house.dispatch(first)
    assert (ended.state, ended.why) == ("partly sent", "已由第2版替代，不再发送")
    assert house.rows(first)[late].state == "refused"
    with pytest.raises(UsageError, match="已由第2版替代"):
        pipeline.resend(house.project, house.store, first, clock=house.clock, output=house.folder, owner="me")
    got = [envelope["rcpt_tos"][0] for envelope in server.envelopes]
    assert sorted(got) == [late, good, good]
