"""Tables of every common shape say what a person reads in them."""

from __future__ import annotations

import datetime as dt

import pytest

from reporter.model.indicator import Indicator
from tests.unit.sources.fictional_tables import look

TITLE = ("示例区2024年1—5月主要指标",)
MAY = "2024-M01..M05"


def test_tables_side_by_side() -> None:
    """Each has its own labels, titles, units and periods; what one lacks is not taken from its neighbour."""
    seen = look(
        ("表1　生产（单位：亿元）", "", "", "", "表2　企业（单位：家）", "", ""), ("指标", "2024年1—5月", "增长%", "", "指标", "2024年5月", "增长%"),
        ("甲产业增加值", 5, 1.5, "", "丁企业", 700, 2), ("乙投资", 6, -1, "", "", "", ""),
    )  # fmt: skip
    assert not seen.findings
    assert seen.figures == [
        ("甲产业增加值", "level", MAY, "5亿元"), ("甲产业增加值", "growth", MAY, "1.5%"), ("乙投资", "level", MAY, "6亿元"), ("乙投资", "growth", MAY, "-1%"),
        ("丁企业", "level", "2024-M05", "700家"), ("丁企业", "growth", "2024-M05", "2%"),
    ]  # fmt: skip


def test_one_list_broken_into_two_halves() -> None:
    """The same headings twice in a row; 序号 begins each half; no blank column between them."""
    seen = look(
        TITLE, ("序号", "指标", "绝对量", "序号", "指标", "绝对量"), (1, "甲产业增加值", 5, 3, "丙投资", 7), (2, "乙投资", 6, "", "", ""),
    )  # fmt: skip
    assert not seen.findings
    assert [figure[0] for figure in seen.figures] == ["甲产业增加值", "乙投资", "丙投资"]


def test_halves_without_a_heading_over_their_labels() -> None:
    """Words among the figures begin a second table even where nothing stands above them."""
    seen = look(
        TITLE,
        ("", "5月", "增长%", "", "5月", "增长%"),
        ("甲产业增加值", 5, 1, "丙投资", 7, 3),
        ("乙投资", 6, 2, "丁企业", 8, 4),
    )
    assert not seen.findings
    assert [(figure[0], figure[3]) for figure in seen.figures if figure[1] == "growth"] == [
        ("甲产业增加值", "1%"), ("乙投资", "2%"), ("丙投资", "3%"), ("丁企业", "4%"),
    ]  # fmt: skip


def test_months_across() -> None:
    """One row an indicator, months as columns, a January that was never published."""
    seen = look(("2024年各月累计",), ("指标", "1月", "1—2月", "1—3月", "2季度"), ("乙投资（亿元）", "…", 2, 3, 4))
    assert not seen.findings
    assert [figure[2:] for figure in seen.figures] == [
        ("2024-M01", "缺"), ("2024-M01..M02", "2亿元"), ("2024-Q1", "3亿元"), ("2024-Q2", "4亿元"),
    ]  # fmt: skip


def test_months_down() -> None:
    """Indicators as columns, each with its measure and unit in a header over two rows; years as rows of their own."""
    seen = look(
        ("月份", "乙投资", "", "丁企业（家）"), ("", "累计（亿元）", "累计增长%", ""), ("2023年", "", "", ""), ("11月", 9, 1.5, 690), ("12月", 10, 1.4, 700),
        ("2024年", "", "", ""), ("1月", "—", "—", 710), ("2月", 2, -3, 720),
        merged=[(0, 1, 0, 2), (0, 0, 1, 0), (0, 3, 1, 3)],
    )  # fmt: skip
    assert not seen.findings
    assert [figure for figure in seen.figures if figure[0] == "乙投资"] == [
        ("乙投资", "level", "2023-M01..M11", "9亿元"), ("乙投资", "growth", "2023-M01..M11", "1.5%"),
        ("乙投资", "level", "2023", "10亿元"), ("乙投资", "growth", "2023", "1.4%"),
        ("乙投资", "level", "2024-M01", "缺"), ("乙投资", "growth", "2024-M01", "缺"),
        ("乙投资", "level", "2024-M01..M02", "2亿元"), ("乙投资", "growth", "2024-M01..M02", "-3%"),
    ]  # fmt: skip
    assert [figure[2:] for figure in seen.figures if figure[0] == "丁企业"] == [
        ("2023-M11", "690家"), ("2023-M12", "700家"), ("2024-M01", "710家"), ("2024-M02", "720家"),
    ]  # fmt: skip


def test_year_and_month_in_two_columns() -> None:
    """A year that is written once counts for the rows below it."""
    seen = look(("年份", "月份", "乙投资"), ("2023年", "11月", 1), ("", "12月", 2), ("2024年", "1—2月", 3))
    assert [figure[2] for figure in seen.figures] == ["2023-M11", "2023-M12", "2024-M01..M02"]
    assert not seen.findings


