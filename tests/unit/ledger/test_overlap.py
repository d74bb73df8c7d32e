"""A due time that comes while the one before is still at work is queued, or skipped with a row that says so."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal

import pytest

from reporter.ledger import tick
from reporter.model.office import Office, Report, Schedule
from reporter.store import Store
from reporter.workdays import STATE_COUNCIL

START = dt.datetime(2018, 7, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize(("rule", "states"), [("queue", ["due", "due"]), ("skip", ["due", "skipped"])])
def test_the_rule(tmp_path: Path, rule: Literal["queue", "skip"], states: list[str]) -> None:
    """July's is not out when August's falls due."""
    plan = Schedule("monthly", "bulletin", "month", 20, dt.time(9, 0), workday="none", overlap=rule)
    project: Any = SimpleNamespace(
        office=Office("示例区管委会", "示例区"), days=STATE_COUNCIL, schedules={"monthly": plan},
        reports={"bulletin": Report("bulletin", "快报", "bulletin", sign_off="automatic")},
    )  # fmt: skip
    store = Store.open(f"sqlite:///{tmp_path / 'r.db'}")
    coming = tick.almanac(project, store, START)
    assert tick.materialise(project, store, START, coming) == ()
    for month in (7, 8):
        tick.materialise(project, store, dt.datetime(2018, month, 21, tzinfo=dt.UTC), coming)
    rows = store.occurrences.list()[::-1]
    assert [row.state for row in rows] == states
    if rule == "skip":
        assert "上一期尚未完成" in rows[1].why
    store.close()


def test_a_due_time_is_a_row_before_its_time(tmp_path: Path) -> None:
    """From the first look at a schedule on; one that moves, or is paused, leaves none behind."""
    plan = Schedule("monthly", "bulletin", "month", 20, dt.time(9, 0), workday="none")
    project: Any = SimpleNamespace(
        office=Office("示例区管委会", "示例区"), days=STATE_COUNCIL, schedules={"monthly": plan},
        reports={"bulletin": Report("bulletin", "快报", "bulletin", sign_off="automatic")},
    )  # fmt: skip
    store = Store.open(f"sqlite:///{tmp_path / 'r.db'}")

    def coming() -> list[str]:
        return [row.nominal for row in store.occurrences.coming()]

    ahead = tick.almanac(project, store, START)
    assert coming() == ["2018-07-20T09:00"]
    tick.materialise(project, store, dt.datetime(2018, 7, 21, tzinfo=dt.UTC), ahead)
    assert coming() == ["2018-08-20T09:00"]
    for changed, expected in ((replace(plan, day=25), ["2018-07-25T09:00"]), (replace(plan, paused=True), [])):
        project.schedules = {"monthly": changed}
        tick.almanac(project, store, dt.datetime(2018, 7, 21, tzinfo=dt.UTC))
        assert coming() == expected
    store.close()


def test_marks_are_raised_together_and_nothing_is_found_twice(tmp_path: Path) -> None:
    """A tick that finds nothing due raises one mark; after a restart nothing of the past is owed again."""
    plan = Schedule("monthly", "bulletin", "month", 20, dt.time(9, 0), workday="none")
    project: Any = SimpleNamespace(
        office=Office("示例区管委会", "示例区"), days=STATE_COUNCIL, schedules={"monthly": plan},
        reports={"bulletin": Report("bulletin", "快报", "bulletin", sign_off="automatic")},
    )  # fmt: skip
    store = Store.open(f"sqlite:///{tmp_path / 'r.db'}")
    coming = tick.almanac(project, store, START)
    tick.materialise(project, store, dt.datetime(2018, 7, 25, tzinfo=dt.UTC), coming)
    assert len(store.occurrences.list()) == 1
    project.schedules = {"monthly": Schedule("monthly", "bulletin", "month", 10, dt.time(9, 0), workday="none")}
    again = tick.almanac(project, store, dt.datetime(2018, 7, 26, tzinfo=dt.UTC))
    tick.materialise(project, store, dt.datetime(2018, 7, 26, tzinfo=dt.UTC), again)
    assert len(store.occurrences.list()) == 1, "the tenth of July is over"
    tick.materialise(project, store, dt.datetime(2018, 8, 11, tzinfo=dt.UTC), again)
    assert [row.nominal for row in store.occurrences.list()] == ["2018-08-10T09:00", "2018-07-20T09:00"]
    store.close()
