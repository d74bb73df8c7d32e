"""Deliveries: one row for each recipient, moved until it is settled."""

from __future__ import annotations

import datetime as dt

import pytest

from reporter.errors import StaleFence
from reporter.model.message import Letter
from reporter.store import Store
from reporter.store.outbox import Step
from tests.contracts.store.rows import DAY, HOUR, T0, leased, letter


def test_one_copy_for_each_person(store: Store) -> None:
    """However often it is queued; a second address is added, the first row stays as it came."""
    one = leased(store)
    (first,) = store.outbox.put(one.id, [letter("a@example.org")], fence=one.fence, now=T0)
    changed = letter("a@example.org", message_id="<other@x>", name="别人")
    both = store.outbox.put(one.id, [changed, letter("b@example.org")], fence=one.fence, now=T0 + HOUR)
    assert both[0] == first
    assert [row.address for row in store.outbox.of(one.id)] == ["a@example.org", "b@example.org"]
    assert (first.edition_id, first.state, first.message_id) == (one.id, "queued", "<a@example.org@x>")


def test_trial_copies_are_apart(store: Store) -> None:
    """A trial copy neither is nor prevents the real one, and there may be several."""
    one = leased(store)
    for number in (1, 2):
        trial = letter("a@example.org", trial=True, message_id=f"<trial{number}@x>")
        (row,) = store.outbox.put(one.id, [trial], fence=one.fence, now=T0)
        assert row.message_id == f"<trial{number}@x>"
    (real,) = store.outbox.put(one.id, [letter("a@example.org")], fence=one.fence, now=T0)
    assert not real.trial
    assert len(store.outbox.of(one.id)) == 3


def test_a_delivery_moves_until_it_is_settled(store: Store) -> None:
    """Attempts are counted on the way in; the server's words are kept; what is accepted stays accepted."""
    one = leased(store)
    (row,) = store.outbox.put(one.id, [letter("a@example.org")], fence=one.fence, now=T0)
    for _ in range(2):
        row = store.outbox.move(row, "sending", fence=one.fence, now=T0)
        row = store.outbox.move(row, "deferred", fence=one.fence, now=T0, code=450, reply="later", next_try=T0 + HOUR)
    assert (row.attempts, row.code, row.reply, row.next_try) == (2, 450, "later", T0 + HOUR)
    row = store.outbox.move(row, "accepted", fence=one.fence, now=T0 + HOUR, code=250, reply="ok")
    assert (row.state, row.code, row.next_try) == ("accepted", 250, None)
    with pytest.raises(StaleFence):
        store.outbox.move(row, "queued", fence=one.fence, now=T0)


def test_a_worker_that_lost_its_lease_moves_nothing(store: Store) -> None:
    """The fence of the edition guards its deliveries."""
    one = leased(store)
    (row,) = store.outbox.put(one.id, [letter("a@example.org")], fence=one.fence, now=T0)
    store.leases.take(one.id, "rescuer", T0 + DAY, 60)
    with pytest.raises(StaleFence):
        store.outbox.move(row, "dot_sent", fence=one.fence, now=T0)
    assert store.outbox.of(one.id) == (row,)


def test_what_wants_a_step_now(store: Store) -> None:
    """New, interrupted and put off until now; not what is settled, held, or put off until later."""
    one = leased(store)
    names = ("queued", "sending", "dot_sent", "deferred", "uncertain", "accepted", "refused", "held", "later")
    rows = store.outbox.put(one.id, [letter(name) for name in names], fence=one.fence, now=T0)
    for row in rows:
        state = "deferred" if row.address == "later" else row.address
        wait = {"deferred": T0, "later": T0 + HOUR}.get(row.address)
        if state != "queued":
            store.outbox.move(row, state, fence=one.fence, now=T0, next_try=wait)  # type: ignore[arg-type]
    assert [row.address for row in store.outbox.due(T0)] == list(names[:5])
    assert [row.address for row in store.outbox.due(T0 + HOUR)] == [*names[:5], "later"]


