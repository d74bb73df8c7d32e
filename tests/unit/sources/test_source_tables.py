"""Tables are understood by their shape, and what cannot be understood is told with its cell."""

from __future__ import annotations

import datetime as dt

import pytest

from reporter.model.indicator import Indicator, Synonym
from tests.unit.sources.fictional_tables import look

TITLE = ("示例区2024年1—5月主要指标",)
TITLE_PERIOD_END = dt.date(2024, 5, 31)
HEAD = ("指标名称", "1—5月累计", "同比增长（%）")


def test_a_department_table() -> None:
    """Title, maker, corner unit, merged header over two rows, 序号, 其中 rows and a footnote."""
    seen = look(
        TITLE, ("制表单位：统计办", "", "", "", "", "单位：亿元、家、%"),
        ("序号", "指标名称", "1—5月累计", "", "", "增速全市位次"), ("", "", "绝对量", "同比增长（%）", "增幅比上年同期增减（百分点）", ""),
        (1, "甲产业增加值", 312.5, 6.8, "——", 3), (2, "乙投资", "——", "-4.2%", 1.5, "——"),
        ("", "　　其中：丙投资", "约3", 12.5, "…", ""), (3, "丁企业", "700余", "/", "", ""),
        ("注：绝对量按现价计算，增长12%的不在此列。",),
        merged=[(2, 2, 2, 4), (2, 0, 3, 0), (2, 1, 3, 1), (2, 5, 3, 5)],
    )  # fmt: skip
    assert not seen.findings
    period = "2024-M01..M05"
    assert [(name, measure, value) for name, measure, when, value in seen.figures if when == period] == [
        ("甲产业增加值", "level", "312.5亿元"), ("甲产业增加值", "growth", "6.8%"), ("甲产业增加值", "difference", "缺"), ("甲产业增加值", "rank", "3位"),
        ("乙投资", "level", "缺"), ("乙投资", "growth", "-4.2%"), ("乙投资", "difference", "1.5个百分点"), ("乙投资", "rank", "缺"),
        ("丙投资", "level", "约3亿元"), ("丙投资", "growth", "12.5%"), ("丙投资", "difference", "缺"), ("丙投资", "rank", "缺"),
        ("丁企业", "level", "余700家"), ("丁企业", "growth", "缺"), ("丁企业", "difference", "缺"), ("丁企业", "rank", "缺"),
    ]  # fmt: skip
    assert {row.scope for row in seen.observations if row.measure == "rank"} == {"全市 增速"}
    assert {row.basis for row in seen.observations if row.measure in ("growth", "difference")} == {"同比"}
    assert {row.department for row in seen.observations} == {"统计办"}
    assert [row.origin.cell for row in seen.observations][:5] == ["C5", "D5", "E5", "F5", "C6"]
    assert seen.observations[0].origin.sheet == "表1"


def test_merged_cells_need_not_be_told() -> None:
    """Where a format does not tell merged cells, headings count to their right."""
    seen = look(
        ("2024年",), ("指标", "6月", "", "1—6月累计", ""), ("", "绝对量", "增长%", "绝对量", "增长%"), ("甲产业增加值", 5, 1.5, 30, 2.5),
    )  # fmt: skip
    assert [figure[1:] for figure in seen.figures] == [
        ("level", "2024-M06", "5亿元"), ("growth", "2024-M06", "1.5%"), ("level", "2024-H1", "30亿元"), ("growth", "2024-H1", "2.5%"),
    ]  # fmt: skip
    assert not seen.findings


def test_month_and_cumulative_side_by_side() -> None:
    """A growth belongs to the column on its left; 本月 and 1-本月 mean the month of the title."""
    seen = look(
        ("乙投资情况",), ("2023年8月",), ("指标", "本月", "比去年同月增长(%)", "1-本月", "比去年同期增长(%)"),
        ("乙投资(亿元)", 14.2, 4.3, 122.8, 18.3), ("# 丙投资", 13.4, 3.6, 112.8, 16.4),
    )  # fmt: skip
    assert not seen.findings
    assert [figure[1:3] for figure in seen.figures[:4]] == [
        ("level", "2023-M08"), ("growth", "2023-M08"), ("level", "2023-M01..M08"), ("growth", "2023-M01..M08"),
    ]  # fmt: skip
    assert seen.figures[4][0] == "丙投资"