def test_years_across() -> None:
    """Years as bare numbers above the columns of a yearly table."""
    seen = look(("历年主要指标",), ("指标", 2021, 2022, 2023), ("乙投资", 5, 6, 7))
    assert [figure[2:] for figure in seen.figures] == [("2021", "5亿元"), ("2022", "6亿元"), ("2023", "7亿元")]


def test_districts_down() -> None:
    """Areas below each other, indicators with measures and ranks across; the total is an area as well."""
    seen = look(
        TITLE, ("区县", "乙投资", "", "", "丙投资"), ("", "绝对量（亿元）", "增长%", "增速全市位次", "绝对量"), ("全市", 50, 3.5, "", 70), ("甲区", 20, 4.5, 1, 30),
        ("乙区", 30, 2.5, 2, 40), merged=[(1, 1, 1, 3)],
    )  # fmt: skip
    assert seen.rules == ["whole_area"]
    assert [(row.area, row.measure, str(row.value)) for row in seen.observations if row.indicator == "乙投资" and row.value is not None] == [
        ("全市", "level", "50"), ("全市", "growth", "3.5"), ("甲区", "level", "20"), ("甲区", "growth", "4.5"), ("甲区", "rank", "1"),
        ("乙区", "level", "30"), ("乙区", "growth", "2.5"), ("乙区", "rank", "2"),
    ]  # fmt: skip
    assert {row.period.code for row in seen.observations} == {MAY}


def test_one_figure_a_row() -> None:
    """A long table: indicator, district, month and the figures, in Chinese headings."""
    seen = look(
        ("指标名称", "地区", "报告期", "计量单位", "绝对量", "同比增长%"), ("乙投资", "甲区", "2024年5月", "万元", 50000, 1.5), ("丁企业", "乙区", "2024年1-5月", "家", 7, "—"),
    )  # fmt: skip
    assert not seen.findings
    assert [(row.indicator, row.area, row.measure, row.period.code, row.value and str(row.value), row.unit) for row in seen.observations] == [
        ("乙投资", "甲区", "level", "2024-M05", "5", "亿元"), ("乙投资", "甲区", "growth", "2024-M05", "1.5", "%"),
        ("丁企业", "乙区", "level", MAY, "7", "家"), ("丁企业", "乙区", "growth", MAY, None, "%"),
    ]  # fmt: skip
    assert seen.observations[0].note == "原表为50000万元"


def test_measures_in_the_rows() -> None:
    """A row may name indicator and measure together, or only the measure of the row above."""
    seen = look(
        ("2024年",),
        ("指标", "1—4月", "1—5月"),
        ("乙投资（亿元）", 5, 6),
        ("同比增长（%）", 1.5, 2.5),
        ("丁企业（家）", 7, 8),
        ("丁企业增速（%）", 3, 4),
    )
    assert not seen.findings
    assert seen.figures == [
        ("乙投资", "level", "2024-M01..M04", "5亿元"), ("乙投资", "level", MAY, "6亿元"), ("乙投资", "growth", "2024-M01..M04", "1.5%"), ("乙投资", "growth", MAY, "2.5%"),
        ("丁企业", "level", "2024-M01..M04", "7家"), ("丁企业", "level", MAY, "8家"), ("丁企业", "growth", "2024-M01..M04", "3%"), ("丁企业", "growth", MAY, "4%"),
    ]  # fmt: skip


@pytest.mark.parametrize("mark", ["　　", "# ", "其中：", "　#"])
def test_parts_belong_to_the_row_above(mark: str) -> None:
    """民间投资 below 固定资产投资 is not that below 工业投资, where the dictionary tells them apart."""
    known = [Indicator(name, "亿元") for name in ("固定资产投资", "工业投资", "工业投资民间投资", "民间投资")]
    seen = look(
        TITLE, ("指标", "绝对量"), ("固定资产投资", 9), (f"{mark}民间投资", 5), ("工业投资", 4), (f"{mark}民间投资", 1), indicators=known,
    )  # fmt: skip
    assert not seen.findings
    assert [(figure[0], figure[3]) for figure in seen.figures] == [
        ("固定资产投资", "9亿元"), ("民间投资", "5亿元"), ("工业投资", "4亿元"), ("工业投资民间投资", "1亿元"),
    ]  # fmt: skip


def test_parts_in_a_column_of_their_own() -> None:
    """Labels in two columns, the inner ones parts of the outer."""
    known = [Indicator(name, "亿元") for name in ("工业投资", "工业投资技改投资")]
    seen = look(TITLE, ("项目", "指标名称", "绝对量"), ("工业投资", "", 4), ("", "技改投资", 1), indicators=known)
    assert [figure[0] for figure in seen.figures] == ["工业投资", "工业投资技改投资"]


