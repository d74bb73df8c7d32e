"""Who gets what through a real Postfix: lists, copies, trials, second attempts, two services at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from reporter import pipeline
from reporter.errors import StaleFence
from reporter.model.office import Recipient
from tests.acceptance.post_office.house import House, check
from tests.acceptance.post_office.peers import ALL, NAMES, Peers, house_of
from tests.acceptance.post_office.postfix import DOMAIN


def test_everybody_once(peers: Peers, tmp_path: Path) -> None:
    """Everybody gets one copy; a second and a third call change nothing."""
    house = house_of(tmp_path, peers.mail())
    edition = house.sealed()
    for _ in range(3):
        assert house.dispatch(edition).state == "sent"
    assert check(house, peers.postfix.mailboxes()) == dict.fromkeys(ALL, 1)


def test_many_over_one_connection(peers: Peers, tmp_path: Path) -> None:
    """250 recipients over two lines: connections are used again, and given up after a hundred messages."""
    names = tuple(f"p{number}" for number in range(250))
    house = house_of(tmp_path, peers.mail(), names)
    before = peers.postfix.log.count("plain/smtpd") and peers.postfix.log.count(" connect from")
    assert house.dispatch(house.sealed()).state == "sent"
    opened = peers.postfix.log.count(" connect from") - before
    assert 2 <= opened <= 6
    assert check(house, peers.postfix.mailboxes()) == {f"{name}@{DOMAIN}": 1 for name in names}


def test_a_bad_address_among_many_over_one_connection(peers: Peers, tmp_path: Path) -> None:
    """A refused recipient in the middle of a connection leaves the next one's transaction clean."""
    names = tuple(f"p{number}" for number in range(30))
    bad = {f"p{number}@{DOMAIN}" for number in range(0, 30, 3)}
    peers.policy.answers = {address: ["550 5.1.1 unknown always"] for address in bad}
    house = house_of(tmp_path, peers.mail(connections=1), names)
    assert house.dispatch(house.sealed()).state == "partly sent"
    assert check(house, peers.postfix.mailboxes()) == {
        f"{name}@{DOMAIN}": 1 for name in names if f"{name}@{DOMAIN}" not in bad
    }


def test_a_trial_copy(peers: Peers, tmp_path: Path) -> None:
    """``--to`` reaches one person, marked 试发; the recipients get theirs afterwards."""
    house = house_of(tmp_path, peers.mail(), NAMES[:2])
    edition = house.sealed()
    house.dispatch(edition, to=f"tester@{DOMAIN}")
    assert house.dispatch(edition).state == "sent"
    assert check(house, peers.postfix.mailboxes(), trials=1) == dict.fromkeys([*ALL[:2], f"tester@{DOMAIN}"], 1)


def test_outside_the_permitted_domains(peers: Peers, tmp_path: Path) -> None:
    """A list that changed after sealing does not matter; a domain that is not permitted any more does."""
    house = house_of(tmp_path, peers.mail(), NAMES[:3])
    edition = house.sealed()
    house.project = replace(house.arranged(house.people[2:]), mail=replace(house.mail, domains=(DOMAIN,)))
    assert house.dispatch(edition).state == "sent"
    assert check(house, peers.postfix.mailboxes()) == dict.fromkeys(ALL[:3], 1)
    other = house.sealed(number=2)
    house.project = replace(house.project, mail=replace(house.mail, domains=("example.com",)))
    assert house.dispatch(other).state == "failed"
    assert check(house, peers.postfix.mailboxes()) == dict.fromkeys(ALL[:3], 1)


def test_sent_again_to_whom_it_did_not_reach(peers: Peers, tmp_path: Path) -> None:
    """``resend --failed`` tries the refused one alone; ``--person`` gives one person another copy with the same bytes."""
    peers.policy.answers[ALL[0]] = ["550 5.1.1 unknown always"]
    house = house_of(tmp_path, peers.mail(), NAMES[:3])
    edition = house.sealed()
    assert house.dispatch(edition).state == "partly sent"
    peers.policy.answers.clear()
    work = {"clock": house.clock, "output": house.folder, "owner": "me"}
    assert pipeline.resend(house.project, house.store, edition, **work).state == "sent"  # type: ignore[arg-type]
    assert check(house, peers.postfix.mailboxes()) == dict.fromkeys(ALL[:3], 1)
    pipeline.resend(house.project, house.store, edition, person=ALL[1], **work)  # type: ignore[arg-type]
    boxes = peers.postfix.mailboxes()
    assert [len(boxes[address]) for address in ALL[:3]] == [1, 2, 1]


def test_two_services_at_once(peers: Peers, tmp_path: Path) -> None:
    """Two processes that send the same edition at the same time: one is sent away, everybody gets one copy."""
    house = house_of(tmp_path, peers.mail())
    edition = house.sealed()

    def attempt(_: int) -> str:
        try:
            return house.dispatch(edition).state
        except StaleFence:
            return "sent away"

    with ThreadPoolExecutor(4) as pool:
        ends = list(pool.map(attempt, range(4)))
    assert "sent" in ends
    assert check(house, peers.postfix.mailboxes()) == dict.fromkeys(ALL, 1)


def test_an_international_address(peers: Peers, tmp_path: Path) -> None:
    """A Chinese name before the @ arrives where the server takes it."""
    house = House(tmp_path, peers.mail(), (Recipient(f"李雷@{DOMAIN}", "李雷"), Recipient(ALL[0])))
    assert house.dispatch(house.sealed()).state == "sent"
    assert sum(check(house, peers.postfix.mailboxes()).values()) == 2


def test_a_sharing_group_and_copies(peers: Peers, tmp_path: Path) -> None:
    """A shared copy names everybody in To and Cc; still everybody gets one, in a transaction of his own."""
    people = tuple(Recipient(address, name) for address, name in zip(ALL, NAMES, strict=True))
    house = House(tmp_path, peers.mail(), people)
    house.project = house.arranged(people[:3], cc=people[3:], copies="shared")
    assert house.dispatch(house.sealed()).state == "sent"
    boxes = peers.postfix.mailboxes()
    assert check(house, boxes) == dict.fromkeys(ALL, 1)
    for bodies in boxes.values():
        head = bodies[0].partition(b"\n\n")[0]
        assert all(address.encode() in head for address in ALL)
        assert head.count(b"\nCc: ") == head.count(b"\nTo: ") == 1
