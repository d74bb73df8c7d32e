"""What every database must keep: run on SQLite always, and on the PostgreSQL server that STORE_URL names."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from reporter.errors import StaleFence, StoreError
from reporter.model.edition import Edition, EditionKey, State
from reporter.model.finding import Place
from reporter.model.message import Delivery
from reporter.model.observation import Observation
from reporter.model.occurrence import Occurrence
from reporter.model.period import Period
from reporter.store import Store

SERVER = os.environ.get("STORE_URL", "")
H1 = Period(2018, 1, 6)
T0 = dt.datetime(2018, 7, 18, 1, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
KEY = EditionKey("half_year", "public", "", H1)


class BrokenOffError(Exception):
    """A file that ends in the middle."""


@pytest.fixture(params=["sqlite", *(["postgresql"] if SERVER else [])])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of its own."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'output' / 'reporter.db'}"
        return
    name = f"store_{uuid4().hex}"
    server = sa.create_engine(SERVER, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield sa.make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An empty store."""
    opened = Store.open(url)
    yield opened
    opened.close()


def figure(
    value: str | None = "11.6", *, released: dt.date | None = dt.date(2018, 7, 18), **fields: object
) -> Observation:
    """固定资产投资 growth 2018-H1, or something like it."""
    plain = Observation("固定资产投资", "growth", "", H1, None if value is None else Decimal(value), released=released)
    return replace(plain, **fields)  # type: ignore[arg-type]


def values(store: Store, cut_off: dt.datetime) -> list[str]:
    """The values in force."""
    return [str(found.value) for found in store.observations.as_of(cut_off)]


# --- observations -----------------------------------------------------------------------------------------------------


def test_a_figure_comes_back_as_it_was(store: Store) -> None:
    """Every field survives, the decimals of the value to the last zero."""
    full = Observation(
        "项目库", "rank", "杭州市", Period(2018, 2, 5), Decimal("-0.10"), "位", "同比", "全市 增速", "以上", "约", "快报",
        dt.date(2018, 7, 1), "发改局", "经济指标", Place("data/a.xlsx", 7, "表1", "C7", "第一节"), "口径“调整”",
    )  # fmt: skip
    store.observations.add([full], recorded=T0)
    (found,) = store.observations.as_of(T0)
    assert found == full
    assert str(found.value) == "-0.10"


def test_missing_is_not_zero(store: Store) -> None:
    """A missing value comes back as missing."""
    store.observations.add([figure(None)], recorded=T0)
    assert store.observations.as_of(T0)[0].value is None


def test_the_same_file_twice_brings_nothing_new(store: Store) -> None:
    """Reading a file again stores nothing, wherever its cells have moved to."""
    assert store.observations.add([figure()], recorded=T0).new == 1
    again = store.observations.add([figure(origin=Place("data/b.csv", 9))], recorded=T0 + HOUR)
    assert (again.new, again.changed, again.same) == (0, (), 1)
    assert len(store.observations.history("固定资产投资")) == 1


def test_a_changed_value_is_a_new_vintage(store: Store) -> None:
    """A revision names old and new, is in force from then on, and overwrites nothing."""
    store.observations.add([figure("11.6")], recorded=T0)
    difference = store.observations.add([figure("11.7")], recorded=T0 + HOUR)
    assert [(str(old.value), str(new.value)) for old, new in difference.changed] == [("11.6", "11.7")]
    assert values(store, T0 + DAY) == ["11.7"]
    assert [str(found.value) for _, found in store.observations.history("固定资产投资")] == ["11.6", "11.7"]


def test_a_figure_may_be_taken_back(store: Store) -> None:
    """11.6, then 11.7, then 11.6 again are three vintages."""
    for hours, value in enumerate(("11.6", "11.7", "11.6")):
        store.observations.add([figure(value)], recorded=T0 + hours * HOUR)
    assert values(store, T0 + DAY) == ["11.6"]
    assert len(store.observations.history("固定资产投资")) == 3


