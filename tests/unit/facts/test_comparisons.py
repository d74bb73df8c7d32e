"""What moved, against what: each kind of comparison says what domain 2.3 asks for, and refuses what it forbids."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from reporter.facts import Book
from reporter.model.fact import Missing
from reporter.model.indicator import Indicator, Part
from reporter.model.period import Period
from reporter.model.wording import Wording
from tests.unit.facts.test_facts import H1, YEAR, book, fact, seen

LAST_YEAR = H1.year_ago
Q1 = Period.parse("2018-Q1")


def cumulation(last: int, year: int = 2018) -> Period:
    """January to a month."""
    return Period(year, 1, last)


def with_parts(facts: Book, **parts: tuple[Part, ...]) -> Book:
    """The book with these part-of relations."""
    for name, part_of in parts.items():
        old = facts.indicator(name)
        facts._indicators = {
            **facts._indicators,
            name: Indicator(name, old.unit, part_of=part_of, growth_computed=old.growth_computed),
        }
    return facts


@pytest.mark.parametrize(
    ("now", "then", "phrase"),
    [
        ("11.6", "6.5", "增速比上年同期提高5.1个百分点"),
        ("4.0", "6.5", "增速比上年同期回落2.5个百分点"),
        ("-2.4", "-5.0", "降幅比上年同期收窄2.6个百分点"),
        ("-5.0", "-2.4", "降幅比上年同期扩大2.6个百分点"),
        ("1.2", "-0.8", "增速比上年同期提高2.0个百分点、由负转正"),
        ("-0.8", "1.2", "增速比上年同期回落2.0个百分点、由正转负"),
        ("3.0", "3.0", "增速与上年同期持平"),
        ("-3.0", "-3.0", "降幅与上年同期持平"),
        ("0.0", "-1.0", "降幅比上年同期收窄1.0个百分点"),
    ],
)
def test_pace_knows_growth_from_fall(now: str, then: str, phrase: str) -> None:
    """提高 and 回落 of a growth, 收窄 and 扩大 of a fall, a turn said as one."""
    facts = book(seen("甲", "growth", now), seen("甲", "growth", then, period=LAST_YEAR))
    assert fact(facts.ask("pace", "甲")).phrase == phrase


def test_prices_have_their_own_words() -> None:
    """A price rises and falls, and its 涨幅 widens."""
    facts = book(seen("甲", "growth", "2.1"), seen("甲", "growth", "1.5", period=Q1), nature="price")
    assert fact(facts.ask("growth", "甲")).phrase == "上涨2.1%"
    found = fact(facts.ask("pace", "甲", against="上期"))
    assert (found.phrase, found.times) == ("涨幅比一季度扩大0.6个百分点", ("一季度",))
    assert fact(book(seen("甲", "growth", "-0.3"), nature="price").ask("growth", "甲")).phrase == "下跌0.3%"


def test_an_intensity_goes_up_and_down() -> None:
    """Energy per unit of output is no amount that grows: 上升, its 升幅 widens; a fall is a 降幅."""
    facts = book(seen("能耗", "growth", "1.3"), seen("能耗", "growth", "0.5", period=Q1), nature="intensity")
    assert fact(facts.ask("growth", "能耗")).phrase == "上升1.3%"
    assert fact(facts.ask("pace", "能耗", against="上期")).phrase == "升幅比一季度扩大0.8个百分点"
    rows = [seen("能耗", "growth", "-3.1"), seen("能耗", "growth", "-2.6", period=LAST_YEAR)]
    assert fact(book(*rows, nature="intensity").ask("growth", "能耗")).phrase == "下降3.1%"
    assert fact(book(*rows, nature="intensity").ask("pace", "能耗")).phrase == "降幅比上年同期扩大0.5个百分点"


def test_the_last_period_is_the_nearest_that_was_published() -> None:
    """1—5月 where it is there, else the first quarter; a code asks for one of them."""
    rows = [seen("甲", "growth", "3"), seen("甲", "growth", "1", period=Q1)]
    assert fact(book(*rows).ask("pace", "甲", against="上期")).phrase == "增速比一季度提高2个百分点"
    rows.append(seen("甲", "growth", "4", period=cumulation(5)))
    facts = book(*rows)
    assert fact(facts.ask("pace", "甲", against="上期")).phrase == "增速比1—5月回落1个百分点"
    named = fact(facts.ask("pace", "甲", against="2018-Q1"))
    assert (named.id, named.inputs) == ("甲:pace:2018-Q1@2018-H1", ("甲:growth@2018-H1", "甲:growth@2018-Q1"))


def test_a_published_difference_is_used_before_it_is_computed() -> None:
    """The department's 5.1 points stand even where the two published rates are not both there."""
    facts = book(seen("甲", "growth", "11.6"), seen("甲", "difference", "5.1", basis="同比"))
    assert fact(facts.ask("pace", "甲")).phrase == "增速比上年同期提高5.1个百分点"


