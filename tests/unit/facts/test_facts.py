"""Facts say what a statistics office would say, and refuse what it would not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from reporter.facts import Book
from reporter.model.edition import EditionKey
from reporter.model.fact import Fact, Missing
from reporter.model.finding import Place
from reporter.model.indicator import Indicator
from reporter.model.observation import Measure, Observation, Qualifier
from reporter.model.office import Office, Report
from reporter.model.period import Period
from reporter.model.record import Distinction, Event, Registers
from reporter.model.snapshot import Snapshot
from reporter.model.wording import Wording

H1 = Period.parse("2018-H1")
YEAR = Period.parse("2018")


def seen(
    name: str, measure: Measure, value: str | None, *, period: Period = H1, unit: str = "", basis: str = "", scope: str = "",
    qualifier: Qualifier = "", comparator: str = "", area: str = "",
) -> Observation:  # fmt: skip
    """One observation of the fictional district."""
    return Observation(
        name, measure, area, period, None if value is None else Decimal(value), unit=unit, basis=basis, scope=scope,
        qualifier=qualifier, comparator=comparator, department="统计办", origin=Place(file="data/a.xlsx", cell=f"C{len(name)}"),
    )  # fmt: skip


def book(
    *rows: Observation, unit: str = "家", public: bool = True, cut: str = "public", period: Period = H1,
    peers: dict[str, tuple[str, ...]] | None = None, wording: Wording | None = None, **more: Any,
) -> Book:  # fmt: skip
    """A book of these observations."""
    names = {row.indicator for row in rows} | {"空白"}
    kiosk = Event(
        "kiosk",
        dt.date(2018, 7, 1),
        "…",
        first=Distinction("第一台", "自助服务终端", "全省"),
        until=dt.date(2018, 7, 31),
    )
    return Book(
        Snapshot(
            EditionKey("r", cut, "", period), Office("示例区", "示例区", peers=peers or {}, wording=wording or Wording()), Report("r", "报告", "r", cut=cut),  # type: ignore[arg-type]
            dt.datetime(2018, 8, 7, tzinfo=dt.UTC), dt.date(2018, 8, 7),
            {name: Indicator(name, unit, public=public, department="统计办", **more) for name in names},
            rows, Registers(events=(kiosk,)), {},
        )
    )  # fmt: skip


def fact(found: Fact | Missing) -> Fact:
    """The fact, which must be there."""
    assert isinstance(found, Fact), found
    return found


@pytest.mark.parametrize(
    ("value", "number", "phrase"),
    [
        ("11.6", "11.6%", "增长11.6%"),
        ("106", "106%", "增长106%"),
        ("-4.8", "4.8%", "下降4.8%"),
        ("0", "持平", "持平"),
        ("0.0", "持平", "持平"),
        ("52.210", "52.210%", "增长52.210%"),
    ],
)
def test_growth_has_the_verb_of_its_sign(value: str, number: str, phrase: str) -> None:
    """The verb carries the sign, the decimals are those that were sent, and nothing grows by 0.0 %."""
    found = fact(book(seen("甲", "growth", value)).ask("growth", "甲"))
    assert (found.number, found.phrase) == (number, phrase)
    assert found.id == "甲:growth@2018-H1"
    assert found.phrase.count(found.number) == 1


def test_a_rate_that_rounds_to_nothing_is_almost_level() -> None:
    """-0.04 at one decimal is 基本持平, never -0.0%."""
    assert fact(book(seen("甲", "growth", "-0.04"), rate_decimals=1).ask("growth", "甲")).phrase == "基本持平"


@pytest.mark.parametrize(
    ("qualifier", "number"),
    [
        ("约", "约700家"),
        ("余", "700余家"),
        ("以上", "700家以上"),
        ("近", "近700家"),
        ("突破", "突破700家"),
        ("左右", "700家左右"),
    ],
)
def test_a_rough_figure_says_so(qualifier: Qualifier, number: str) -> None:
    """Each qualifier stands where the language puts it."""
    assert fact(book(seen("甲", "level", "700", qualifier=qualifier)).ask("level", "甲")).number == number


def test_last_years_rate_is_derived_and_marked() -> None:
    """11.6% less 5.1 points is 6.5% of the year before, with inputs, formula and the mark 推算."""
    rows = seen("固投", "growth", "11.6", basis="同比"), seen("固投", "difference", "5.1", basis="同比")
    found = fact(book(*rows).ask("prior_growth", "固投"))
    assert (found.number, found.phrase, found.marked) == ("6.5%", "增长6.5%", True)
    assert found.id == "固投:prior_growth@2017-H1"
    assert found.inputs == ("固投:growth@2018-H1", "固投:difference@2018-H1")
    assert found.formula == "11.6%－5.1个百分点"


def test_a_difference_of_another_basis_gives_no_rate_of_last_year() -> None:
    """Points that are not against last year's rate (the refuse of the demo) derive nothing."""
    found = book(seen("垃圾", "growth", "3"), seen("垃圾", "difference", "-61.7")).ask("prior_growth", "垃圾")
    assert isinstance(found, Missing)


@pytest.mark.parametrize(
    ("value", "basis", "phrase"),
    [
        ("5.1", "同比", "高于上年同期5.1个百分点"),
        ("-2", "同比", "低于上年同期2个百分点"),
        ("-61.7", "", "降低61.7个百分点"),
    ],
)
def test_points_name_what_they_are_against(value: str, basis: str, phrase: str) -> None:
    """A difference is said in 百分点 with a verb, against last year only where its basis says so."""
    assert fact(book(seen("甲", "difference", value, basis=basis)).ask("difference", "甲")).phrase == phrase