def test_vintages_within_one_file(store: Store) -> None:
    """The last of two rows about one figure counts, and nothing is compared with what is not there yet."""
    difference = store.observations.add([figure("1"), figure("2"), figure("2")], recorded=T0)
    assert (difference.new, len(difference.changed), difference.same) == (1, 1, 1)
    assert values(store, T0) == ["2"]


def test_only_what_was_released_by_the_cut_off(store: Store) -> None:
    """A revision released later changes nothing about an earlier cut-off, even if it is known today."""
    store.observations.add([figure("11.6")], recorded=T0)
    store.observations.add([figure("12.0", released=dt.date(2018, 8, 20), status="核实")], recorded=T0 + 40 * DAY)
    assert values(store, dt.datetime(2018, 8, 7, tzinfo=dt.UTC)) == ["11.6"]
    assert values(store, dt.datetime(2018, 8, 20, tzinfo=dt.UTC)) == ["12.0"]
    assert values(store, dt.datetime(2018, 7, 1, tzinfo=dt.UTC)) == []


def test_an_old_file_read_again_after_a_revision_says_nothing_new(store: Store) -> None:
    """The figure in force on its own release date is what a figure is compared with."""
    store.observations.add([figure("11.6")], recorded=T0)
    store.observations.add([figure("12.0", released=dt.date(2018, 8, 20))], recorded=T0 + 40 * DAY)
    assert store.observations.add([figure("11.6")], recorded=T0 + 50 * DAY).same == 1
    assert store.observations.add([figure("12.0", released=dt.date(2018, 9, 9))], recorded=T0 + 60 * DAY).same == 1
    assert values(store, T0 + 70 * DAY) == ["12.0"]


def test_a_release_that_becomes_known_late_counts_from_its_date(store: Store) -> None:
    """An earlier release entered afterwards is in force between its date and the next one."""
    store.observations.add([figure("12.0", released=dt.date(2018, 8, 20))], recorded=T0 + 40 * DAY)
    store.observations.add([figure("11.6")], recorded=T0 + 50 * DAY)
    assert values(store, T0 + 20 * DAY) == ["11.6"]
    assert values(store, T0 + 60 * DAY) == ["12.0"]


def test_without_a_release_date_the_recording_counts(store: Store) -> None:
    """To the second."""
    store.observations.add([figure("11.6", released=None)], recorded=T0)
    assert values(store, T0 - dt.timedelta(seconds=1)) == []
    assert values(store, T0) == ["11.6"]


def test_days_are_the_days_of_the_office(store: Store) -> None:
    """Half past midnight in Hangzhou is still the day before in UTC."""
    store.observations.add([figure(released=dt.date(2018, 8, 7))], recorded=T0)
    assert values(store, dt.datetime(2018, 8, 6, 15, 59, tzinfo=dt.UTC)) == []
    assert values(store, dt.datetime(2018, 8, 6, 16, 0, tzinfo=dt.UTC)) == ["11.6"]


def test_all_or_nothing(store: Store) -> None:
    """A file that breaks off in the middle leaves nothing behind."""

    def broken() -> Iterator[Observation]:
        for number in range(1500):
            yield figure(indicator=f"指标{number}")
        raise BrokenOffError

    with pytest.raises(BrokenOffError):
        store.observations.add(broken(), recorded=T0)
    assert store.observations.indicators() == ()


def test_many_at_once(store: Store) -> None:
    """Thousands of figures in one transaction, none mixed up with another, and the same again brings nothing."""
    many = [figure(str(number), indicator=f"指标{number}", area=f"区{number % 7}") for number in range(3500)]
    assert store.observations.add(many, recorded=T0).new == 3500
    assert store.observations.add(iter(many), recorded=T0).same == 3500
    found = store.observations.as_of(T0, areas=["区3"])
    assert found == tuple(sorted((one for one in many if one.area == "区3"), key=lambda one: one.key))


def test_the_answer_can_be_narrowed(store: Store) -> None:
    """By area and by indicator; what is empty answers nothing."""
    store.observations.add([figure(), figure(area="杭州市"), figure(indicator="交通投资")], recorded=T0)
    as_of = store.observations.as_of
    assert [found.area for found in as_of(T0, areas=["", "杭州市"])] == ["", "", "杭州市"]
    assert [found.indicator for found in as_of(T0, areas=[""], indicators=["交通投资"])] == ["交通投资"]
    assert as_of(T0, areas=[]) == ()
    assert store.observations.indicators() == ("交通投资", "固定资产投资")