def test_the_list_is_fixed_when_it_is_planned(store: Store) -> None:
    """Planning anew replaces who was not tried; whoever was tried stays, and trial copies are not touched."""
    one = leased(store)
    store.outbox.plan(one.id, [letter("a@example.org"), letter("b@example.org")], fence=one.fence, now=T0)
    store.outbox.put(one.id, [letter("t@example.org", trial=True)], fence=one.fence, now=T0)
    first = next(row for row in store.outbox.of(one.id) if row.address == "a@example.org")
    store.outbox.move(first, "sending", fence=one.fence, now=T0)
    store.outbox.plan(one.id, [letter("c@example.org")], fence=one.fence, now=T0)
    assert [row.address for row in store.outbox.of(one.id)] == ["a@example.org", "t@example.org", "c@example.org"]


def test_every_end_of_an_attempt_is_kept(store: Store) -> None:
    """The history has each end with its words, in order; the steps on the way are not ends."""
    one = leased(store)
    (row,) = store.outbox.put(one.id, [letter("a@example.org")], fence=one.fence, now=T0)
    for state, code in (("sending", 0), ("deferred", 450), ("sending", 0), ("dot_sent", 0), ("accepted", 250)):
        row = store.outbox.move(row, state, fence=one.fence, now=T0, code=code, reply=state)  # type: ignore[arg-type]
    events = store.outbox.events([row.id])[row.id]
    assert [(event.attempt, event.state, event.code) for event in events] == [
        (1, "deferred", 450),
        (2, "accepted", 250),
    ]


def test_giving_up_is_fixed_by_the_first_attempt(store: Store) -> None:
    """Later attempts do not move it; a person who sends again does."""
    one = leased(store)
    (row,) = store.outbox.put(one.id, [letter("a@example.org")], fence=one.fence, now=T0)
    assert row.give_up is None
    for hours in (1, 5):
        row = store.outbox.move(row, "sending", fence=one.fence, now=T0, give_up=T0 + hours * HOUR)
        row = store.outbox.move(row, "deferred", fence=one.fence, now=T0)
    assert row.give_up == T0 + HOUR
    store.outbox.again([row], fence=one.fence, now=T0, give_up=T0 + DAY)
    (row,) = store.outbox.of(one.id)
    assert (row.state, row.attempts, row.give_up) == ("queued", 0, T0 + DAY)


def test_put_off_together(store: Store) -> None:
    """A server that serves nobody counts as an attempt for everybody; a closed window does not."""
    one = leased(store)
    rows = store.outbox.put(one.id, [letter("a@example.org"), letter("b@example.org")], fence=one.fence, now=T0)
    store.outbox.put_off(rows, fence=one.fence, now=T0, until=T0 + HOUR, reply="closed")
    assert {(row.state, row.attempts, row.next_try) for row in store.outbox.of(one.id)} == {("queued", 0, T0 + HOUR)}
    store.outbox.put_off(rows, fence=one.fence, now=T0, until=T0 + HOUR, reply="down", give_up=T0 + DAY)
    assert {(row.state, row.attempts, row.give_up) for row in store.outbox.of(one.id)} == {("deferred", 1, T0 + DAY)}


def test_steps_are_written_together_or_not_at_all(store: Store) -> None:
    """One transaction for many; what is settled is left alone, a lost lease writes nothing."""
    one = leased(store)
    rows = store.outbox.put(one.id, [letter("a@example.org"), letter("b@example.org")], fence=one.fence, now=T0)
    store.outbox.move(rows[0], "accepted", fence=one.fence, now=T0)
    done = store.outbox.moves([Step(row, "sending") for row in rows], fence=one.fence, now=T0, lease=60)
    assert done[0] is None
    assert done[1] is not None
    assert done[1].state == "sending"
    store.leases.take(one.id, "rescuer", T0 + DAY, 60)
    with pytest.raises(StaleFence):
        store.outbox.moves([Step(rows[1], "dot_sent")], fence=one.fence, now=T0)
    assert store.outbox.of(one.id)[1].state == "sending"


