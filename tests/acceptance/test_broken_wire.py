"""Postfix behind a wire that breaks at the worst moments: what is doubtful is called so, and nothing else is."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reporter.delivery import smtp
from reporter.delivery._wire import Limits
from reporter.model.office import Mail, Recipient
from tests.acceptance.post_office.house import House, check
from tests.acceptance.post_office.postfix import DOMAIN, Postfix
from tests.acceptance.post_office.proxy import Fault, Proxy

pytestmark = pytest.mark.skipif(shutil.which("postfix") is None, reason="needs Debian's postfix")
NAMES = ("zhang", "li", "wang")
ALL = tuple(f"{name}@{DOMAIN}" for name in NAMES)
HURRY = Limits(step=1.5, whole=6, verdict=3)


@pytest.fixture(scope="module")
def postfix() -> Iterator[Postfix]:
    """One Postfix for all."""
    folder = Path(tempfile.mkdtemp(prefix="postfix"))
    with Postfix(folder, {"plain": ("smtpd_recipient_restrictions=reject_unauth_destination",)}, people=NAMES) as one:
        yield one
    shutil.rmtree(folder)


@pytest.fixture(autouse=True)
def _fresh(postfix: Postfix, monkeypatch: pytest.MonkeyPatch) -> None:
    """Empty mailboxes, little patience."""
    for box in (postfix.folder / "mail").glob("*"):
        shutil.rmtree(box)
    monkeypatch.setattr(smtp.Line.__init__, "__defaults__", (HURRY,))


def house_of(folder: Path, port: int, **more: object) -> House:
    """An office behind the wire, one line."""
    mail = replace(Mail("127.0.0.1", port, "none", sender=f"report@{DOMAIN}", connections=1), **more)  # type: ignore[arg-type]
    return House(folder, mail, tuple(Recipient(address) for address in ALL))


@pytest.mark.parametrize("fault", ["before-dot", "half-way", "lost-dot"])
def test_cut_before_the_server_had_the_dot(postfix: Postfix, tmp_path: Path, fault: Fault) -> None:
    """Everybody has one copy in the end; a cut before our dot is no doubt, a dot that got lost on the way is one."""
    with Proxy(postfix.ports["plain"], fault) as wire:
        house = house_of(tmp_path, wire.port)
        edition = house.sealed()
        house.dispatch(edition)
        first = house.rows(edition)[ALL[0]]
        assert first.state == ("deferred" if fault == "half-way" else "uncertain")
        assert [row.state for row in house.rows(edition).values()][1:] == ["accepted", "accepted"]
        assert house.until_done(edition).state == "sent"
        assert check(house, postfix.mailboxes()) == dict.fromkeys(ALL, 1)


def test_cut_after_the_dot(postfix: Postfix, tmp_path: Path) -> None:
    """The server has it, we cannot know: uncertain, sent again with the same Message-ID and bytes, at most one copy more."""
    with Proxy(postfix.ports["plain"], "after-dot") as wire:
        house = house_of(tmp_path, wire.port)
        edition = house.sealed()
        house.dispatch(edition)
        assert house.rows(edition)[ALL[0]].state == "uncertain"
        assert house.until_done(edition).state == "sent"
        boxes = postfix.mailboxes()
        assert check(house, boxes) == {ALL[0]: 2, ALL[1]: 1, ALL[2]: 1}
        events = house.store.outbox.events([house.rows(edition)[ALL[0]].id])
        assert [event.state for found in events.values() for event in found] == ["uncertain", "accepted"]


def test_cut_after_the_dot_and_held(postfix: Postfix, tmp_path: Path) -> None:
    """With ``on_uncertain: hold`` it waits for a person: never a second copy, and the edition says so."""
    with Proxy(postfix.ports["plain"], "after-dot") as wire:
        house = house_of(tmp_path, wire.port, on_uncertain="hold")
        edition = house.sealed()
        assert house.until_done(edition).state == "held"
        assert house.rows(edition)[ALL[0]].state == "held"
        assert check(house, postfix.mailboxes()) == dict.fromkeys(ALL, 1)


@pytest.mark.parametrize("fault", ["banner", "drip", "garbage", "silent"])
def test_a_server_that_never_comes_to_the_point(postfix: Postfix, tmp_path: Path, fault: Fault) -> None:
    """An endless banner, a byte at a time, no mail server at all, silence: left within the limits, all sent later, once."""
    with Proxy(postfix.ports["plain"], fault) as wire:
        house = house_of(tmp_path, wire.port)
        edition = house.sealed()
        assert house.dispatch(edition).state == "sending"
        assert wire.connections == 1
        assert set(house.states(edition).values()) == {"deferred"}
        assert house.until_done(edition).state == "sent"
        assert check(house, postfix.mailboxes()) == dict.fromkeys(ALL, 1)


def test_cut_again_and_again(postfix: Postfix, tmp_path: Path) -> None:
    """Whatever the order of faults, the rows and the mailboxes agree in the end."""
    faults: list[Fault] = ["half-way", "after-dot", "banner", "before-dot", "after-dot", "half-way", "silent"]
    with Proxy(postfix.ports["plain"], *faults) as wire:
        house = house_of(tmp_path, wire.port)
        edition = house.sealed()
        assert house.until_done(edition).state == "sent"
        copies = check(house, postfix.mailboxes())
    assert set(copies) == set(ALL)
    assert sum(copies.values()) <= len(ALL) + 2
