"""Due times: each exactly once, together with the mark."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from reporter.model.occurrence import Occurrence
from reporter.store import Store
from tests.contracts.store.rows import DAY, KEY, T0, BrokenOffError, edition, occurrence


def test_a_due_time_has_one_row(store: Store) -> None:
    """Told twice it is one row that points to one edition; the mark goes up and never back."""
    assert len(store.occurrences.advance(["h"], [occurrence()], T0)) == 1
    assert store.occurrences.advance(["h"], [occurrence()], T0 - DAY) == ()
    assert store.occurrences.marks() == {"h": T0}
    (found,) = store.occurrences.list()
    (made,) = store.editions.list()
    assert found == replace(occurrence(), edition_id=made.id)
    assert (made.key, made.deadline) == (KEY, T0 + DAY)


def test_the_schedule_meets_the_edition_made_by_hand(store: Store) -> None:
    """The occurrence points to what is there and gives it the deadline that it lacked."""
    by_hand = edition(store)
    store.occurrences.advance(["h"], [occurrence()], T0)
    assert [found.edition_id for found in store.occurrences.of(by_hand.id)] == [by_hand.id]
    assert store.editions.list() == (replace(by_hand, deadline=T0 + DAY),)


def test_a_due_time_mails_what_was_only_made_up_for(store: Store) -> None:
    """An edition that was backfilled lies unmailed, however often somebody looks; its own due time has it sent."""
    made = store.editions.ensure(KEY, cut_off=T0, report_date=T0.date(), now=T0, mailed=False)
    assert not made.mailed
    assert store.editions.owed(T0 + DAY) == ()
    store.occurrences.advance(["h"], [occurrence()], T0)
    assert [one.mailed for one in store.editions.owed(T0 + DAY)] == [True]


def test_a_skipped_due_time_is_a_row_too(store: Store) -> None:
    """With its reason, and without an edition."""
    skipped = occurrence(state="skipped", why="服务停机", key=None, cut_off=None, report_date=None, deadline=None)
    store.occurrences.advance(["h"], [skipped], T0)
    assert store.occurrences.list(schedule="h") == (skipped,)
    assert store.occurrences.list(schedule="other") == ()
    assert store.editions.list() == ()


def test_rows_and_mark_are_one(store: Store) -> None:
    """If one row cannot be written, none is, and the mark stays."""

    def broken() -> Iterator[Occurrence]:
        yield occurrence()
        raise BrokenOffError

    with pytest.raises(BrokenOffError):
        store.occurrences.advance(["h"], broken(), T0)
    assert (store.occurrences.list(), store.occurrences.marks(), store.editions.list()) == ((), {}, ())


def test_eight_services_one_occurrence(store: Store) -> None:
    """Whoever comes second changes nothing."""
    rows = [occurrence(f"2018-08-{day:02}T08:30") for day in range(1, 11)]
    with ThreadPoolExecutor(8) as pool:
        new = list(pool.map(lambda _: len(store.occurrences.advance(["h"], rows, T0)), range(8)))
    assert sum(new) == 10
    assert len(store.occurrences.list()) == 10