def test_mail_that_came_back(store: Store) -> None:
    """Marked once, by its Message-ID; the state stays what the server said; counted by address."""
    one = leased(store)
    (row,) = store.outbox.put(one.id, [letter("a@example.org")], fence=one.fence, now=T0)
    store.outbox.move(row, "accepted", fence=one.fence, now=T0)
    marked = store.outbox.bounced(row.message_id, "5.1.1 gone", at=T0 + HOUR)
    assert marked is not None
    assert (marked.state, marked.bounced, marked.bounce) == ("accepted", T0 + HOUR, "5.1.1 gone")
    assert store.outbox.bounced(row.message_id, "again", at=T0 + DAY) is None
    assert store.outbox.bounced("<nobody@x>", "5.1.1", at=T0) is None
    assert store.outbox.bounces(T0) == {"a@example.org": 1}
    assert store.outbox.bounces(T0 + DAY) == {}


def test_a_letter_is_written_once_and_sent_by_one(store: Store) -> None:
    """The same key is not written twice; whoever holds the lease sends it, the most urgent first, and its fence guards it."""
    for kind, key in (("draft", "d"), ("alert", "a"), ("alert", "a")):
        rows = [letter(f"{key}@example.org")]
        store.letters.put(Letter(kind, key, "s", b"body"), rows, now=T0)  # type: ignore[arg-type]
    assert [one.key for one in store.letters.due(T0)] == ["a", "d"]
    first = store.letters.lease(store.letters.due(T0)[0].id, "me", T0, 60)
    assert first is not None
    assert store.letters.lease(first.id, "you", T0, 60) is None
    (row,) = store.outbox.of_letter(first.id)
    store.outbox.move(row, "sending", fence=first.fence, now=T0)
    later = store.letters.lease(first.id, "rescuer", T0 + HOUR, 60)
    assert later is not None
    with pytest.raises(StaleFence):
        store.outbox.move(row, "dot_sent", fence=first.fence, now=T0)
    store.outbox.move(row, "accepted", fence=later.fence, now=T0)
    store.letters.release(later)
    assert [one.key for one in store.letters.due(T0)] == ["d"]


def test_a_relay_that_is_left_in_peace(store: Store) -> None:
    """Paused until then; when it serves again, whoever waited for it need not wait any longer."""
    one = leased(store)
    rows = store.outbox.put(one.id, [letter("a@example.org"), letter("b@example.org")], fence=one.fence, now=T0)
    store.relays.pause("mail:465", T0 + HOUR, "535")
    store.outbox.put_off(rows[:1], fence=one.fence, now=T0, until=T0 + HOUR, reply="535")
    store.outbox.put_off(rows[1:], fence=one.fence, now=T0, until=T0 + DAY, reply="closed")
    assert store.relays.paused("mail:465") == (T0 + HOUR, "535")
    store.relays.resume("mail:465")
    assert store.relays.paused("mail:465") is None
    assert [row.next_try for row in store.outbox.of(one.id)] == [None, T0 + DAY]


def test_turns_of_a_relay(store: Store) -> None:
    """One after the other at the interval, whoever asks; time that nobody used is not saved up, a clock that was ahead forgotten."""
    gap = dt.timedelta(seconds=6)
    assert [store.relays.turn("mail:465", T0, gap) for _ in range(3)] == [T0, T0 + gap, T0 + 2 * gap]
    assert store.relays.turn("mail:465", T0 + HOUR, gap) == T0 + HOUR
    assert store.relays.turn("mail:465", T0 + gap, gap) == T0 + gap
    assert store.relays.turn("other:465", T0, gap) == T0


def test_places_of_a_relay(store: Store) -> None:
    """So many hold one at a time; who holds one keeps it, who gives it back or is silent for too long makes room."""

    def take(holder: str, now: dt.datetime = T0) -> bool:
        return store.relays.take_place("mail:465", 2, holder, now, 120)

    assert [take(holder) for holder in ("a", "b", "c", "a")] == [True, True, False, True]
    assert store.relays.take_place("other:465", 1, "c", T0, 120)
    store.relays.leave_place("mail:465", "b")
    assert [take("c"), take("b")] == [True, False]
    later = T0 + dt.timedelta(seconds=121)
    assert [take("c", later), take("b", later), take("a", later)] == [True, True, False]
