"""Workbooks as departments really send them, several oddities in one: read right, or told with the cell and what to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest

from reporter import sources
from reporter.model.indicator import Indicator
from reporter.model.office import Source

NAMES = {
    "固定资产投资": "亿元", "民间投资": "亿元", "交通投资": "亿元", "社会消费品零售总额": "亿元", "进出口总额": "亿元",
    "实际利用外资": "万美元", "财政总收入": "亿元", "一般公共预算收入": "亿元", "税收收入": "亿元", "规上工业增加值": "亿元",
    "规上工业总产值": "亿元", "新引进项目数": "个", "合同外资": "亿美元",
}  # fmt: skip
INDICATORS = {name: Indicator(name, unit) for name, unit in NAMES.items()}
Rows = Sequence[Sequence[object]]


class Office:
    """A folder into which one workbook is sent."""

    def __init__(self, folder: Path) -> None:
        """Nothing has come yet."""
        self.folder = folder

    def send(
        self, sheets: Mapping[str, Rows], merged: Sequence[str] = (), hidden: str = "", name: str = "来文.xlsx"
    ) -> None:
        """The workbook; ``merged`` ranges are of its first sheet, as is the hidden column."""
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        for cells in merged:
            book.worksheets[0].merge_cells(cells)
        if hidden:
            book.worksheets[0].column_dimensions[hidden].hidden = True
        book.save(self.folder / name)

    def read(self, **layout: object) -> sources.Reading:
        """All that is read of it."""
        return sources.read(Source("来文", "excel", "*.xlsx", layout=layout), self.folder, INDICATORS)

    def figures(self, **layout: object) -> dict[str, str]:
        """What stands in each cell: indicator, area, measure, period, value, note."""
        return {
            f"{row.origin.sheet}!{row.origin.cell}": " ".join(filter(None, (
                row.area, row.indicator, row.measure, row.scope, row.period.code,
                "缺" if row.value is None else f"{row.value:f}{row.unit}{row.qualifier}",
            ))) for row in self.read(**layout).observations
        }  # fmt: skip

    def told(self, **layout: object) -> list[tuple[str, str]]:
        """What was found, and where."""
        return [(one.rule, one.place.cell) for one in self.read(**layout).findings]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office to which nothing has been sent."""
    return Office(tmp_path)


def test_a_header_of_three_merged_rows(office: Office) -> None:
    """Unit below the title, digits of full width, signs for missing, a percentage as text, a total, numbers among the notes."""
    office.send({"固投": (
        ("附件3",), ("2024年1—6月全区固定资产投资完成情况表",), ("（计量单位：万元）", None, None, None, None, None, "填报日期：2024年7月9日"),
        ("指 标 名 称", "计量单位", "2024年", None, None, None, "全市位次"), (None, None, "完成额", None, "增速（%）", None, "增速"),
        (None, None, "本月", "1—本月", "本月", "1—本月"), ("一、固定资产投资", "万元", "２８７,５６３", 1723900, "3.2", 11.6, 1),
        ("    其中：民间投资", "万元", 120000, "７０３，１００", "-1.5％", 17.3, "3"),
        ("      交通投资", "万元", "——", "…", "——", "１０６", "／"), ("合  计", None, 287563, 1723900),
        ("注：1. 本表投资额不含农户，2023年同期为1544700万元；2. 1月数据合并至2月。",), ("审核人：张三  电话：0571-86912345", None, 12345),
    )}, ("A2:G2", "A4:A6", "B4:B6", "C4:F4", "C5:D5", "E5:F5", "G5:G6"))  # fmt: skip
    assert office.figures() == {
        "固投!C7": "固定资产投资 level 2024-M06 28.7563亿元", "固投!D7": "固定资产投资 level 2024-H1 172.39亿元",
        "固投!E7": "固定资产投资 growth 2024-M06 3.2%", "固投!F7": "固定资产投资 growth 2024-H1 11.6%",
        "固投!G7": "固定资产投资 rank 全市 增速 2024-H1 1位", "固投!C8": "民间投资 level 2024-M06 12亿元",
        "固投!D8": "民间投资 level 2024-H1 70.31亿元", "固投!E8": "民间投资 growth 2024-M06 -1.5%",
        "固投!F8": "民间投资 growth 2024-H1 17.3%", "固投!G8": "民间投资 rank 全市 增速 2024-H1 3位",
        "固投!C9": "交通投资 level 2024-M06 缺", "固投!D9": "交通投资 level 2024-H1 缺", "固投!E9": "交通投资 growth 2024-M06 缺",
        "固投!F9": "交通投资 growth 2024-H1 106%", "固投!G9": "交通投资 rank 全市 增速 2024-H1 缺",
    }  # fmt: skip
    assert office.told() == [("total_row", "A10")]
    assert {row.released for row in office.read().observations} == {dt.date(2024, 7, 9)}