@pytest.mark.parametrize(
    "label",
    ["乙投资（1—5月）", "乙投资(1-5月)", "  其中：乙投资（2024年1—5月）", "1—5月乙投资", "乙投资（1—5月，亿元）"],
)
def test_a_label_with_a_period_of_its_own(label: str) -> None:
    """What comes a month late says so beside its name: the figure is of that period, not of the table's."""
    seen = look(
        ("主要指标",), ("2024年6月", "", "单位：亿元"), ("指标", "本月", "比去年同月增长(%)", "1-本月", "比去年同期增长(%)"),
        ("甲产业增加值", 1, 2, 3, 4), (label, "——", "——", 21.1, 8.3), ("丙投资", 5, 6, 7, 8),
    )  # fmt: skip
    assert not seen.findings
    assert [figure[:3] for figure in seen.figures if figure[0] == "乙投资"] == [
        ("乙投资", "level", "2024-M05"), ("乙投资", "growth", "2024-M05"),
        ("乙投资", "level", "2024-M01..M05"), ("乙投资", "growth", "2024-M01..M05"),
    ]  # fmt: skip
    assert {figure[2] for figure in seen.figures if figure[0] != "乙投资"} == {"2024-M06", "2024-H1"}


def test_a_label_whose_indicator_is_pinned_keeps_its_period() -> None:
    """``names`` of the layout says what a label is called in the dictionary; the period in it stands."""
    seen = look(
        ("2024年6月",), ("指标（亿元）", "累计"), ("甲产业增加值", 3), ("丙类（1—5月）", 21.1), ("丁类", 4),
        layout={"names": {"丙类（1—5月）": "丙投资", "丁类": "乙投资"}},
    )  # fmt: skip
    assert not seen.findings
    assert [figure[::2] for figure in seen.figures] == [
        ("甲产业增加值", "2024-H1"), ("丙投资", "2024-M01..M05"), ("乙投资", "2024-H1"),
    ]  # fmt: skip


def test_a_label_of_a_later_period_says_its_year() -> None:
    """1—12月 in a table of January is last year's, which the file itself must say."""
    rows = ("2024年1月主要指标",), ("指标（亿元）", "累计"), ("甲产业增加值", 1)
    assert look(*rows, ("乙投资（1—12月）", 21.1)).rules == ["unknown_period"]
    seen = look(*rows, ("乙投资（2023年1—12月）", 21.1))
    assert [figure[2] for figure in seen.figures] == ["2024-M01", "2023"]


def test_a_name_within_other_words_is_not_the_row_above() -> None:
    """A label that is unknown as a whole is told, and its figures go to nobody."""
    seen = look(("2024年5月",), ("指标（亿元）", "累计"), ("甲产业增加值", 1), ("新型乙投资增速", 2))
    assert "unknown_indicator" in seen.rules
    assert [figure[0] for figure in seen.figures] == ["甲产业增加值"]


