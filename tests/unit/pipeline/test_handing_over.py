"""From what was made to who has it: it goes out once, whole, and in no other words than those that were signed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from reporter import pipeline
from reporter.errors import Occupied, ProductionError, SealError, StaleFence, UsageError
from reporter.ledger.tick import following
from reporter.model.edition import Edition
from reporter.model.office import Mail, Recipient
from reporter.model.sign_off import Signer, Step
from reporter.pipeline import courier
from tests.acceptance.post_office.house import House
from tests.catch_all import CatchAll
from tests.unit.pipeline.pipeline_world import PRESS, World

SIGNER = Signer("甲")
LATE, GOOD = "late@example.org", "li@example.org"


@pytest.fixture
def signed(world: World) -> World:
    """An office whose half-year report 甲 signs."""
    report = replace(world.project.reports["half_year"], sign_off=(Step("签发", (SIGNER,)),))
    world.project = replace(world.project, reports={**world.project.reports, "half_year": report})
    return world


@pytest.fixture
def house(tmp_path: Path, server: CatchAll) -> House:
    """Two readers; the mailbox of one is full."""
    server.refuse[LATE] = "450 4.2.2 full"
    mail = Mail("127.0.0.1", server.port, "none", sender="report@example.org", domains=("example.org",))
    return House(tmp_path, mail, (Recipient(GOOD), Recipient(LATE)))


def sign(world: World, edition: Edition, *, press: str = "sound", draft: str = "") -> Edition:
    """甲 agrees."""
    return pipeline.sign(
        world.project, world.store, edition, SIGNER, "signed", how="test", note="", draft=draft, clock=world.clock,
        output=world.output, owner="me", press=PRESS + press,
    )  # fmt: skip


def cell(world: World, old: str, new: str) -> None:
    """One cell of a department's file becomes another one."""
    (table,) = world.project.folder.glob("data/重点工作*.csv")
    said = table.read_text(encoding="utf-8-sig")
    assert said.count(old) == 1
    table.write_text(said.replace(old, new), encoding="utf-8")


def now(world: World, edition: Edition) -> Edition:
    """The edition as the store has it."""
    found = world.store.editions.by_id(edition.id)
    assert found
    return found


def test_only_the_draft_that_was_read_is_signed(signed: World) -> None:
    """A new draft came while he was reading the old one: his word does not count for it, nor does a guess at its name."""
    first = signed.produce()
    cell(signed, ",1405,", ",1406,")
    second = signed.produce("counting")
    signed.store.signing.void(first.id, "数据有改动", fence=now(signed, first).fence)
    for draft in (f"{0:016}", second.content_hash[:4]):
        with pytest.raises(SealError, match="不是现在的一稿"):
            sign(signed, second, draft=draft)
    assert signed.store.signing.of(first.id) == ()
    assert sign(signed, second, draft=second.content_hash[:16], press="counting").issued_hash


def test_a_changed_cell_recalls_what_was_issued(signed: World) -> None:
    """Nobody has it yet: it goes back, its signature is void, and what is sent in the end was signed as it is."""
    issued = sign(signed, signed.produce())
    cell(signed, ",1405,", ",1406,")
    back = signed.dispatch(issued)
    assert (back.state, "签发作废" in back.why, back.issued_hash) == ("waiting", True, "")
    assert signed.reached() == []
    again = signed.produce()
    with pytest.raises(UsageError, match="还没有签发"):
        signed.dispatch(again)
    assert signed.dispatch(sign(signed, again)).state == "sent"


def test_a_file_that_cannot_be_read_recalls_nothing(signed: World) -> None:
    """What was signed is still what would be made: a spoilt file brings nothing, neither at 签发 nor in the morning after."""
    edition = signed.produce()
    cell(signed, ",1405,", ",一千多,")
    issued = sign(signed, edition)
    assert issued.issued_hash
    assert signed.dispatch(issued).state == "sent"


def test_who_has_it_keeps_it(signed: World) -> None:
    """Sent again after a cell has changed: the same bytes as the first time, and the edition stays what it was."""
    done = signed.dispatch(sign(signed, signed.produce()))
    cell(signed, ",1405,", ",1406,")
    for person in ("director@example.org", "office@example.org", "deputy@example.org"):
        after = pipeline.resend(
            signed.project, signed.store, now(signed, done), person=person, clock=signed.clock, output=signed.output, owner="me"
        )  # fmt: skip
        assert (after.state, after.issued_hash) == ("sent", done.issued_hash)
    assert len(set(signed.server.messages)) == 3, "each got the very same twice"
    assert len(signed.server.messages) == 6


def test_what_is_filled_in_passes_the_proof_or_nothing_is_issued(signed: World) -> None:
    """A number that breaks the layout: the signature stands, no PDF is put in the draft's place, and it is not tried at once again."""
    draft = signed.produce()
    with pytest.raises(ProductionError, match="校对发现1处错误"):
        sign(signed, draft, press="wrong")
    left = now(signed, draft)
    assert (left.issued_hash, left.attempts) == ("", 1)
    assert following(signed.project, signed.store, left, signed.clock.now()).step == "wait"
    signed.clock.at += dt.timedelta(minutes=2)
    assert following(signed.project, signed.store, left, signed.clock.now()).step == "issue"


def test_a_correction_waits_for_whoever_sends_the_old_one(house: House, server: CatchAll) -> None:
    """Only when nothing more of the old edition can leave the house does the new one go out."""
    first = house.sealed()
    assert house.dispatch(first).state == "sending"
    second = house.sealed(2)
    busy = house.store.leases.take(first.id, "other", house.clock.now(), 60)
    assert busy
    with pytest.raises(Occupied):
        house.dispatch(second)
    assert len(server.messages) == 1, "nobody has the new one"
    house.store.leases.release(first.id, busy.fence)
    server.refuse.clear()
    assert house.dispatch(second).state == "sent"
    ended = house.store.editions.by_id(first.id)
    assert ended
    assert (ended.state, house.rows(first)[LATE].state) == ("partly sent", "refused")


def test_whoever_was_stopped_before_the_dot_looks_again(
    house: House, server: CatchAll, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The step is written, the process stands still, somebody takes the work over: it wakes up and sends nothing."""
    house.mail = replace(house.mail, connections=1)  # a process that stands still stands still as a whole
    house.project = house.arranged(house.people)
    edition = house.sealed()

    def stopped(place: str) -> None:
        if place == "smtp.dot_sent":
            monkeypatch.undo()
            house.clock.wait(3)
            assert house.store.leases.take(edition.id, "other", house.clock.now(), 60)

    monkeypatch.setattr(courier, "crashpoint", stopped)
    with pytest.raises(StaleFence):
        house.dispatch(edition)
    assert server.messages == []