def test_two_importers_at_once(store: Store) -> None:
    """Two imports of one file at the same moment store it once."""
    many = [figure(str(number), indicator=f"指标{number}") for number in range(300)]
    with ThreadPoolExecutor(4) as pool:
        differences = list(pool.map(lambda _: store.observations.add(many, recorded=T0), range(4)))
    assert sorted(difference.new for difference in differences) == [0, 0, 0, 300]


# --- editions ---------------------------------------------------------------------------------------------------------


def edition(store: Store, key: EditionKey = KEY) -> Edition:
    """A new edition."""
    return store.editions.ensure(key, cut_off=T0, report_date=dt.date(2018, 8, 7), now=T0)


def leased(store: Store, key: EditionKey = KEY, now: dt.datetime = T0) -> Edition:
    """A new edition under a lease of one hour."""
    taken = store.editions.lease(edition(store, key).id, "me", now, 3600)
    assert taken
    return taken


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
        taken = list(pool.map(lambda number: store.editions.lease(one.id, f"w{number}", T0, 60), range(8)))
    (winner,) = [found for found in taken if found]
    assert (winner.fence, winner.attempts, winner.leased_until) == (1, 1, T0 + dt.timedelta(minutes=1))
    (run,) = store.editions.runs(one.id)
    assert (run.owner, run.ended) == (winner.owner, None)


def test_an_expired_lease_is_taken_over_and_the_old_holder_is_shut_out(store: Store) -> None:
    """After the take-over every write of the old holder is refused, and nothing of it is left."""
    old = leased(store)
    assert store.editions.lease(old.id, "rescuer", T0 + HOUR, 60) is None
    new = store.editions.lease(old.id, "rescuer", T0 + HOUR + dt.timedelta(seconds=1), 60)
    assert new
    assert new.fence == old.fence + 1
    row = letter("a@example.org")
    for act in (
        lambda: store.editions.write(old.moved("produced"), fence=old.fence, now=T0),
        lambda: store.editions.renew(old.id, old.fence, T0, 60),
        lambda: store.outbox.put(old.id, [row], fence=old.fence, now=T0),
    ):
        with pytest.raises(StaleFence):
            act()
    store.editions.release(old.id, old.fence)
    assert store.editions.by_id(old.id) == new
    assert store.outbox.of(old.id) == ()


def test_a_decision_that_is_out_of_date_takes_nothing(store: Store) -> None:
    """Who read the row before somebody else worked on it does not get the lease for the fence that he read."""
    seen = edition(store)
    done = leased(store)
    store.editions.release(done.id, done.fence)
    assert store.editions.lease(seen.id, "late", T0, 60, fence=seen.fence) is None
    assert store.editions.lease(seen.id, "late", T0, 60, fence=done.fence)


def test_what_is_written_is_kept(store: Store) -> None:
    """State, reason, dates and hash; the moment of production is remembered and the attempts are forgotten."""
    one = leased(store)
    store.editions.write(one.moved("producing"), fence=one.fence, now=T0 + HOUR)
    made = replace(one, state="produced", why="说明", content_hash="f00", report_date=dt.date(2018, 8, 8))
    written = store.editions.write(made, fence=one.fence, now=T0 + HOUR)
    assert (written.produced, written.attempts, written.updated) == (T0 + HOUR, 0, T0 + HOUR)
    assert (written.why, written.content_hash, written.report_date) == ("说明", "f00", dt.date(2018, 8, 8))
    store.editions.release(one.id, one.fence, now=T0 + 2 * HOUR)
    free = store.editions.get(KEY)
    assert free
    assert (free.state, free.owner, free.leased_until) == ("produced", "", None)
    assert [(run.ended, run.outcome) for run in store.editions.runs(one.id)] == [(T0 + 2 * HOUR, "produced")]


