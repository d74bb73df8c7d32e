"""Every spelling of a period in use means what a statistician means by it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.model.period import Period
from reporter.sources.shape.period_words import find, parse, settle


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2018年1-6月", "2018-H1"), ("2018年1—6月主要经济指标", "2018-H1"), ("2018年1~6月", "2018-H1"), ("2018年1～6月累计", "2018-H1"),
        ("2018年1月-6月", "2018-H1"), ("2018年1至6月", "2018-H1"), ("2018年一至六月", "2018-H1"), ("二〇一八年上半年", "2018-H1"),
        ("2018年1月—2018年6月", "2018-H1"), ("2018.1-6月", "2018-H1"), ("经济指标2018年1-6月.xlsx", "2018-H1"), ("2018年1-6.xlsx", "2018-H1"),
        ("２０１８年１－６月", "2018-H1"), ("截至2018年6月底", "2018-H1"), ("2018年6月累计", "2018-H1"), ("2018-H1", "2018-H1"), ("2018H1", "2018-H1"),
        ("2018年二季度", "2018-Q2"), ("2018年第2季度", "2018-Q2"), ("2022年第1-2季度", "2022-H1"), ("2022年第一、二季度", "2022-H1"),
        ("2018年前三季度", "2018-M01..M09"), ("2018年前3季度", "2018-M01..M09"), ("2018年1季度", "2018-Q1"), ("2018年1-2月", "2018-M01..M02"),
        ("2018.06", "2018-M06"), ("201806", "2018-M06"), ("2018-06", "2018-M06"), ("2018/6月", "2018-M06"), ("2023年06月份", "2023-M06"),
        ("2018年6月末", "2018-M06"), ("2018年十二月", "2018-M12"), ("2018-M06", "2018-M06"), ("2018-M01..M05", "2018-M01..M05"),
        ("2018年度主要指标", "2018"), ("2018年全年", "2018"), ("2018年下半年", "2018-H2"), ("2023年8月社会消费品零售总额 2023-09-19", "2023-M08"),
    ],
)  # fmt: skip
def test_spellings(text: str, code: str) -> None:
    """A text that names year and months."""
    said = find(text).period()
    assert said is not None
    assert said.code == code


@pytest.mark.parametrize(
    "text",
    ["第一产业", "完成全年计划%", "年度目标", "1、本地生产总值", "24小时", "比去年同月增长(%)", "2018.6亿元",
     "填报日期：2018年7月10日", "20180630", "13月", "1-6", ""],
)  # fmt: skip
def test_other_words_say_nothing(text: str) -> None:
    """Numerals that are no period, and days of the calendar, are not taken for one."""
    assert find(text).silent


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (("累计", "2023年8月"), "2023-M01..M08"), (("1-本月", "2023年8月"), "2023-M01..M08"), (("本月", "2023年8月"), "2023-M08"),
        (("当月", "2018年1—6月"), "2018-M06"), (("6月", "经济指标", "2018年"), "2018-M06"), (("", "表1", "2018年1-6月"), "2018-H1"),
        (("2017年", "2018年1-6月"), "2017-H1"), (("1-5月累计", "2018年1-6月"), "2018-M01..M05"), (("增长%", "1-6月", "2018年快报"), "2018-H1"),
    ],
)  # fmt: skip
def test_the_nearest_words_count_first(texts: tuple[str, ...], code: str) -> None:
    """What a header leaves open is told by title, sheet, file and definition, in this order."""
    said = settle(texts).period()
    assert said is not None
    assert said.code == code


@pytest.mark.parametrize(
    "texts",
    [("累计",), ("本月", "2018年"), ("1-6月",), ("表1",), ("2018年主要指标",), ("2018年13月",), ("2018年6-1月",)],
)
def test_no_period_is_made_up(texts: tuple[str, ...]) -> None:
    """Without a year, or without the month that 累计 ends with, there is no period."""
    assert settle(texts).period() is None


@given(
    st.builds(
        lambda year, first, more: Period(year, first, min(12, first + more)),
        st.integers(1990, 2060),
        st.integers(1, 12),
        st.integers(0, 11),
    )
)
def test_our_own_spellings_are_read(period: Period) -> None:
    """The code and the printed name of every period mean that period."""
    assert parse(period.code) == period
    assert parse(period.name) == period


@pytest.mark.parametrize(
    "text",
    [
        "二〇一八年某月",
        "2018年左右",
        "大约2018年1-6月",
        "2018年13月",
        "2018年6-1月",
        "2018-M00",
        "2018年度目标值",
        "上半年",
        "2018年度目标",
        "18年6月",
    ],
)
def test_a_period_in_a_cell_is_understood_whole_or_refused(text: str) -> None:
    """What is left over after a known spelling is not passed over."""
    assert parse(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [("二〇一八年上半年", "2018-H1"), ("2018.1-6月", "2018-H1"), ("2018年1月-6月", "2018-H1"), ("201806", "2018-M06"), ("2018年第1-2季度", "2018-H1")],
)  # fmt: skip
def test_a_period_in_a_cell_may_be_in_words(text: str, code: str) -> None:
    """The spellings of titles count in a cell of their own."""
    assert parse(text) == Period.parse(code)
