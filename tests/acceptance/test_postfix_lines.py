"""A real Postfix that is down, dies, or stands behind a line that others might read: nothing is lost, and nothing leaves unguarded."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from tests.acceptance.post_office.house import START, check
from tests.acceptance.post_office.peers import ALL, Peers, house_of
from tests.acceptance.post_office.postfix import free_port


def test_the_server_is_down_and_comes_back(peers: Peers, tmp_path: Path) -> None:
    """Everybody waits together, the pauses grow, and when it is back everybody gets one copy."""
    house = house_of(tmp_path, peers.mail())
    edition = house.sealed()
    peers.postfix.stop()
    try:
        pauses = []
        for _ in range(5):
            assert house.dispatch(edition).state == "sending"
            nexts = {row.next_try for row in house.rows(edition).values()}
            (until,) = nexts
            assert until
            pauses.append((until - house.clock.at).total_seconds() / 60)
            house.clock.at = until
    finally:
        peers.postfix.start()
    assert pauses == [1, 5, 15, 60, 60]
    assert house.dispatch(edition).state == "sent"
    assert check(house, peers.postfix.mailboxes()) == dict.fromkeys(ALL, 1)


def test_the_server_stays_down(peers: Peers, tmp_path: Path) -> None:
    """After ``give_up`` everybody is told to have nothing, and nobody waits another day."""
    house = house_of(tmp_path, peers.mail(port=free_port()))
    edition = house.sealed()
    done = house.until_done(edition, attempts=40)
    assert done.state == "failed"
    assert house.clock.at - START <= dt.timedelta(hours=27)
    assert set(house.states(edition).values()) == {"refused"}
    assert not check(house, peers.postfix.mailboxes())


def test_the_server_dies_in_the_middle(peers: Peers, tmp_path: Path) -> None:
    """Half have it when the server stops; the other half gets it later, nobody twice."""
    house = house_of(tmp_path, replace(peers.mail(), connections=1))
    edition = house.sealed()
    told: list[str] = []

    def tell(text: str) -> None:
        told.append(text)
        if len(told) == 3:
            peers.postfix.stop()

    try:
        assert house.dispatch(edition, tell=tell).state == "sending"
    finally:
        peers.postfix.start()
    house.clock.wait(2)
    assert house.until_done(edition).state == "sent"
    assert check(house, peers.postfix.mailboxes()) == dict.fromkeys(ALL, 1)


@pytest.mark.parametrize("door", ["starttls", "implicit"])
def test_encrypted(peers: Peers, tmp_path: Path, door: str) -> None:
    """Both ways of TLS with a certificate of an authority that the office names."""
    house = house_of(tmp_path, peers.mail(door, tls=door))
    assert house.dispatch(house.sealed()).state == "sent"
    mailboxes = peers.postfix.mailboxes()
    assert check(house, mailboxes) == dict.fromkeys(ALL, 1)
    assert all(b"TLSv1." in bodies[0] for bodies in mailboxes.values())


@pytest.mark.parametrize(
    ("door", "words"),
    [("stripped", "不提供加密"), ("unknown", "证书不可信"), ("elsewhere", "证书不可信"), ("expired", "证书不可信"), ("old-tls", "加密连接")],
)  # fmt: skip
def test_a_line_that_others_might_read(peers: Peers, tmp_path: Path, door: str, words: str) -> None:
    """No TLS, an unknown authority, another host, an expired one, an old protocol: nothing leaves, one knock, a person is told."""
    house = house_of(tmp_path, peers.mail(door, connections=1))
    edition = house.sealed()
    done = house.dispatch(edition)
    assert done.state == "sending"
    assert words in done.why
    assert set(house.states(edition).values()) == {"deferred"}
    assert not any(peers.policy.asked.values())
    assert house.store.relays.paused(house.mail.relay)
    assert not check(house, peers.postfix.mailboxes())
    before = peers.postfix.log.count(f"postfix/{door}/smtpd") if door != "stripped" else 0
    house.clock.wait(30)
    house.dispatch(edition)
    assert door == "stripped" or peers.postfix.log.count(f"postfix/{door}/smtpd") == before


def test_when_it_is_mended_everybody_gets_it(peers: Peers, tmp_path: Path) -> None:
    """The office names the right door and tries it out: what waited for the old one goes on at once."""
    house = house_of(tmp_path, peers.mail("expired"))
    edition = house.sealed()
    house.dispatch(edition)
    house.mail = replace(peers.mail("starttls"), port=peers.postfix.ports["starttls"])
    house.project = house.arranged(house.people)
    house.clock.wait(61)
    assert house.dispatch(edition).state == "sent"
    assert check(house, peers.postfix.mailboxes()) == dict.fromkeys(ALL, 1)
