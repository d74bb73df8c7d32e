"""Deliveries: one row for each recipient, moved until it is settled."""

from __future__ import annotations

import pytest

from reporter.errors import StaleFence
from reporter.store import Store
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
    store.editions.lease(one.id, "rescuer", T0 + DAY, 60)
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