TWO = (
    ("示例区6月主要指标", None, None, None, None, "示例区上半年财政收支"), (None, None, None, None, None, "单位：亿元"),
    ("指标", "1-6月累计", "同比±%", "（旧口径）", None, "项目", "2024年上半年", "同比增长%"),
    ("社会消费品零售总额（亿元）", "85.32", "17.0", "84.11", None, "财政总收入", 52.1, "8.3"),
    ("进出口总额（亿元）", 310.5, -4.2, 300, None, "一般公共预算收入", 30.25, "9.10"),
    ("实际利用外资（万美元）", "2 350.6", "翻番", "2000", None, "税收收入", 27, "10.17个百分点"),
)  # fmt: skip


def test_two_tables_side_by_side_with_a_hidden_column(office: Office) -> None:
    """Each by its own title and unit; words for a number keep the file out, with their cell; the year may stand in the file's name."""
    office.send({"两表": TWO}, hidden="D", name="两表2024年6月.xlsx")
    assert office.told() == [("hidden_cells", "D1"), ("not_a_number", "C6"), ("points_in_rates", "H6")]
    assert not office.figures()
    office.send(
        {"两表": [*TWO[:-1], ("实际利用外资（万美元）", "2 350.6", "106", "2000", None, *TWO[-1][5:])]},
        hidden="D",
        name="两表2024年6月.xlsx",
    )
    assert office.figures() == {
        "两表!B4": "社会消费品零售总额 level 2024-H1 85.32亿元", "两表!C4": "社会消费品零售总额 growth 2024-H1 17.0%",
        "两表!B5": "进出口总额 level 2024-H1 310.5亿元", "两表!C5": "进出口总额 growth 2024-H1 -4.2%",
        "两表!B6": "实际利用外资 level 2024-H1 2350.6万美元", "两表!C6": "实际利用外资 growth 2024-H1 106%",
        "两表!G4": "财政总收入 level 2024-H1 52.1亿元", "两表!H4": "财政总收入 growth 2024-H1 8.3%",
        "两表!G5": "一般公共预算收入 level 2024-H1 30.25亿元", "两表!H5": "一般公共预算收入 growth 2024-H1 9.10%",
        "两表!G6": "税收收入 level 2024-H1 27亿元", "两表!H6": "税收收入 difference 2024-H1 10.17个百分点",
    }  # fmt: skip


def test_a_heading_that_became_a_date(office: Office) -> None:
    """One error with the very line that mends it, nothing about what follows from it; with that line all is read."""
    office.send({"sheet1": (
        ("指标", dt.datetime(2024, 1, 6), "去年同期", "增幅"), ("财政总收入（亿元）", 52.1, 48.1, "8.3%"),  # noqa: DTZ001 - as a cell
        ("一般公共预算收入（亿元）", 30.25, 27.72, "9.1%"),
    )})  # fmt: skip
    (finding,) = office.read().findings
    assert (finding.rule, finding.place.cell) == ("perhaps_a_range", "B1")
    assert "columns: {B: 2024年1—6月}" in finding.advice
    assert office.figures(columns={"B": "2024年1—6月"}) == {
        "sheet1!B2": "财政总收入 level 2024-H1 52.1亿元", "sheet1!C2": "财政总收入 level 2023-H1 48.1亿元",
        "sheet1!D2": "财政总收入 growth 2024-H1 8.3%", "sheet1!B3": "一般公共预算收入 level 2024-H1 30.25亿元",
        "sheet1!C3": "一般公共预算收入 level 2023-H1 27.72亿元", "sheet1!D3": "一般公共预算收入 growth 2024-H1 9.1%",
    }  # fmt: skip