def test_shares_of_a_whole() -> None:
    """A table of 构成 holds shares of what its title names, and their change in points."""
    seen = look(("2、生产总值构成",), ("", "2024年1—5月", "增减百分点"), ("甲产业增加值（%）", 47.2, -2.7))
    assert [(row.measure, row.scope, f"{row.value}{row.unit}") for row in seen.observations] == [
        ("share", "生产总值", "47.2%"), ("difference", "生产总值", "-2.7个百分点"),
    ]  # fmt: skip


def test_totals_are_told() -> None:
    """A row of 合计 names no indicator: it is left out with a note, never guessed."""
    seen = look(TITLE, ("指标", "绝对量"), ("乙投资", 5), ("丙投资", 6), ("合　计", 11))
    assert seen.rules == ["total_row"]
    assert len(seen.figures) == 2
    seen = look(TITLE, ("指标", "绝对量"), ("合计", 11), layout={"names": {"合计": "乙投资"}})
    assert seen.figures == [("乙投资", "level", MAY, "11亿元")]


def test_rows_above_and_below_a_table() -> None:
    """Title, maker, day of release and unit above, notes, sources and signatures below are read as what they are."""
    seen = look(
        TITLE, ("填报单位：统计办", "", "发布日期：2024年6月18日"), ("", "", "单位：万元"), ("指标", "绝对量", "增长%"), ("乙投资", 50000, 1),
        ("资料来源：区统计局",), ("注1：增长12%以上的不在此列",), ("填表人：某某", "", "审核：某某"),
    )  # fmt: skip
    assert not seen.findings
    assert seen.figures[0] == ("乙投资", "level", MAY, "5亿元")
    assert {row.released for row in seen.observations} == {dt.date(2024, 6, 18)}
    assert {row.department for row in seen.observations} == {"统计办"}


def test_a_date_in_the_header_is_told() -> None:
    """What a spreadsheet made of 1-6 is no period; the finding says what it may have been."""
    seen = look(TITLE, ("指标", dt.date(2024, 1, 6), "增长%"), ("乙投资", 5, 1))
    assert "perhaps_a_range" in seen.rules
    assert "1-6" in next(finding.message for finding in seen.findings if finding.rule == "perhaps_a_range")
    assert not [figure for figure in seen.figures if figure[1] == "level"]


def test_a_day_in_place_of_a_month_is_told() -> None:
    """A day of the calendar as a month is refused until the layout says what it means."""
    rows = (("月份", "乙投资"), (dt.date(2024, 3, 1), 5), (dt.date(2024, 6, 1), 6))
    assert look(*rows).rules == ["unknown_period", "unknown_period"]
    assert [figure[2] for figure in look(*rows, layout={"dates": "month"}).figures] == ["2024-M03", "2024-M06"]
    assert [figure[2] for figure in look(*rows, layout={"dates": "cumulative"}).figures] == ["2024-Q1", "2024-H1"]


def test_a_header_that_slipped_is_told_once() -> None:
    """Words under the heading of figures and figures without a heading: one error, not one a row."""
    seen = look(TITLE, ("5月", "增长%"), ("甲产业增加值", 5, 1), ("乙投资", 6, 2))
    assert seen.rules == ["header_shifted"]
    assert not seen.figures
    assert (
        len(look(TITLE, ("5月", "增长%"), ("甲产业增加值", 5, 1), ("乙投资", 6, 2), layout={"align": "right"}).figures)
        == 4
    )


def test_a_header_over_three_rows() -> None:
    """Period, measure and unit each in a row of their own, with merged cells over both."""
    seen = look(
        ("主要指标",), ("指标", "2024年5月", "", "2024年1—5月", "", ""), ("", "完成", "增速", "完成", "增速", ""), ("", "（亿元）", "（%）", "（亿元）", "（%）", "增速全市位次"),
        ("乙投资", 5, 1, 25, 2, 3), merged=[(1, 0, 3, 0), (1, 1, 1, 2), (1, 3, 1, 5)],
    )  # fmt: skip
    assert not seen.findings
    assert [figure[1:] for figure in seen.figures] == [
        ("level", "2024-M05", "5亿元"), ("growth", "2024-M05", "1%"), ("level", MAY, "25亿元"), ("growth", MAY, "2%"), ("rank", MAY, "3位"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "levels", [("2024年1—5月", "2023年1—5月"), ("2023年1—5月", "2024年1—5月"), ("2024年1—5月", "上年同期")]
)
def test_a_growth_behind_two_years_is_of_the_later_one(levels: tuple[str, str]) -> None:
    """This year, last year, growth: the growth is this year's, in whatever order the years stand."""
    seen = look(("表1",), ("指标", *levels, "同比增长（%）", "增速全市位次"), ("乙投资", 5, 4, 25, 1))
    assert not seen.findings
    assert [figure[2] for figure in seen.figures if figure[1] in ("growth", "rank")] == [MAY, MAY]
    assert {figure[2] for figure in seen.figures if figure[1] == "level"} == {MAY, "2023-M01..M05"}
