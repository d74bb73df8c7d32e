"""Editions: one of each key, worked on by one at a time."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from reporter.errors import StaleFence
from reporter.model.edition import Edition, State
from reporter.store import Store
from tests.contracts.store.rows import DAY, H1, HOUR, KEY, T0, edition, leased, letter, occurrence


def test_two_triggers_meet_in_one_edition(store: Store) -> None:
    """The second trigger finds what the first one made, dates included."""
    first = edition(store)
    second = store.editions.ensure(KEY, cut_off=T0 + DAY, report_date=None, now=T0 + HOUR)
    assert second == first
    assert (second.cut_off, second.report_date, second.state) == (T0, dt.date(2018, 8, 7), "due")


def test_an_edition_is_found(store: Store) -> None:
    """By key, by id, and by report and period, where the highest number is the one."""
    first = edition(store)
    second = edition(store, replace(KEY, number=2))
    assert store.editions.get(KEY) == first
    assert store.editions.by_id(second.id) == second
    assert store.editions.find("half_year", H1) == second
    assert store.editions.find("monthly", H1) is None
    assert {found.id for found in store.editions.list()} == {first.id, second.id}


def test_one_worker_at_a_time(store: Store) -> None:
    """Of eight that ask for the lease at once one gets it; the attempt is counted before the work."""
    one = edition(store)
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda number: store.leases.take(one.id, f"w{number}", T0, 60), range(8)))
    (winner,) = [found for found in taken if found]
    assert (winner.fence, winner.attempts, winner.leased_until) == (1, 1, T0 + dt.timedelta(minutes=1))
    (run,) = store.leases.runs(one.id)
    assert (run.owner, run.ended) == (winner.owner, None)


def test_an_expired_lease_is_taken_over_and_the_old_holder_is_shut_out(store: Store) -> None:
    """After the take-over every write of the old holder is refused, and nothing of it is left."""
    old = leased(store)
    assert store.leases.take(old.id, "rescuer", T0 + HOUR, 60) is None
    new = store.leases.take(old.id, "rescuer", T0 + HOUR + dt.timedelta(seconds=1), 60)
    assert new
    assert new.fence == old.fence + 1
    row = letter("a@example.org")
    for act in (
        lambda: store.editions.write(old.moved("produced"), fence=old.fence, now=T0),
        lambda: store.leases.renew(old.id, old.fence, T0, 60),
        lambda: store.outbox.put(old.id, [row], fence=old.fence, now=T0),
    ):
        with pytest.raises(StaleFence):
            act()
    store.leases.release(old.id, old.fence)
    assert store.editions.by_id(old.id) == new
    assert store.outbox.of(old.id) == ()


def test_a_decision_that_is_out_of_date_takes_nothing(store: Store) -> None:
    """Who read the row before somebody else worked on it does not get the lease for the fence that he read."""
    seen = edition(store)
    done = leased(store)
    store.leases.release(done.id, done.fence)
    assert store.leases.take(seen.id, "late", T0, 60, fence=seen.fence) is None
    assert store.leases.take(seen.id, "late", T0, 60, fence=done.fence)


def test_what_is_written_is_kept(store: Store) -> None:
    """State, reason, dates and hash; the moment of production is remembered and the attempts are forgotten."""
    one = leased(store)
    store.editions.write(one.moved("producing"), fence=one.fence, now=T0 + HOUR)
    made = replace(one, state="produced", why="说明", content_hash="f00", report_date=dt.date(2018, 8, 8))
    written = store.editions.write(made, fence=one.fence, now=T0 + HOUR)
    assert (written.produced, written.attempts, written.updated) == (T0 + HOUR, 0, T0 + HOUR)
    assert (written.why, written.content_hash, written.report_date) == ("说明", "f00", dt.date(2018, 8, 8))
    store.leases.release(one.id, one.fence, now=T0 + 2 * HOUR)
    free = store.editions.get(KEY)
    assert free
    assert (free.state, free.owner, free.leased_until) == ("produced", "", None)
    assert [(run.ended, run.outcome) for run in store.leases.runs(one.id)] == [(T0 + 2 * HOUR, "produced")]


def test_attempts_count_until_a_step_is_made(store: Store) -> None:
    """Whoever fails in order and whoever dies are both counted, so that poison is found out."""
    one = edition(store)
    for number in (1, 2, 3):
        taken = store.leases.take(one.id, "me", T0 + number * DAY, 60)
        assert taken
        assert taken.attempts == number
        if number == 1:
            store.leases.release(one.id, taken.fence, failed=True)
    assert taken
    store.editions.write(taken.moved("sending"), fence=taken.fence, now=T0)
    store.leases.release(one.id, taken.fence)
    assert (store.editions.get(KEY) or one).attempts == 0


def test_a_lease_can_be_prolonged_and_handed_back(store: Store) -> None:
    """A process that ends gives everything back at once, and what is left of its work is shut out."""
    one = leased(store)
    store.leases.renew(one.id, one.fence, T0 + HOUR, 7200)
    assert store.leases.take(one.id, "other", T0 + 2 * HOUR, 60) is None
    assert store.leases.hand_back("other") == 0
    assert store.leases.hand_back("me") == 1
    with pytest.raises(StaleFence):
        store.editions.write(one, fence=one.fence, now=T0)
    again = store.leases.take(one.id, "other", T0, 60)
    assert again
    assert again.attempts == 1


def test_what_is_owed(store: Store) -> None:
    """What an occurrence asks for, and what was left in the middle; not what is leased, finished or merely made."""
    asked = edition(store)
    store.occurrences.advance(["h"], [occurrence()], T0)
    left, made, done, held = (leased(store, replace(KEY, number=number)) for number in (2, 3, 4, 5))
    states: tuple[tuple[Edition, State], ...] = (
        (left, "producing"), (made, "produced"), (done, "sent"), (held, "producing"),
    )  # fmt: skip
    for one, state in states:
        store.editions.write(one.moved(state), fence=one.fence, now=T0)
        if one is not held:
            store.leases.release(one.id, one.fence)
    assert [one.id for one in store.editions.owed(T0)] == [asked.id, left.id]
    assert held.id in {one.id for one in store.editions.owed(T0 + 2 * HOUR)}
