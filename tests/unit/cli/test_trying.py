"""A clerk tries a workbook that nobody has seen: every figure, every doubt, and the lines that settle them."""

from __future__ import annotations

import json
import shutil
import sys
from typing import TYPE_CHECKING

import openpyxl
import pytest
import yaml

from reporter import cli
from reporter.cli.trying import _DATED
from tests.demo.office import ROOT

if TYPE_CHECKING:
    from pathlib import Path

OFFICE = """
office: {name: 示例区, short: 示例区}
reports: {}
schedules: {}
recipients: {}
"""
INDICATORS = """
规上工业增加值: {unit: 亿元, department: 统计局}
固定资产投资: {unit: 亿元, department: 统计局}
社会消费品零售总额: {unit: 亿元, department: 统计局}
一般公共预算收入: {unit: 亿元, department: 财政局}
实际使用外资: {unit: 万美元, department: 商务局}
"""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """An office with a dictionary and nothing else."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "indicators.yaml").write_text(INDICATORS, encoding="utf-8")
    (tmp_path / "schedules.yaml").write_text(OFFICE, encoding="utf-8")
    return tmp_path


def messy(path: Path) -> None:
    """Merged headers of two rows, full-width digits, 万元 beside 亿元, a hidden row, notes, two tables on one sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "1—10月"
    rows: tuple[tuple[object, ...], ...] = (
        ("示例区2026年1—10月主要经济指标",), ("制表单位：区统计局", None, None, None, None, "单位：亿元、%"),
        ("指　标　名　称", "计量单位", "10月", None, "1—10月累计", None), (None, None, "绝对量", "增长%", "绝对量", "同比±%"),
        ("一、规上工业增加值", "亿元", "—", "７．１", "—", "６．８"), ("二、固定资产投资", "亿元", "—", "—", "—", -3.2),
        ("三、社会消费品零售总额", "万元", 251200, 3.9, "2,456,000", 4.1), ("旧口径社零", "亿元", 1, 2, 3, 4),
        ("四、外贸出口", "亿元", 1, 2, 3, 4), ("注：1.增速按可比价计算；2.投资不公布绝对量。",), (),
        ("示例区2026年1—10月财政、外资",), (None, None, None, None, "单位：万元、万美元"),
        ("项目", "1—10月", None, "去年同期"), (None, "绝对额", "比上年同期增减（%）", None),
        ("一般公共预算收入", 365000, "2.5", 356100), ("实际使用外资", 3100, "下降12.3", 3535),
    )  # fmt: skip
    for row in rows:
        sheet.append(row)
    for span in ("A1:F1", "A3:A4", "B3:B4", "C3:D3", "E3:F3", "A10:F10", "A14:A15", "B14:C14", "D14:D15"):
        sheet.merge_cells(span)
    sheet.row_dimensions[8].hidden = True
    book.save(path)


def tried(office: Path, *words: object) -> int:
    """How the command ends."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["reporter", "-C", str(office), "data", "try", *map(str, words)])
        return cli._run()


def block(printed: str) -> str:
    """The source as it is printed to be pasted."""
    lines = printed.partition("sources")[2].partition("\n")[2].splitlines()
    return "".join(f"{line}\n" for line in lines if line.startswith("  "))


def test_a_messy_workbook(office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every figure with its cell, indicator, measure, period, unit; what is not known with the line that settles it.

    Pasted as it is, the block reads the file of this month and fits the name of the next; nothing is stored meanwhile.
    """
    file = tmp_path / "2026年10月全区主要指标.xlsx"
    messy(file)
    assert tried(office, file) == 1
    printed = capsys.readouterr().out
    flat = "".join(printed.split())
    for said in (
        "F5规上工业增加值同比增速2026年1—10月6.8%本单位", "E7社会消费品零售总额绝对量2026年1—10月245.6亿元本单位原表为2456000万元",
        "C7社会消费品零售总额绝对量2026年10月25.12亿元", "B16一般公共预算收入绝对量2026年1—10月36.5亿元本单位原表为365000万元",
        "C17实际使用外资同比增速2026年1—10月-12.3%", "D17实际使用外资绝对量2025年1—10月3535万美元", "第8行是隐藏的", "可写：layout:{hidden:true}",
        "指标词典里没有“外贸出口”", "可写：layout:{names:{四、外贸出口:不读}}", "词典里没有的名称：外贸出口。", "没有读不懂的。",
    ):  # fmt: skip
        assert said in flat, said
    assert not (office / "output").exists()
    shown = yaml.safe_load(block(printed))
    assert list(shown) == ["全区主要指标"]
    assert shown["全区主要指标"]["path"] == "data/inbox/*全区主要指标.xlsx"
    (office / "schedules.yaml").write_text(f"{OFFICE}sources:\n{block(printed)}", encoding="utf-8")
    (office / "data" / "inbox").mkdir()
    shutil.copy(file, office / "data" / "inbox" / file.name)
    assert tried(office, office / "data" / "inbox" / file.name) == 0
    assert "schedules.yaml里已有的数据源就这样读它" in capsys.readouterr().out


def test_what_a_person_would_try(office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Lines of layout:, a sheet and a period may be tried on the command line; they stand in the block; a slip is told."""
    book = openpyxl.Workbook()
    book.active.append(("指标", "数"))
    sheet = book.create_sheet("汇总")
    for row in (
        ("项目", "累计", "增幅%", "联系电话"),
        ("固投", "NaN", -3.2, 88888888),
        ("公共预算", 36.5, 2.5, 88888888),
    ):
        sheet.append(row)
    file = tmp_path / "汇总.xlsx"
    book.save(file)
    assert tried(office, file, "--sheet", "汇总") == 1
    printed = capsys.readouterr().out
    assert "“？”处填表的时期" in printed
    lines = ("names: {固投: 固定资产投资, 公共预算: 一般公共预算收入}", "missing: [NaN]", "columns: {D: 不读}")
    options = [word for line in lines for word in ("-l", line)]
    assert tried(office, file, "--sheet", "汇总", "--period", "2026-M01..M10", *options, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [(one["place"], one["indicator"], one["value"]) for one in told["figures"]] == [
        ("汇总!B2", "固定资产投资", "缺数"), ("汇总!C2", "固定资产投资", "-3.2%"),
        ("汇总!B3", "一般公共预算收入", "36.5亿元"), ("汇总!C3", "一般公共预算收入", "2.5%"),
    ]  # fmt: skip
    assert told["layout"]["columns"] == {"D": "不读"}
    assert tried(office, file, "-l", "align right") == 2
    assert "写成layout里的一行" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("2026年10月全区主要指标", "*全区主要指标"), ("人社局就业10月", "人社局就业*"), ("主要指标2024年1-5月", "主要指标*"),
        ("zhongshan_2020M06", "zhongshan_*"), ("2026年上半年财政", "*财政"), ("20家重点企业", "20家重点企业"),
    ],
)  # fmt: skip
def test_the_name_of_next_month_s_file(name: str, pattern: str) -> None:
    """What of a name is a date becomes an asterisk; other digits stay."""
    assert _DATED.sub("*", name).replace("**", "*") == pattern


def test_the_real_table_of_a_statistics_bureau(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A header that slipped to the left: the line is found, and it is said that all 81 figures are read with it."""
    shutil.copy(ROOT / "tests/realdata/indicators.yaml", office / "data" / "indicators.yaml")
    assert tried(office, ROOT / "tests/realdata/zhongshan_2020M06.txt") == 1
    printed = capsys.readouterr().out
    assert "align: right" in block(printed)
    assert "这样写，读到81个数，没有读不懂的。" in printed
