"""The loop makes and sends what falls due, once, and says when it is at rest."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from reporter.errors import Faults, SealError, StoreBusy, UsageError
from reporter.model.edition import EditionKey
from reporter.model.finding import Finding, Place
from reporter.model.period import Period
from reporter.service.loop import Loop
from reporter.store import Store
from tests.unit.service.service_world import DAY, START, Recipes, StandingClock, house

HALF_YEAR = EditionKey("half_year", "public", "", Period(2018, 1, 6))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    opened = Store.open(f"sqlite:///{tmp_path / 'reporter.db'}")
    yield opened
    opened.close()


def rest(loop: Loop, store: Store, clock: StandingClock) -> None:
    """Tick, and wait until the heartbeat says that nothing is left to do."""
    loop.tick()
    for _ in range(500):
        last = store.service.last()
        if last and last.busy == 0 and last.last_tick >= clock.now():
            return
        time.sleep(0.01)
    pytest.fail("still busy")


def walk(loop: Loop, store: Store, clock: StandingClock, until: dt.datetime, step: dt.timedelta = DAY) -> None:
    """Let time pass in steps."""
    while clock.instant < until:
        rest(loop, store, clock)
        clock.instant += step
    rest(loop, store, clock)


def test_six_weeks_of_an_office(store: Store, tmp_path: Path) -> None:
    """Both reports come by themselves, on their days and once; nothing of the time before the first start is owed."""
    clock, recipes = StandingClock(), Recipes()
    loop = Loop(house(store, clock, recipes, tmp_path))
    walk(loop, store, clock, dt.datetime(2018, 7, 20, tzinfo=dt.UTC), dt.timedelta(hours=8))
    assert recipes.sent == []
    walk(loop, store, clock, dt.datetime(2018, 8, 10, tzinfo=dt.UTC), dt.timedelta(hours=8))
    assert [name.split("/")[0] for name in recipes.sent] == ["monthly", "half_year"]
    assert recipes.made == recipes.sent
    assert [found.nominal for found in store.occurrences.list()] == ["2018-08-07T08:30", "2018-07-20T09:00"]
    assert loop.close(1)


def test_a_tick_does_not_wait_for_a_report(store: Store, tmp_path: Path) -> None:
    """While one is being made ticks go on, the heartbeat counts it, and nobody makes it a second time."""
    clock, recipes = StandingClock(), Recipes(gate=Event())
    loop = Loop(house(store, clock, recipes, tmp_path))
    rest(loop, store, clock)
    clock.instant = dt.datetime(2018, 8, 8, tzinfo=dt.UTC)
    for ticks in (2, 3):
        loop.tick()
        last = store.service.last()
        assert last
        assert (last.busy, last.ticks) == (2, ticks)
    assert recipes.gate
    recipes.gate.set()
    rest(loop, store, clock)
    assert sorted(name.split("/")[0] for name in recipes.made) == ["half_year", "monthly"]
    assert loop.close(1)


def test_a_failure_is_tried_again_later(store: Store, tmp_path: Path) -> None:
    """After a minute, not at every tick; and a bug is no different from a full disk."""
    clock, recipes = StandingClock(), Recipes(trouble=[SealError("磁盘已满"), ZeroDivisionError()])
    loop = Loop(house(store, clock, recipes, tmp_path))
    rest(loop, store, clock)
    clock.instant = dt.datetime(2018, 7, 20, 1, tzinfo=dt.UTC)
    for minutes in (0, 0, 1, 4):
        clock.instant += dt.timedelta(minutes=minutes)
        rest(loop, store, clock)
        assert recipes.sent == []
    clock.instant += dt.timedelta(minutes=1)
    rest(loop, store, clock)
    assert len(recipes.sent) == 1
    assert loop.close(1)


def test_poison_comes_to_an_end(store: Store, tmp_path: Path) -> None:
    """What never succeeds is failed after five starts, with a reason, and the other report is made all the same."""
    clock, recipes = StandingClock(), Recipes(trouble=[RuntimeError()] * 5)
    loop = Loop(house(store, clock, recipes, tmp_path))
    rest(loop, store, clock)
    clock.instant = dt.datetime(2018, 7, 20, 1, tzinfo=dt.UTC)
    walk(loop, store, clock, dt.datetime(2018, 8, 8, tzinfo=dt.UTC), dt.timedelta(hours=2))
    states = {found.key.report: (found.state, found.why) for found in store.editions.list()}
    assert states["monthly"][0] == "failed"
    assert "5次" in states["monthly"][1]
    assert states["half_year"][0] == "sent"
    assert loop.close(1)


def test_what_the_office_s_own_files_stand_in_the_way_of_is_held(store: Store, tmp_path: Path) -> None:
    """Not tried at every tick, and not counted as a failure: held with the reason, told once; mended, it goes on."""
    finding = Finding("typed_number", "error", Place("10-lead.md", line=3), "手写的数字", "改用占位符")
    clock, recipes = (
        StandingClock(),
        Recipes(trouble=[Faults([finding]), UsageError("没有这一组", advice="查看收件人")]),
    )
    loop = Loop(house(store, clock, recipes, tmp_path))
    rest(loop, store, clock)
    clock.instant = dt.datetime(2018, 7, 20, 1, tzinfo=dt.UTC)
    for why in ("10-lead.md", "没有这一组（查看收件人）"):
        rest(loop, store, clock)
        (edition,) = store.editions.list()
        assert (edition.state, edition.attempts, why in edition.why) == ("held", 0, True), edition
        rest(loop, store, clock)
        assert recipes.told == ["暂缓：monthly 2018年上半年"]
        clock.instant += dt.timedelta(minutes=6)
    rest(loop, store, clock)
    assert [one.state for one in store.editions.list()] == ["sent"]
    assert loop.close(1)


def test_of_several_missed_only_the_latest_is_made(store: Store, tmp_path: Path) -> None:
    """After three months of silence each report comes once; what was left out is a row with its reason."""
    clock, recipes = StandingClock(), Recipes()
    loop = Loop(house(store, clock, recipes, tmp_path))
    rest(loop, store, clock)
    clock.instant = START + 120 * DAY
    rest(loop, store, clock)
    assert len(recipes.sent) == 2
    rows = store.occurrences.list(schedule="monthly")
    assert [row.state for row in rows] == ["due", "skipped", "skipped", "skipped"]
    assert all("错过" in row.why for row in rows[1:])
    assert loop.close(1)


def test_a_clock_set_back_repeats_nothing(store: Store, tmp_path: Path) -> None:
    """Neither the time that passes twice nor the jump forward afterwards makes a second one."""
    clock, recipes = StandingClock(), Recipes()
    loop = Loop(house(store, clock, recipes, tmp_path))
    rest(loop, store, clock)
    for day in (25, 19, 25):
        clock.instant = dt.datetime(2018, 7, day, tzinfo=dt.UTC)
        loop.tick()
        time.sleep(0.2)
    assert len(recipes.sent) == 1
    assert len(store.occurrences.list()) == 1
    assert loop.close(1)


def test_two_services_on_one_store(store: Store, tmp_path: Path) -> None:
    """Both tick through the same weeks; every report is made and sent once."""
    clock, recipes = StandingClock(), Recipes()
    loops = [Loop(house(store, clock, recipes, tmp_path, owner)) for owner in ("a", "b")]
    for days in range(45):
        clock.instant = START + days * DAY
        for loop in loops:
            loop.tick()
    assert all(loop.close(5) for loop in loops)
    assert sorted(name.split("/")[0] for name in recipes.sent) == ["half_year", "monthly"]


def test_what_a_person_sent_before_is_not_sent_again(store: Store, tmp_path: Path) -> None:
    """The due time finds the edition at its end; what was only made is made anew with the figures since, and sent."""
    clock, recipes = StandingClock(), Recipes()
    loop = Loop(house(store, clock, recipes, tmp_path))
    rest(loop, store, clock)
    due = dt.datetime(2018, 8, 7, 0, 30, tzinfo=dt.UTC)
    for key, send in ((HALF_YEAR, True), (EditionKey("monthly", "public", "", Period(2018, 6, 6)), False)):
        store.editions.ensure(key, cut_off=due, report_date=due.date(), now=clock.now())
        arguments = {"clock": clock, "output": tmp_path, "owner": "person"}
        edition = recipes.produce(None, store, key, **arguments)  # type: ignore[arg-type]
        if send:
            recipes.dispatch(None, store, edition, **arguments)  # type: ignore[arg-type]
    walk(loop, store, clock, dt.datetime(2018, 8, 9, tzinfo=dt.UTC))
    assert recipes.sent.count("half_year/2018-H1/1") == 1
    assert len(recipes.sent) == 2
    assert loop.close(1)


def test_a_process_that_ends_hands_its_work_back(store: Store, tmp_path: Path) -> None:
    """What is not finished in time is free for the next process at once, and the old one can write no more."""
    clock, recipes = StandingClock(), Recipes(gate=Event())
    loop = Loop(house(store, clock, recipes, tmp_path))
    rest(loop, store, clock)
    clock.instant = dt.datetime(2018, 7, 20, 1, tzinfo=dt.UTC)
    loop.tick()
    while not any(found.state == "producing" for found in store.editions.list()):
        time.sleep(0.01)
    assert not loop.close(0.05)
    assert recipes.gate
    (left,) = store.editions.owed(clock.now())
    assert (left.state, left.owner, left.attempts) == ("producing", "", 0)
    recipes.gate.set()
    time.sleep(0.3)
    assert store.editions.list()[0].state == "producing"
    recipes.gate = None
    following = Loop(house(store, clock, recipes, tmp_path, "next"))
    rest(following, store, clock)
    assert len(recipes.sent) == 1
    assert following.close(1)


def test_a_database_that_is_gone_for_a_while(store: Store, tmp_path: Path) -> None:
    """A known trouble is a sign of life, an unknown one is not: the watchdog looks at ``alive``."""
    clock = StandingClock()
    loop = Loop(house(store, clock, Recipes(), tmp_path))
    loop.alive = 0

    def gone() -> dt.datetime:
        raise StoreBusy("数据库暂时无法使用")

    clock.now = gone  # type: ignore[method-assign]
    loop.tick()
    assert loop.alive > 0
    loop.alive = 0
    clock.now = None  # type: ignore[assignment, method-assign]
    loop.tick()
    assert loop.alive == 0
    assert loop.close(1)