def test_a_turn_is_said_only_where_there_is_one() -> None:
    """由负转正 against the first quarter; two growths are no turn."""
    rows = seen("甲", "growth", "1"), seen("甲", "growth", "-1", period=Q1), seen("甲", "growth", "2", period=LAST_YEAR)
    assert fact(book(*rows).ask("turn", "甲", against="上期")).phrase == "增速由负转正"
    assert isinstance(book(*rows).ask("turn", "甲"), Missing)


@pytest.mark.parametrize(
    ("own", "phrase"), [("11.9", "低于全市2.8个百分点"), ("14.7", "与全市持平"), ("15", "高于全市0.3个百分点")]
)
def test_a_gap_names_the_other_area(own: str, phrase: str) -> None:
    """Above, below or level with the city; a missing city is not said."""
    rows = seen("甲", "growth", own), seen("甲", "growth", "14.7", area="全市")
    assert fact(book(*rows).ask("gap", "甲")).phrase == phrase
    assert isinstance(book(*rows).ask("gap", "甲", against="全国"), Missing)


def test_shares_and_rates_move_in_points() -> None:
    """A share, or a level in per cent, is higher or lower by 百分点; its growth in per cent is refused."""
    facts = book(
        seen("甲", "share", "52.2"), seen("甲", "share", "50.9", period=LAST_YEAR), seen("乙", "level", "98.5"),
        seen("乙", "level", "99", period=LAST_YEAR), seen("乙", "growth", "1.2"), unit="%", nature="rate",
    )  # fmt: skip
    assert fact(facts.ask("rate_change", "甲")).phrase == "比上年同期提高1.3个百分点"
    assert fact(facts.ask("rate_change", "乙")).phrase == "比上年同期降低0.5个百分点"
    refused = facts.ask("growth", "乙")
    assert isinstance(refused, Missing)
    assert refused.rule == "pct_vs_pp"


def test_ranks_tie_and_move() -> None:
    """并列第一; two places gained are 前移2位; another scope is another fact."""
    rows = (
        seen("甲", "rank", "1", scope="全市 增速", comparator="并列"), seen("甲", "rank", "3", scope="全市 增速", period=LAST_YEAR),
        seen("甲", "rank", "12", scope="全省 增速"),
    )  # fmt: skip
    facts = book(*rows)
    assert fact(facts.ask("rank", "甲", scope="全市")).phrase == "增幅居全市并列第一"
    assert fact(facts.ask("rank", "甲", scope="全省")).phrase == "增幅居全省第12位"
    assert fact(facts.ask("rank_change", "甲", scope="全市")).phrase == "位次比上年同期前移2位"
    without = book(seen("甲", "rank", "3")).ask("rank", "甲")
    assert isinstance(without, Missing)
    assert without.rule == "rank_without_scope"


def test_a_rank_is_counted_only_out_of_a_whole_list() -> None:
    """Third of four, tied; without the figure of one area there is none."""
    rows = [
        seen("甲", "growth", "5"),
        *(seen("甲", "growth", value, area=area) for area, value in (("子区", "9"), ("丑区", "6"), ("寅区", "5"))),
    ]
    peers: dict[str, tuple[str, ...]] = {"全市": ("子区", "丑区", "寅区")}
    found = fact(book(*rows, peers=peers).ask("rank", "甲"))
    assert (found.phrase, found.value, found.marked) == ("增幅居全市并列第3位", Decimal(3), True)
    assert isinstance(book(*rows[:-1], peers=peers).ask("rank", "甲"), Missing)


