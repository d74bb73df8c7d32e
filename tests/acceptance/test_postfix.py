"""Against a real Postfix: whatever it says to whom, each recipient gets each edition once, and the rows tell the truth."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from reporter.delivery import smtp
from reporter.delivery._wire import Limits
from reporter.model.office import Mail, Recipient
from tests.acceptance.post_office.certificates import Authority, Pair
from tests.acceptance.post_office.house import START, House, check
from tests.acceptance.post_office.policy import Policy
from tests.acceptance.post_office.postfix import DOMAIN, Postfix, free_port

pytestmark = pytest.mark.skipif(shutil.which("postfix") is None, reason="needs Debian's postfix")

NAMES = ("zhang", "li", "wang", "zhao", "chen")
ALL = tuple(f"{name}@{DOMAIN}" for name in NAMES)

EVERYBODY = (*NAMES, "tester", "李雷", *(f"p{number}" for number in range(250)))


@dataclass
class Peers:
    """Postfix with its doors, the policy behind them, the authority that signed their certificates."""

    postfix: Postfix
    policy: Policy
    authority: Authority

    def mail(self, door: str = "plain", **more: object) -> Mail:
        """The way to one door."""
        plain = Mail("127.0.0.1", self.postfix.ports[door], "none", sender=f"report@{DOMAIN}", connections=2)
        if door != "plain" and not door.startswith("plain"):
            plain = replace(plain, host="localhost", tls="starttls", ca_file=str(self.authority.file))
        return replace(plain, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def peers() -> Iterator[Peers]:
    """One Postfix for all scenarios; each begins with empty mailboxes."""
    folder = Path(tempfile.mkdtemp(prefix="postfix"))
    authority = Authority.founded(folder / "authority")
    good, other, old = authority.issue(), authority.issue("elsewhere.example.org"), authority.expired()
    stranger = Authority.founded(folder / "stranger").issue()
    grey = free_port()
    with Policy() as policy:
        asks = "smtpd_recipient_restrictions=check_policy_service inet:127.0.0.1:{},reject_unauth_destination"
        rules = asks.format(policy.port)

        def tls(pair: Pair) -> tuple[str, ...]:
            return (
                rules,
                "smtpd_tls_security_level=may",
                "smtpd_tls_received_header=yes",
                f"smtpd_tls_chain_files={pair.file}",
            )

        doors = {
            "plain": (rules,), "plain-small": (rules, "message_size_limit=20000"), "grey": (asks.format(grey),),
            "plain-must-tls": (rules, "smtpd_tls_security_level=encrypt", f"smtpd_tls_chain_files={good.file}"),
            "starttls": tls(good), "stripped": (rules,), "unknown": tls(stranger), "elsewhere": tls(other), "expired": tls(old),
            "implicit": (rules, "smtpd_tls_wrappermode=yes", "smtpd_tls_received_header=yes", f"smtpd_tls_chain_files={good.file}"),
            "old-tls": (*tls(good), "smtpd_tls_protocols=TLSv1.1", "tls_low_cipherlist=ALL:@SECLEVEL=0"),
            "sender": ("smtpd_delay_reject=no", "smtpd_sender_restrictions=static:{550 5.7.1 sender not welcome}"),
            "plain-one": (rules, "smtpd_client_connection_count_limit=1", "smtpd_client_event_limit_exceptions="),
        }  # fmt: skip
        with Postfix(folder, doors, people=EVERYBODY) as postfix:
            postfix.ports["postgrey"] = grey
            yield Peers(postfix, policy, authority)
    shutil.rmtree(folder)


@pytest.fixture(autouse=True)
def _fresh(peers: Peers) -> None:
    """Empty mailboxes, everybody welcome."""
    peers.policy.answers.clear()
    peers.policy.asked.clear()
    peers.policy.seconds = 0
    for box in (peers.postfix.folder / "mail").glob("*"):
        shutil.rmtree(box)


def house_of(folder: Path, mail: Mail, names: tuple[str, ...] = NAMES) -> House:
    """An office that sends to these people."""
    return House(folder, mail, tuple(Recipient(f"{name}@{DOMAIN}", f"{name}主任") for name in names))


def test_everybody_once(peers: Peers, tmp_path: Path) -> None:
    """Everybody gets one copy; a second and a third call change nothing."""
    house = house_of(tmp_path, peers.mail())
    edition = house.sealed()
    for _ in range(3):
        assert house.dispatch(edition).state == "sent"
    assert check(house, peers.postfix.mailboxes()) == dict.fromkeys(ALL, 1)


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
    from reporter import pipeline

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
    from concurrent.futures import ThreadPoolExecutor

    from reporter.errors import StaleFence

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