def test_attempts_count_until_a_step_is_made(store: Store) -> None:
    """Whoever fails in order and whoever dies are both counted, so that poison is found out."""
    one = edition(store)
    for number in (1, 2, 3):
        taken = store.editions.lease(one.id, "me", T0 + number * DAY, 60)
        assert taken
        assert taken.attempts == number
        if number == 1:
            store.editions.release(one.id, taken.fence)
    assert taken
    store.editions.write(taken.moved("sending"), fence=taken.fence, now=T0)
    store.editions.release(one.id, taken.fence)
    assert (store.editions.get(KEY) or one).attempts == 0


def test_a_lease_can_be_prolonged_and_handed_back(store: Store) -> None:
    """A process that ends gives everything back at once, and what is left of its work is shut out."""
    one = leased(store)
    store.editions.renew(one.id, one.fence, T0 + HOUR, 7200)
    assert store.editions.lease(one.id, "other", T0 + 2 * HOUR, 60) is None
    assert store.editions.hand_back("other") == 0
    assert store.editions.hand_back("me") == 1
    with pytest.raises(StaleFence):
        store.editions.write(one, fence=one.fence, now=T0)
    again = store.editions.lease(one.id, "other", T0, 60)
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
            store.editions.release(one.id, one.fence)
    assert [one.id for one in store.editions.owed(T0)] == [asked.id, left.id]
    assert held.id in {one.id for one in store.editions.owed(T0 + 2 * HOUR)}


# --- occurrences ------------------------------------------------------------------------------------------------------


def occurrence(nominal: str = "2018-08-07T08:30", **fields: object) -> Occurrence:
    """The half-year report falls due."""
    plain = Occurrence("h", nominal, T0, H1, key=KEY, cut_off=T0, report_date=dt.date(2018, 8, 7), deadline=T0 + DAY)
    return replace(plain, **fields)  # type: ignore[arg-type]


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


# --- outbox -----------------------------------------------------------------------------------------------------------


def letter(address: str, **fields: object) -> Delivery:
    """A message that is not stored yet."""
    plain = Delivery(0, 0, address, "收件人", "smtp", f"<{address}@x>", T0, "half_year/2018-H1/1/message.eml", "queued")
    return replace(plain, **fields)  # type: ignore[arg-type]


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


# --- service and store ------------------------------------------------------------------------------------------------


def test_the_heartbeat(store: Store) -> None:
    """Ticks are counted, work that ends between two of them is seen, and the newest process speaks."""
    assert store.service.last() is None
    store.service.beat(T0, 1, owner="a")
    store.service.beat(T0 + HOUR, 2, owner="a")
    store.service.rest(0, owner="a")
    last = store.service.last()
    assert last
    assert (last.owner, last.started, last.last_tick, last.ticks, last.busy) == ("a", T0, T0 + HOUR, 2, 0)
    store.service.beat(T0 + DAY, 0, owner="b")
    newest = store.service.last()
    assert newest
    assert (newest.owner, newest.ticks) == ("b", 1)


def test_it_is_all_there_when_opened_again(store: Store, url: str) -> None:
    """Another process finds the same rows and the same installation name."""
    store.observations.add([figure()], recorded=T0)
    other = Store.open(url, upgrade=False)
    assert other.observations.as_of(T0) == (figure(),)
    assert other.installation == store.installation != ""
    other.close()


def test_many_processes_open_a_new_database_at_once(url: str) -> None:
    """One creates the tables, the others wait."""
    with ThreadPoolExecutor(8) as pool:
        stores = list(pool.map(lambda _: Store.open(url), range(8)))
    assert len({store.installation for store in stores}) == 1
    for store in stores:
        store.close()


def test_a_newer_database_is_refused(url: str) -> None:
    """With a clear message, and untouched."""
    Store.open(url).close()
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="更新版本"):
        Store.open(url)
    engine.dispose()


def test_an_empty_database_is_not_touched_without_leave(url: str) -> None:
    """``upgrade=False`` only looks."""
    with pytest.raises(StoreError, match="升级"):
        Store.open(url, upgrade=False)


def test_an_instant_without_a_zone_is_refused(store: Store) -> None:
    """No error of the database library leaves the store."""
    with pytest.raises(StoreError):
        store.service.beat(T0.replace(tzinfo=None), 0)