@pytest.mark.parametrize(
    ("now", "then", "phrase"),
    [
        ("0.8", "-0.4", "扭亏为盈"),
        ("-0.4", "0.8", "由盈转亏"),
        ("-0.9", "-1.2", "比上年同期减亏0.3亿元"),
        ("-1.2", "-0.9", "比上年同期增亏0.3亿元"),
    ],
)
def test_a_balance_has_no_percentage(now: str, then: str, phrase: str) -> None:
    """A loss is reduced, grows, or turns; the published -143.6 % is refused by its rule."""
    facts = book(
        seen("利润", "level", now), seen("利润", "level", then, period=LAST_YEAR), seen("利润", "growth", "-143.6"),
        unit="亿元", nature="balance",
    )  # fmt: skip
    assert fact(facts.ask("change", "利润")).phrase == phrase
    refused = facts.ask("growth", "利润")
    assert isinstance(refused, Missing)
    assert refused.rule == "negative_base"


def test_a_loss_is_called_one() -> None:
    """亏损0.9亿元, with the sign in the value."""
    found = fact(book(seen("利润", "level", "-0.9"), unit="亿元", nature="balance").ask("level", "利润"))
    assert (found.phrase, found.number, found.value, found.sign) == ("亏损0.9亿元", "0.9亿元", Decimal("-0.9"), "−")


def test_growth_on_nothing_is_a_net_increase() -> None:
    """上年同期为零，净增12家 in place of a percentage."""
    facts = book(seen("甲", "level", "12"), seen("甲", "level", "0", period=LAST_YEAR), growth_computed=True)
    assert fact(facts.ask("change", "甲")).phrase == "上年同期为零，净增12家"
    refused = facts.ask("growth", "甲")
    assert isinstance(refused, Missing)
    assert refused.rule == "zero_base"


def test_growth_is_computed_only_where_the_dictionary_allows_it() -> None:
    """420 of 380 is 10.5 % and marked; without the word of the dictionary, or with a published rate, nothing is computed."""
    rows = [seen("甲", "level", "420"), seen("甲", "level", "380", period=LAST_YEAR)]
    assert isinstance(book(*rows).ask("growth", "甲"), Missing)
    found = fact(book(*rows, growth_computed=True).ask("growth", "甲"))
    assert (found.phrase, found.marked, found.formula) == ("增长10.5%", True, "420家÷380家－1")
    published = fact(book(*rows, seen("甲", "growth", "9.9"), growth_computed=True).ask("growth", "甲"))
    assert (published.phrase, published.marked) == ("增长9.9%", False)


def test_more_than_double_is_said_in_times() -> None:
    """2750.7 % is 27.5倍; 106 % stays as it is; the value does not change."""
    found = fact(book(seen("甲", "growth", "2750.7")).ask("growth", "甲"))
    assert (found.phrase, found.value) == ("增长27.5倍", Decimal("2750.7"))
    assert fact(book(seen("甲", "growth", "106")).ask("growth", "甲")).phrase == "增长106%"


def test_bases_are_not_mixed() -> None:
    """环比 and 两年平均 are said only where they are asked for, and called so."""
    facts = book(seen("甲", "growth", "0.3", basis="环比"), seen("甲", "growth", "5.1", basis="两年平均"))
    assert isinstance(facts.ask("growth", "甲"), Missing)
    assert fact(facts.ask("growth", "甲", basis="环比")).phrase == "环比增长0.3%"
    found = fact(facts.ask("two_year_growth", "甲"))
    assert (found.phrase, found.times) == ("两年平均增长5.1%", ("两年平均",))
    income = book(seen("甲", "growth", "6", basis="名义"), seen("甲", "growth", "5", basis="实际"))
    assert fact(income.ask("growth", "甲", basis="实际")).phrase == "实际增长5%"


def test_contribution_and_pull() -> None:
    """30 of 50 more are 60 % of the growth and pull it by 3 points of 1000."""
    rows = [
        seen("总", "level", "1050"), seen("总", "level", "1000", period=LAST_YEAR),
        seen("分", "level", "230"), seen("分", "level", "200", period=LAST_YEAR),
    ]  # fmt: skip
    part = (Part("总", additive=True),)
    facts = with_parts(book(*rows, growth_computed=True), 分=part)
    assert fact(facts.ask("contribution", "分")).phrase == "对总增长的贡献率为60.0%"
    assert fact(facts.ask("pull", "分")).phrase == "拉动总增长3.0个百分点"
    shrinking = [seen("总", "level", "1004"), *rows[1:]]
    falling = [seen("总", "level", "990"), *rows[1:]]
    for other in (shrinking, falling):
        assert isinstance(with_parts(book(*other, growth_computed=True), 分=part).ask("contribution", "分"), Missing)
    assert isinstance(with_parts(book(*rows), 分=part).ask("contribution", "分"), Missing)