def test_a_unit_that_changes_from_sheet_to_sheet(office: Office) -> None:
    """The month stands in the sheet's name, 亿元 in one and 万元 in the next; subtotals are told and not read."""
    office.send({
        "2024年5月": (("规上工业",), ("单位：亿元",), ("指标名称", "本月", "本年累计"), ("规上工业增加值", 31.2, 150.5), ("小计", 31.2, 150.5)),
        "2024年6月": (("规上工业",), ("单位：万元",), ("指标名称", "本月", "本年累计"), ("规上工业增加值", 322000, 1827000)),
    })  # fmt: skip
    assert office.figures() == {
        "2024年5月!B4": "规上工业增加值 level 2024-M05 31.2亿元", "2024年5月!C4": "规上工业增加值 level 2024-M01..M05 150.5亿元",
        "2024年6月!B4": "规上工业增加值 level 2024-M06 32.2亿元", "2024年6月!C4": "规上工业增加值 level 2024-H1 182.7亿元",
    }  # fmt: skip
    assert office.told() == [("total_row", "A5")]


TOWNS = (
    ("各镇街2024年上半年主要指标完成情况",), ("镇街", "固定资产投资", None, None, "财政总收入"),
    (None, "总量(亿元)", "增长%", "位次", "总量(万元)", "增长%"), ("白杨街道", "约23.5", "12.1", 1, "125,000", "7.5"),
    ("下沙街道", "20以上", "9.8", 2, "98000", "-"), ("全区", 172.39, 11.6, None, 521000, "8.3"), ("*位次按增速排列，共2个街道",), (),
    ("2024年上半年招商引资情况",), ("指标", "计量单位", "上半年", "全年目标", "完成年度目标%"),
    ("新引进项目数", "个", "33", "60以上", "55"), ("合同外资", "亿美元", "3.1", 5, "62%"),
)  # fmt: skip


def test_towns_below_each_other_and_another_table_below_them(office: Office) -> None:
    """A rank that does not say among whom keeps the file out; with it pinned, and the own area named, all is read."""
    office.send({"各镇街": TOWNS}, ("B2:D2", "E2:F2", "A2:A3"))
    assert office.told() == [("rank_without_scope", "D4"), ("rank_without_scope", "D5"), ("whole_area", "A6")]
    said = office.figures(scope="全区 增速", names={"全区": ""})
    assert said == {
        "各镇街!B4": "白杨街道 固定资产投资 level 2024-H1 23.5亿元约", "各镇街!C4": "白杨街道 固定资产投资 growth 2024-H1 12.1%",
        "各镇街!D4": "白杨街道 固定资产投资 rank 全区 增速 2024-H1 1位", "各镇街!E4": "白杨街道 财政总收入 level 2024-H1 12.5亿元",
        "各镇街!F4": "白杨街道 财政总收入 growth 2024-H1 7.5%", "各镇街!B5": "下沙街道 固定资产投资 level 2024-H1 20亿元以上",
        "各镇街!C5": "下沙街道 固定资产投资 growth 2024-H1 9.8%", "各镇街!D5": "下沙街道 固定资产投资 rank 全区 增速 2024-H1 2位",
        "各镇街!E5": "下沙街道 财政总收入 level 2024-H1 9.8亿元", "各镇街!F5": "下沙街道 财政总收入 growth 2024-H1 缺",
        "各镇街!B6": "固定资产投资 level 2024-H1 172.39亿元", "各镇街!C6": "固定资产投资 growth 2024-H1 11.6%",
        "各镇街!D6": "固定资产投资 rank 全区 增速 2024-H1 缺", "各镇街!E6": "财政总收入 level 2024-H1 52.1亿元",
        "各镇街!F6": "财政总收入 growth 2024-H1 8.3%", "各镇街!C11": "新引进项目数 level 2024-H1 33个",
        "各镇街!D11": "新引进项目数 target 2024 60个以上", "各镇街!E11": "新引进项目数 completion 2024-H1 55%",
        "各镇街!C12": "合同外资 level 2024-H1 3.1亿美元", "各镇街!D12": "合同外资 target 2024 5亿美元",
        "各镇街!E12": "合同外资 completion 2024-H1 62%",
    }  # fmt: skip
