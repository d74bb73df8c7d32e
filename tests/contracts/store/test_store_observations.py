"""Figures: every vintage is kept, and the one in force at a moment is found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest

from reporter.model.finding import Place
from reporter.model.observation import Observation
from reporter.model.period import Period
from reporter.model.vintage import Decision
from reporter.store import Store, Terms
from tests.contracts.store.rows import DAY, HOUR, T0, BrokenOffError, figure, values


def test_a_figure_comes_back_as_it_was(store: Store) -> None:
    """Every field survives, the decimals of the value to the last zero."""
    full = Observation(
        "项目库", "rank", "杭州市", Period(2018, 2, 5), Decimal("-0.10"), "位", "同比", "全市 增速", "以上", "约", "快报",
        dt.date(2018, 7, 1), "发改局", "经济指标", Place("data/a.xlsx", 7, "表1", "C7", "第一节", "f00d"), "口径“调整”",
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
    assert (again.new, again.changed, again.same) == (0, [], 1)
    assert len(store.observations.history("固定资产投资")) == 1


def test_a_changed_value_is_a_new_vintage(store: Store) -> None:
    """A revision names old and new, is in force from then on, and overwrites nothing."""
    store.observations.add([figure("11.6")], recorded=T0)
    difference = store.observations.add([figure("11.7")], recorded=T0 + HOUR)
    assert [(str(old.value), str(new.value)) for old, new in difference.changed] == [("11.6", "11.7")]
    assert values(store, T0 + DAY) == ["11.7"]
    assert [str(found.observation.value) for found in store.observations.history("固定资产投资")] == ["11.6", "11.7"]


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


def test_each_source_has_its_own_line(store: Store) -> None:
    """Two sources that disagree are both kept, and reading both again and again changes nothing."""
    rows = [figure("11.6", source="统计局"), figure("12.1", source="发改局")]
    for hours in range(3):
        difference = store.observations.add(rows, recorded=T0 + hours * HOUR)
    assert (difference.new, difference.backed, difference.same) == (0, 0, 2)
    assert len(store.observations.history("固定资产投资")) == 2
    revised = store.observations.add([figure("11.7", source="统计局")], recorded=T0 + DAY)
    assert [(str(old.value), str(new.value)) for old, new in revised.changed] == [("11.6", "11.7")]


def test_the_declared_precedence_decides_between_sources(store: Store) -> None:
    """By source or by department; who loses is told; what has no value never hides a value."""
    store.observations.add([figure("11.6", source="统计局"), figure(None, source="省局")], recorded=T0)
    store.observations.add([figure("12.1", source="jobs", department="发改局")], recorded=T0 + DAY)
    (newest,) = store.observations.standing(Terms(T0 + DAY))
    assert (str(newest.observation.value), [str(one.observation.value) for one in newest.rivals]) == ("12.1", ["11.6"])
    (first,) = store.observations.as_of(T0 + DAY, precedence=["省局", "统计局", "发改局"])
    assert str(first.value) == "11.6"
    (other,) = store.observations.as_of(T0 + DAY, precedence=["发改局", "统计局"])
    assert str(other.value) == "12.1"


def test_a_person_decides_and_it_is_kept_who(store: Store) -> None:
    """The decision stands above every precedence, from the moment at which it was made; the last one counts."""
    store.observations.add([figure("11.6", source="统计局"), figure("12.1", source="发改局")], recorded=T0)
    for hours, source in ((1, "发改局"), (2, "统计局"), (3, "发改局")):
        store.observations.decide(Decision(figure().key, source, "张三", "口径一致", T0 + hours * HOUR))
    (found,) = store.observations.standing(Terms(T0 + DAY, precedence=["统计局"]))
    assert (str(found.observation.value), found.decision and found.decision.by) == ("12.1", "张三")
    (before,) = store.observations.as_of(T0 + DAY, precedence=["统计局"], known=T0 + 2 * HOUR)
    assert str(before.value) == "11.6"
    assert len(store.observations.decisions()) == 3


def test_a_past_day_can_be_read_again(store: Store) -> None:
    """What was recorded later is left out, even where it was released in time."""
    store.observations.add([figure("11.6")], recorded=T0)
    store.observations.add([figure("11.9")], recorded=T0 + 5 * DAY)
    as_of = store.observations.as_of
    assert [str(one.value) for one in as_of(T0 + 9 * DAY, known=T0 + DAY)] == ["11.6"]
    assert [str(one.value) for one in as_of(T0 + 9 * DAY)] == ["11.9"]


def test_the_years_can_be_narrowed(store: Store) -> None:
    """First and last year, both included."""
    rows = [figure(period=Period(year, 1, 6)) for year in (2015, 2016, 2017, 2018)]
    store.observations.add(rows, recorded=T0)
    assert [one.period.year for one in store.observations.as_of(T0, years=(2016, 2017))] == [2016, 2017]


def test_every_vintage_can_be_read_in_the_order_in_which_it_came(store: Store) -> None:
    """A stretch at a time, none left out."""
    many = [figure(str(number), indicator=f"指标{number}") for number in range(2500)]
    store.observations.add(many, recorded=T0)
    assert [one.observation for one in store.observations.every()] == many