def test_overlapping_parts_are_never_added() -> None:
    """其中 items, cross-classes and a whole with its part are refused; additive parts of one whole are summed."""
    rows = seen("甲", "level", "10"), seen("乙", "level", "20"), seen("总", "level", "30")
    across = with_parts(book(*rows), 甲=(Part("总", additive=False),), 乙=(Part("总", additive=False),))
    for names in (("甲", "乙"), ("总", "甲")):
        refused = across.ask("total", names[0], plus=names[1])
        assert isinstance(refused, Missing)
        assert refused.rule == "overlapping_parts"
    whole = with_parts(book(*rows), 甲=(Part("总", additive=True),), 乙=(Part("总", additive=True),))
    assert fact(whole.ask("total", "甲", plus="乙")).number == "30家"


def test_a_sum_that_differs_by_rounding_says_so() -> None:
    """10.1 and 20.1 of 30.3 are a matter of rounding and noted; of 35 they are not and are refused."""
    parts = {name: (Part("总", additive=True),) for name in ("甲", "乙")}
    rows = seen("甲", "level", "10.1"), seen("乙", "level", "20.1")
    near = with_parts(book(*rows, seen("总", "level", "30.3")), **parts)
    assert "四舍五入" in fact(near.ask("total", "甲", plus="乙")).note
    far = with_parts(book(*rows, seen("总", "level", "35")), **parts).ask("total", "甲", plus="乙")
    assert isinstance(far, Missing)
    assert far.rule == "sum_mismatch"


def test_a_record_needs_a_year_of_history() -> None:
    """年内新高 with twelve earlier periods; with fewer, or a tie, nothing."""
    past = [seen("甲", "growth", "3", period=cumulation(last, 2017)) for last in range(2, 13)]
    this = [seen("甲", "growth", value, period=cumulation(last)) for last, value in ((2, "1"), (3, "2"), (4, "1.5"))]
    now = seen("甲", "growth", "4")
    assert fact(book(*past, *this, now).ask("record", "甲")).phrase == "增速创年内新高"
    assert fact(book(*past, *this, seen("甲", "growth", "0.2")).ask("record", "甲")).phrase == "增速创年内新低"
    assert isinstance(book(*past[3:], *this, now).ask("record", "甲"), Missing)
    assert isinstance(book(*past, *this, seen("甲", "growth", "2")).ask("record", "甲"), Missing)


@pytest.mark.parametrize(
    ("values", "phrase"),
    [
        (("9", "8", "7", "6"), "增速连续3个月回落"),
        (("6", "7", "8", "9"), "增速连续3个月回升"),
        (("-9", "-8", "-7", "-6"), "降幅连续3个月收窄"),
        (("-6", "-7", "-8", "-9"), "降幅连续3个月扩大"),
        (("9", "7", "8", "6"), ""),
        (("9", "8", "8", "6"), ""),
    ],
)
def test_a_streak_is_three_months_of_one_direction(values: tuple[str, ...], phrase: str) -> None:
    """Month by month without a gap; two months are none."""
    facts = book(
        *(
            seen("甲", "growth", value, period=cumulation(last))
            for last, value in zip((3, 4, 5, 6), values, strict=True)
        )
    )
    found = facts.ask("streak", "甲")
    assert (fact(found).phrase if phrase else isinstance(found, Missing)) == (phrase or True)


@pytest.mark.parametrize(
    ("unit", "more", "record", "streak"),
    [
        ("%", {"nature": "rate", "kind": "stock"}, "创年内新高", "连续3个月提高"),
        ("亿元", {"kind": "stock"}, "创年内新高", "连续3个月增加"),
        ("亿元", {}, "", ""),
    ],
)
def test_levels_of_rates_and_stocks_have_records_and_streaks(
    unit: str, more: dict[str, Any], record: str, streak: str
) -> None:
    """A rate of 96.5 % is the year's highest by itself; the cumulative amount of a flow always is, and says nothing."""
    past = [seen("甲", "level", "90", unit=unit, period=cumulation(last, 2017)) for last in range(2, 13)]
    this = [
        seen("甲", "level", value, unit=unit, period=cumulation(last))
        for last, value in ((2, "93"), (3, "94"), (4, "95"), (5, "96"), (6, "96.5"))
    ]
    made = book(*past, *this[1:], unit=unit, **more)
    for kind, phrase in (("record", record), ("streak", streak)):
        found = made.ask(kind, "甲")
        assert (fact(found).phrase if phrase else isinstance(found, Missing)) == (phrase or True)