def test_blocks_below_each_other_have_their_own_periods() -> None:
    """A block of the fifth month inside the file of the sixth keeps its months; units stand in the labels."""
    seen = look(
        ("1、生产",), ("", "6月", "1-6月累计", "累计"), ("", "", "", "增长%"), ("甲产业增加值(亿元)", "——", 138.9, -6.5),
        ("注:按现价计算。",), ("2、效益",), ("", "5月", "1-5月累计", "累计"), ("", "", "", "增长%"),
        ("丁企业(家)", "——", 3725, 0.1), ("戊覆盖率(%)", "——", 32.86, "10.17个百分点"),
        file="数据/月报2020年6月.xlsx",
    )  # fmt: skip
    assert seen.rules == ["points_in_rates"]
    assert seen.figures == [
        ("甲产业增加值", "level", "2020-M06", "缺"), ("甲产业增加值", "level", "2020-H1", "138.9亿元"), ("甲产业增加值", "growth", "2020-H1", "-6.5%"),
        ("丁企业", "level", "2020-M05", "缺"), ("丁企业", "level", "2020-M01..M05", "3725家"), ("丁企业", "growth", "2020-M01..M05", "0.1%"),
        ("戊覆盖率", "level", "2020-M05", "缺"), ("戊覆盖率", "level", "2020-M01..M05", "32.86%"),
        ("戊覆盖率", "difference", "2020-M01..M05", "10.17个百分点"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "measure", "scope", "basis"),
    [
        ("累计增长%", "growth", "", "同比"), ("增速（%）", "growth", "", "同比"), ("环比增长（%）", "growth", "", "环比"), ("同比±%", "growth", "", "同比"),
        ("增减百分点", "difference", "", ""), ("比上年同期增幅（百分点）", "difference", "", "同比"), ("增速全市位次", "rank", "全市 增速", ""),
        ("总量全省排名", "rank", "全省 总量", ""), ("占新注册企业比重（%）", "share", "新注册企业", ""), ("完成年度计划（%）", "completion", "", ""),
        ("完成预算%", "completion", "", ""), ("为预算%", "completion", "", ""), ("预算执行率%", "completion", "", ""),
        ("年度目标", "target", "", ""), ("绝对量", "level", "", ""), ("1—5月", "level", "", ""), ("期末数", "level", "", ""),
    ],
)  # fmt: skip
def test_header_words(words: str, measure: str, scope: str, basis: str) -> None:
    """What a column holds is told by the words of its header."""
    seen = look(TITLE, ("指标", words), ("戊覆盖率", 5))
    assert not seen.findings
    (row,) = seen.observations
    assert (row.measure, row.scope, row.basis) == (measure, scope, basis)
    assert row.period.code == ("2024" if measure == "target" else "2024-M01..M05")


def test_a_column_of_per_cent_is_no_amount() -> None:
    """A header that ends in % and says no measure that is known is an error beside an amount of money, never one."""
    seen = look(TITLE, ("指标", "累计", "完成%"), ("乙投资", 5, 51.9))
    assert seen.rules == ["unit_mismatch"]


def test_last_years_column_is_of_last_year() -> None:
    """上年同期 is a level of the year before."""
    seen = look(TITLE, ("指标", "本期", "上年同期"), ("甲产业增加值", 5, 4))
    assert [figure[2] for figure in seen.figures] == ["2024-M01..M05", "2023-M01..M05"]


@pytest.mark.parametrize(
    "label",
    [
        "甲产业增加值",
        "　　其中：甲产业增加值",
        "# 甲产业增加值",
        "1. 甲产业增加值",
        "（一）甲产业增加值",
        "一、甲产业增加值（亿元）",
    ],
)
def test_labels_as_people_write_them(label: str) -> None:
    """Indents, numbering, 其中 and units around the name do not matter."""
    assert [figure[0] for figure in look(TITLE, HEAD, (label, 5, 1)).figures] == ["甲产业增加值", "甲产业增加值"]


@pytest.mark.parametrize("label", ["项目(临时)支部", '"双百"人才', "「双百」 人才", "24小时大厅", "乙投"])
def test_names_with_signs_and_numerals_stay_whole(label: str) -> None:
    """Brackets, quotation marks and numerals of a name are part of it, whatever their width; short names count."""
    seen = look(TITLE, ("指标", "本期"), (label, 5))
    assert not seen.findings
    assert len(seen.figures) == 1


def test_a_synonym_counts_while_it_is_valid() -> None:
    """Another name of an indicator is honoured in its time, and refused outside."""
    old = Synonym("信息产业", until=TITLE_PERIOD_END)
    indicators = [Indicator("数字产业", "亿元", synonyms=(Synonym("数字经济产业"), old))]
    rows = (("指标", "本期"), ("数字经济产业", 5), ("信息产业", 5))
    assert not look(TITLE, *rows, indicators=indicators).findings
    assert look(("2025年1—5月",), *rows, indicators=indicators).rules == ["unknown_indicator"]