def test_plan_and_calendar() -> None:
    """72.3% of the plan in half a year is 22.3 points ahead; 40% is 10 points behind."""
    assert fact(book(seen("项目", "completion", "72.3")).ask("ahead", "项目")).phrase == "超序时进度22.3个百分点"
    behind = fact(book(seen("项目", "completion", "40")).ask("ahead", "项目"))
    assert behind.phrase == "落后序时进度10.0个百分点"
    assert behind.value == -10
    assert fact(book(seen("项目", "completion", "50")).ask("ahead", "项目")).phrase == "与序时进度持平"


def test_target_progress_what_is_owed_and_what_a_month_needs() -> None:
    """1405 of 1800以上: 78.1%, 395 to go, 66 a month - computed first, rounded last."""
    facts = book(
        seen("企业", "level", "1405"), seen("企业", "target", "1800", period=YEAR, qualifier="以上", comparator="确保")
    )
    assert fact(facts.ask("target", "企业")).number == "1800家以上"
    assert fact(facts.ask("target_progress", "企业")).phrase == "完成全年目标的78.1%"
    assert fact(facts.ask("ahead", "企业")).number == "28.1个百分点"
    assert fact(facts.ask("remaining", "企业")).number == "395家"
    assert fact(facts.ask("monthly_need", "企业")).phrase == "月均需66家"


def test_rough_figures_are_carried_or_refused() -> None:
    """One rough figure lends its word to what is computed of it; two are never divided; what is left cannot be said."""
    rows = (
        seen("甲", "level", "200", qualifier="余"),
        seen("甲", "target", "700", period=YEAR),
        seen("乙", "level", "4"),
        seen("丙", "level", "300", qualifier="约"),
        seen("丙", "target", "700", period=YEAR, qualifier="约"),
    )
    facts = book(*rows)
    assert fact(facts.ask("target_progress", "甲")).number == "28.6%以上"
    assert fact(facts.ask("total", "甲", plus="乙")).number == "204家以上"
    for kind in ("remaining", "monthly_need", "ahead"):
        assert isinstance(facts.ask(kind, "甲"), Missing)
    refused = facts.ask("target_progress", "丙")
    assert isinstance(refused, Missing)
    assert refused.rule == "rough_ratio"


def test_a_sum_of_parts() -> None:
    """22 and 33 are 55, with both as inputs; without one of them there is no sum."""
    facts = book(seen("甲", "level", "22"), seen("乙", "level", "33"))
    assert (fact(facts.ask("total", "甲", plus="乙")).number, fact(facts.ask("total", "甲", plus="乙")).id) == (
        "55家", "甲＋乙:total@2018-H1",
    )  # fmt: skip
    assert isinstance(facts.ask("total", "甲", plus="空白"), Missing)


def test_a_rank_says_among_whom_and_of_what() -> None:
    """第一 and 第3位, of the growth only where the scope says so; without a scope it is not said."""
    assert fact(book(seen("社零", "rank", "1", scope="全市 增速")).ask("rank", "社零")).phrase == "增幅居全市第一"
    assert fact(book(seen("社零", "rank", "3", scope="全市 总量")).ask("rank", "社零")).phrase == "居全市第3位"
    assert isinstance(book(seen("社零", "rank", "3")).ask("rank", "社零"), Missing)


def test_what_nobody_sent_is_missing_with_who_owes_it() -> None:
    """An empty value and no row at all are both 未报送, never 0."""
    for facts in (book(seen("空白", "level", None)), book()):
        found = facts.ask("level", "空白")
        assert isinstance(found, Missing)
        assert (found.reason, found.department, found.id) == ("未报送", "统计办", "空白:level@2018-H1")


def test_an_unknown_subject_or_kind_is_a_fault_of_the_text() -> None:
    """A name that is in no dictionary raises, so that it can be told with its line."""
    for kind, name in (("level", "没有的指标"), ("grwoth", "空白"), ("first", "nobody")):
        with pytest.raises(KeyError):
            book().ask(kind, name)


def test_an_internal_figure_stays_inside() -> None:
    """The public cut does not say what the dictionary keeps internal; the internal cut does."""
    assert isinstance(book(seen("甲", "level", "1"), public=False).ask("level", "甲"), Missing)
    assert isinstance(book(seen("甲", "level", "1"), public=False, cut="internal").ask("level", "甲"), Fact)


def test_a_claim_of_being_first_comes_from_the_register() -> None:
    """第一台 carries its scope and the month of its event."""
    claim = fact(book().ask("first", "kiosk"))
    assert (claim.number, claim.phrase, claim.id) == ("第一台", "全省第一台", "自助服务终端:first@2018-M07")


def test_another_area_has_facts_of_its_own() -> None:
    """The parent's rate is asked for by the area's name, has its own id, and never stands in for the office's."""
    ours, theirs = seen("固投", "growth", "11.6"), replace(seen("固投", "growth", "7.4"), area="示例市")
    facts = book(ours, theirs)
    assert fact(facts.ask("growth", "固投")).number == "11.6%"
    parent = fact(facts.ask("growth", "固投", area="示例市"))
    assert (parent.number, parent.id) == ("7.4%", "固投:growth:示例市@2018-H1")
    assert isinstance(facts.ask("growth", "固投", area="别的市"), Missing)