def test_more_than_the_target() -> None:
    """1920 of 1800 are 120 more; 104 % of a plan are 4 points more."""
    done = book(seen("甲", "level", "1920"), seen("甲", "target", "1800", period=YEAR))
    assert fact(done.ask("surplus", "甲")).phrase == "超过全年目标120家"
    assert isinstance(done.ask("remaining", "甲"), Missing)
    assert fact(book(seen("甲", "completion", "104.0")).ask("surplus", "甲")).phrase == "超年度计划4.0个百分点"


@pytest.mark.parametrize(
    ("now", "aim", "qualifier", "phrase"),
    [
        ("8.1", "7.5", "", "高于年度目标0.6个百分点"), ("8.1", "9", "以上", "低于年度目标0.9个百分点"),
        ("7.5", "7.5", "", "与年度目标持平"), ("-2.4", "5", "", "低于年度目标7.4个百分点"),
        ("-3.5", "-3", "", "降幅高于年度目标0.5个百分点"), ("-2.1", "-3", "", "降幅低于年度目标0.9个百分点"),
        ("1.2", "-3", "", "高于年度目标4.2个百分点"), ("8.1", "7", "左右", ""),
    ],
)  # fmt: skip
def test_growth_is_held_against_the_growth_that_is_aimed_at(now: str, aim: str, qualifier: str, phrase: str) -> None:
    """In points, of two falls the fall; a target of about 7 % is missed by nobody knows how much."""
    rows = seen("甲", "growth", now), seen("甲", "target", aim, unit="%", qualifier=qualifier, period=YEAR)  # type: ignore[arg-type]
    found = book(*rows).ask("target_gap", "甲")
    if phrase:
        assert (fact(found).phrase, fact(found).marked) == (phrase, False)
    else:
        assert isinstance(found, Missing)
        assert found.rule == "rough_figures"


def test_an_amount_that_is_aimed_at_is_no_growth() -> None:
    """A target in the indicator's unit, and one of a rate, have their own comparisons."""
    amount = book(seen("甲", "growth", "8.1"), seen("甲", "target", "120", period=YEAR))
    rate = book(
        seen("甲", "level", "96", unit="%"), seen("甲", "target", "98", unit="%", period=YEAR), unit="%", nature="rate"
    )
    assert all(isinstance(one.ask("target_gap", "甲"), Missing) for one in (amount, rate))


def test_a_budget_is_no_plan() -> None:
    """Revenue completes the year's 预算, whether the treasury reports the rate or the target is known."""
    reported = book(seen("收入", "completion", "51.2"), plan="预算")
    assert fact(reported.ask("completion", "收入")).phrase == "完成年度预算的51.2%"
    aimed = book(seen("收入", "level", "51"), seen("收入", "target", "100", period=YEAR), plan="预算")
    assert fact(aimed.ask("target_progress", "收入")).phrase == "完成年度预算的51.0%"
    beyond = book(seen("收入", "level", "120"), seen("收入", "target", "100", period=YEAR), plan="预算")
    assert fact(beyond.ask("surplus", "收入")).phrase == "超过年度预算20家"
    assert (
        fact(book(seen("收入", "completion", "104.0"), plan="预算").ask("surplus", "收入")).phrase
        == "超年度预算4.0个百分点"
    )


def test_late_figures_know_their_period() -> None:
    """An indicator that always comes a month later speaks of 1—5月 in a report of January to June."""
    facts = book(seen("服务业", "growth", "4.2", period=cumulation(5)), lag=1)
    found = fact(facts.ask("growth", "服务业"))
    assert (found.period, found.lagging, found.id) == (cumulation(5), True, "服务业:growth@2018-M01..M05")
    late = facts.ask("level", "服务业")
    assert isinstance(late, Missing)
    assert late.period == cumulation(5)


def test_january_alone_is_owed_by_nobody() -> None:
    """What is first published for 1—2月 is not said of January, and not listed as unreported; February's sum is."""
    for period, unreported in (("2018-M01", False), ("2018-M02", False), ("2018-M01..M02", True), ("2018-M03", True)):
        found = book(seen("甲", "level", None), january=False).ask("growth", "甲", period=period)
        assert isinstance(found, Missing)
        assert found.unreported is unreported