def test_every_fault_is_told_with_its_cell() -> None:
    """Words for a number, a date for a number, unknown names, wrong units: all at once, none in silence."""
    seen = look(
        TITLE, ("指标", "计量单位", "绝对量", "增长%", "说明什么"),
        ("甲产业增加值", "亿元", "待定", 5, 1), ("乙投资", "万美元", 5, "1,23", 1), ("乙投咨", "亿元", 5, 5, 1), ("丁企业", "家", 5, 5, 1),
    )  # fmt: skip
    assert [(finding.rule, finding.place.cell) for finding in seen.findings] == [
        ("unknown_column", "E2"), ("not_a_number", "C3"), ("unit_mismatch", "C4"), ("not_a_number", "D4"), ("unknown_indicator", "A5"),
    ]  # fmt: skip
    assert [finding.severity for finding in seen.findings] == ["warning", *["error"] * 4]
    assert "乙投资" in seen.findings[-1].advice
    assert "待定" in seen.findings[1].message


def test_the_same_figure_twice() -> None:
    """With the same value it counts once; with another it is an error that names both places."""
    assert look(TITLE, HEAD, ("乙投资", 5, 1), ("乙投资", 5, 1)).rules == []
    (finding,) = look(TITLE, HEAD, ("乙投资", 5, 1), ("乙投资", 6, 1)).findings
    assert (finding.rule, finding.place.cell) == ("duplicate_figure", "B4")
    assert "B3" in finding.message


def test_ranks_must_say_among_whom() -> None:
    """A rank without a scope, or that is no whole number, is an error."""
    assert look(TITLE, ("指标", "位次"), ("乙投资", 1)).rules == ["rank_without_scope"]
    assert look(TITLE, ("指标", "增速全市位次"), ("乙投资", 1.5)).rules == ["bad_rank"]


def test_a_table_without_a_period_is_not_dated() -> None:
    """An unknown period is an error at the header; the definition may pin it."""
    rows = (("指标", "绝对量"), ("乙投资", 5))
    (finding,) = look(*rows).findings
    assert (finding.rule, finding.place.cell) == ("unknown_period", "B1")
    assert look(*rows, period="2024-M01..M05").figures[0][2] == "2024-M01..M05"


def test_figures_without_a_header_are_told() -> None:
    """Numbers that nothing explains are not passed over."""
    assert look(TITLE, ("乙投资", 5, 1)).rules == ["no_header"]


def test_headings_and_blank_rows_are_passed_over() -> None:
    """Group headings within a table, blank rows and signatures below it carry no figure."""
    seen = look(
        TITLE,
        HEAD,
        ("一、投资",),
        ("乙投资", 5, 1),
        (),
        ("二、企业",),
        ("丁企业", 5, 1),
        ("填表人：某某", "", "审核：某某"),
        layout={"ignore": ("丁企业",)},
    )
    assert not seen.findings
    assert [figure[0] for figure in seen.figures] == ["乙投资", "乙投资"]


def test_fractions_in_a_column_of_rates_are_suspected() -> None:
    """0.116 may stand for 11.6%: three rates below 1 are worth a warning, one is not."""
    rows = [(name, 5, value) for name, value in (("甲产业增加值", 0.116), ("乙投资", 0.173), ("丙投资", -0.02))]
    assert look(TITLE, HEAD, *rows).rules == ["perhaps_a_fraction"]
    assert look(TITLE, HEAD, *rows[:2], ("丙投资", 5, 1.6)).rules == []


def test_the_area_of_a_whole_file() -> None:
    """``area`` says whom all figures of a file describe."""
    assert {row.area for row in look(TITLE, HEAD, ("乙投资", 5, 1), layout={"area": "全市"}).observations} == {"全市"}
