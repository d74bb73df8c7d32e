"""Whatever a real Postfix answers to whom: each gets the edition once, and the rows tell the truth."""

from __future__ import annotations

import shutil
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import pytest

from reporter.delivery import smtp
from reporter.delivery._wire import Limits
from tests.acceptance.post_office.house import check
from tests.acceptance.post_office.peers import ALL, NAMES, Peers, house_of

ANSWERS = {
    "550": (["550 5.1.1 unknown always"], "refused", 1),
    "553": (["553 5.1.3 bad mailbox always"], "refused", 1),
    "554": (["554 5.7.1 not wanted always"], "refused", 1),
    "450-once": (["450 4.7.1 later"], "accepted", 2),
    "450-thrice": (["450 4.7.1 later"] * 3, "accepted", 4),
    "451": (["451 4.3.0 try again"], "accepted", 2),
    "452": (["452 4.2.2 mailbox full"] * 2, "accepted", 3),
    "450-for-ever": (["450 4.2.0 never always"], "refused", None),
    "421": (["421 4.3.2 going down"], "accepted", 2),
    "450-then-550": (["450 4.7.1 later", "550 5.1.1 gone after all always"], "refused", 2),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_one_address_is_trouble(peers: Peers, tmp_path: Path, case: str) -> None:
    """Its trouble is its own: everybody else has the first attempt's copy and never a second one."""
    answers, state, attempts = ANSWERS[case]
    peers.policy.answers[ALL[1]] = list(answers)
    house = house_of(tmp_path, peers.mail())
    edition = house.sealed()
    first = house.dispatch(edition)
    good = {address for address in ALL if address != ALL[1]}
    assert {address for address, row in house.rows(edition).items() if row.state == "accepted"} >= good
    done = house.until_done(first)
    assert done.state == ("sent" if state == "accepted" else "partly sent")
    row = house.rows(edition)[ALL[1]]
    assert row.state == state
    assert row.code == (250 if state == "accepted" else int(answers[-1][:3]))
    assert attempts is None or row.attempts == attempts
    assert row.attempts <= 30
    copies = check(house, peers.postfix.mailboxes())
    assert copies == dict.fromkeys(good | ({ALL[1]} if state == "accepted" else set()), 1)
    assert all(peers.policy.asked[address] == 1 for address in good)


def test_a_mixed_list(peers: Peers, tmp_path: Path) -> None:
    """550, 450, 452 and two good ones in one edition: three ends, each its own."""
    peers.policy.answers |= {
        ALL[0]: ["550 5.1.1 unknown always"],
        ALL[1]: ["450 4.7.1 later"],
        ALL[2]: ["452 4.2.2 full"],
    }
    house = house_of(tmp_path, peers.mail())
    edition = house.sealed()
    house.dispatch(edition)
    assert list(house.states(edition).values()) == ["refused", "deferred", "deferred", "accepted", "accepted"]
    assert house.until_done(edition).state == "partly sent"
    assert check(house, peers.postfix.mailboxes()) == dict.fromkeys(ALL[1:], 1)


def test_everybody_is_refused(peers: Peers, tmp_path: Path) -> None:
    """Nobody gets anything: failed, and said why."""
    peers.policy.answers = {address: ["550 5.1.1 unknown always"] for address in ALL}
    house = house_of(tmp_path, peers.mail())
    done = house.dispatch(house.sealed())
    assert done.state == "failed"
    assert "unknown" in done.why
    assert not check(house, peers.postfix.mailboxes())


def test_too_large_for_the_server(peers: Peers, tmp_path: Path) -> None:
    """552 is final at once, for all have the same bytes."""
    house = house_of(tmp_path, peers.mail("plain-small"))
    edition = house.sealed()
    assert house.dispatch(edition).state == "failed"
    assert {row.code for row in house.rows(edition).values()} == {552}
    assert not check(house, peers.postfix.mailboxes())


def test_greylisting(peers: Peers, tmp_path: Path) -> None:
    """A real postgrey puts everybody off once and takes them on the second attempt, under the same Message-ID."""
    base = peers.postfix.folder / "postgrey"
    base.mkdir(exist_ok=True)
    shutil.chown(base, "postgrey")
    empty = base / "none"
    empty.touch()
    grey = subprocess.Popen(
        ("postgrey", f"--inet=127.0.0.1:{peers.postfix.ports['postgrey']}", "--delay=1", f"--dbdir={base}", "--user=postgrey",
         f"--whitelist-clients={empty}", f"--whitelist-recipients={empty}", "--auto-whitelist-clients=0"),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        time.sleep(1)
        house = house_of(tmp_path, peers.mail("grey", tls="none", host="127.0.0.1"), NAMES[:2])
        edition = house.sealed()
        assert house.dispatch(edition).state == "sending"
        before = {row.message_id for row in house.rows(edition).values()}
        assert set(house.states(edition).values()) == {"deferred"}
        time.sleep(1.5)
        house.clock.wait(2)
        assert house.dispatch(edition).state == "sent"
        assert {row.message_id for row in house.rows(edition).values()} == before
        assert check(house, peers.postfix.mailboxes()) == dict.fromkeys(ALL[:2], 1)
    finally:
        grey.terminate()
        grey.wait(10)


def test_the_server_wants_tls(peers: Peers, tmp_path: Path) -> None:
    """530 stops the relay with one knock; nobody is refused for good."""
    house = house_of(tmp_path, peers.mail("plain-must-tls", connections=1))
    edition = house.sealed()
    assert house.dispatch(edition).state == "sending"
    rows = house.rows(edition).values()
    assert {row.state for row in rows} == {"deferred"}
    assert {row.code for row in rows} == {530}
    assert house.store.relays.paused(house.mail.relay)
    assert not check(house, peers.postfix.mailboxes())


def test_the_sender_is_not_welcome(peers: Peers, tmp_path: Path) -> None:
    """A server that refuses our own address turns everybody away: the relay is paused, nobody is refused for good."""
    house = house_of(tmp_path, replace(peers.mail("sender"), tls="none", host="127.0.0.1"))
    edition = house.sealed()
    house.dispatch(edition)
    assert set(house.states(edition).values()) == {"deferred"}
    assert house.store.relays.paused(house.mail.relay)
    assert not check(house, peers.postfix.mailboxes())


def test_a_server_that_takes_one_connection(peers: Peers, tmp_path: Path) -> None:
    """Too many connections is 421 at the door: those who met it wait, everybody gets one copy."""
    house = house_of(tmp_path, peers.mail("plain-one", connections=3))
    edition = house.sealed()
    assert house.until_done(edition).state == "sent"
    assert check(house, peers.postfix.mailboxes()) == dict.fromkeys(ALL, 1)


def test_a_slow_server(peers: Peers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers after the time for a step count as none: put off, then taken once when it is quick again."""
    monkeypatch.setattr(smtp, "_LIMITS", Limits(step=0.5, whole=5, verdict=5))
    monkeypatch.setattr(smtp.Line.__init__, "__defaults__", (Limits(step=0.5, whole=5, verdict=5),))
    peers.policy.seconds = 1.5
    house = house_of(tmp_path, peers.mail(), NAMES[:2])
    edition = house.sealed()
    assert house.dispatch(edition).state == "sending"
    assert set(house.states(edition).values()) == {"deferred"}
    peers.policy.seconds = 0
    assert house.until_done(edition).state == "sent"
    assert check(house, peers.postfix.mailboxes()) == dict.fromkeys(ALL[:2], 1)