def test_between_quarters_a_quarterly_figure_is_owed_by_nobody() -> None:
    """地区生产总值 and 居民收入 are published by quarters: neither said of 1—5月 nor listed as unreported."""
    for period, unreported in (("2018-M01..M05", False), ("2018-M05", False), ("2018-Q1", True), ("2018-H1", True)):
        found = book(seen("甲", "level", None), quarterly=True).ask("growth", "甲", period=period)
        assert isinstance(found, Missing)
        assert found.unreported is unreported


def test_nothing_done_is_no_progress() -> None:
    """Where nothing is done yet neither 完成全年目标的0.0% nor the distance to 序时进度 is said."""
    facts = book(seen("甲", "level", "0"), seen("甲", "target", "30", period=YEAR))
    for kind in ("target_progress", "ahead"):
        found = facts.ask(kind, "甲")
        assert isinstance(found, Missing)
        assert not found.unreported


def test_halves_go_where_the_office_says() -> None:
    """0.25 at one decimal is 0.3 by 四舍五入 and 0.2 by 四舍六入五成双."""
    row = seen("甲", "growth", "0.25")
    assert fact(book(row, rate_decimals=1).ask("growth", "甲")).number == "0.3%"
    assert fact(book(row, rate_decimals=1, wording=Wording("half_even")).ask("growth", "甲")).number == "0.2%"


def test_an_expected_figure_stays_expected() -> None:
    """What is derived of a 预计 figure is 预计."""
    row = seen("甲", "growth", "5")
    expected = type(row)(**{**{name: getattr(row, name) for name in row.__slots__}, "status": "预计"})
    found = fact(book(expected, seen("甲", "growth", "3", area="全市")).ask("gap", "甲"))
    assert found.phrase == "预计高于全市2个百分点"


def test_an_option_that_a_kind_does_not_have_is_refused() -> None:
    """A misspelt option is told, not ignored."""
    with pytest.raises(TypeError, match="colour"):
        book(seen("甲", "growth", "5")).ask("growth", "甲", colour="red")


def test_a_level_that_is_negative_now_bears_no_percentage() -> None:
    """亏损9.3亿元，增长2.1倍 is not said, whatever was published: change() says 增亏 or 由盈转亏."""
    refused = book(seen("甲", "level", "-9.3"), seen("甲", "growth", "210")).ask("growth", "甲")
    assert isinstance(refused, Missing)
    assert refused.rule == "negative_base"


def test_a_rate_of_last_year_below_nothing_is_refused() -> None:
    """-50% less 60 points would have been a fall by 110%: one of the two figures is wrong."""
    rows = seen("甲", "growth", "-50"), seen("甲", "difference", "60", basis="同比")
    refused = book(*rows).ask("prior_growth", "甲")
    assert isinstance(refused, Missing)
    assert "低于-100%" in refused.reason


@pytest.mark.parametrize(("comparator", "words"), [("", "与上年持平"), ("以上", "不低于上年"), ("以内", "不高于上年")])
def test_an_aim_of_no_growth_is_said_in_words(comparator: str, words: str) -> None:
    """增长0% is not said."""
    made = book(seen("甲", "target", "0.0", period=YEAR, unit="%", comparator=comparator))
    assert fact(made.ask("target", "甲")).phrase == words


def test_prices_that_begin_to_fall_have_no_more_rise_to_speak_of() -> None:
    """下跌0.2%，涨幅… would contradict itself; the other way round 涨幅 is what there is."""
    rows = seen("甲", "growth", "-0.2"), seen("甲", "growth", "0.3", period=H1.year_ago)
    assert fact(book(*rows, nature="price").ask("pace", "甲")).phrase == "比上年同期回落0.5个百分点、由正转负"
    rows = seen("甲", "growth", "0.3"), seen("甲", "growth", "-0.2", period=H1.year_ago)
    assert fact(book(*rows, nature="price").ask("pace", "甲")).phrase == "涨幅比上年同期扩大0.5个百分点、由负转正"


def test_what_is_printed_in_noughts_is_nothing() -> None:
    """0家 and 0.3 at no decimals are nothing to enumerate; 持平, 第一 and 10家 are something."""
    said = {
        value: fact(book(seen("甲", "level", value), decimals=0).ask("level", "甲")).nil
        for value in ("0", "0.3", "0.5", "10")
    }
    assert said == {"0": True, "0.3": True, "0.5": False, "10": False}
    assert not fact(book(seen("甲", "growth", "0")).ask("growth", "甲")).nil
