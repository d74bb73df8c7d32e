"""A layout pins what a file does not tell, word by word; what it does not pin is found as ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from reporter import sources
from reporter.model.office import Source
from tests.unit.sources.fictional_tables import INDICATORS, look

TITLE = ("2024年1—5月",)
MAY = "2024-M01..M05"


def test_columns_are_renamed_or_left_out() -> None:
    """By their words or by their letter; 不读 leaves one out and nothing is said of it."""
    rows = (TITLE, ("指标", "数", "去年数", "比"), ("乙投资", 5, 4, 1.5))
    seen = look(*rows, layout={"columns": {"数": "绝对量", "C": "不读", "比": "环比增长%"}})
    assert not seen.findings
    assert [(row.measure, row.basis, str(row.value)) for row in seen.observations] == [
        ("level", "", "5"),
        ("growth", "环比", "1.5"),
    ]


def test_rows_are_named_or_left_out() -> None:
    """By their label as it stands; an area may be the office's own."""
    seen = look(TITLE, ("指标", "绝对量"), ("总投", 5), ("怪", 6), layout={"names": {"总投": "乙投资", "怪": "不读"}})
    assert seen.figures == [("乙投资", "level", MAY, "5亿元")]
    seen = look(TITLE, ("区县", "乙投资"), ("本区", 5), ("乙区", 6), layout={"names": {"本区": ""}})
    assert [row.area for row in seen.observations] == ["", "乙区"]


def test_a_single_table_has_its_own_words() -> None:
    """By words of its title; what is said for all holds besides."""
    rows = (("一、生产",), ("指标", "绝对量"), ("乙投资", 5), ("二、结构",), ("指标", "绝对量"), ("乙投资", 50))
    layout = {"area": "全市", "tables": {"结构": {"measure": "share", "scope": "全部投资"}}}
    seen = look(*rows, period=MAY, layout=layout)
    assert [(row.area, row.measure, row.scope, f"{row.value}{row.unit}") for row in seen.observations] == [
        ("全市", "level", "", "5亿元"), ("全市", "share", "全部投资", "50%"),
    ]  # fmt: skip


def test_the_header_is_pinned() -> None:
    """Where no words can be recognised, its rows are named as the sheet counts them."""
    rows = (TITLE, ("甲", "乙"), ("乙投资", 5), ("丙投资", 6))
    assert look(*rows).rules == ["no_header"]
    seen = look(*rows, layout={"header": "2", "columns": {"乙": "绝对量"}})
    assert [figure[3] for figure in seen.figures] == ["5亿元", "6亿元"]
    assert look(*rows, layout={"header": "9-12"}).rules == ["no_header"]


def test_unit_indicator_and_direction_are_pinned() -> None:
    """A series that names neither its indicator nor its unit; labels that could be either."""
    rows = (("时间", "当月", "累计"), ("2024年5月", 50000, 250000))
    seen = look(*rows, layout={"indicator": "乙投资", "unit": "万元"})
    assert seen.figures == [("乙投资", "level", "2024-M05", "5亿元"), ("乙投资", "level", MAY, "25亿元")]
    seen = look(TITLE, ("名称", "乙投资"), ("甲区", 5), layout={"down": "areas"})
    assert [(row.indicator, row.area) for row in seen.observations] == [("乙投资", "甲区")]


def test_zero_may_stand_for_missing() -> None:
    """0 is 0 unless the source says otherwise; a January of zeros beside other months suggests it."""
    rows = (("月份", "乙投资", "丙投资"), ("2024年1月", 0, 0), ("2024年2月", 0, 5), ("2024年3月", 7, 8))
    seen = look(*rows)
    assert [figure[3] for figure in seen.figures][:2] == ["0亿元", "0亿元"]
    assert seen.rules == ["perhaps_missing"]
    assert "zero_is_missing" in seen.findings[0].advice
    seen = look(*rows, layout={"zero_is_missing": True})
    assert [figure[3] for figure in seen.figures] == ["缺", "缺", "缺", "5亿元", "7亿元", "8亿元"]
    assert seen.observations[0].note == "原表写“0”"
    assert not seen.findings
    assert not look(("月份", "乙投资"), ("2024年4月", 0), ("2024年5月", 8)).findings


def test_rates_may_be_fractions() -> None:
    """0.116 is 11.6% where the layout says so; a cell that says % itself is left alone."""
    rows = (TITLE, ("指标", "绝对量", "增长率"), ("乙投资", 5, 0.116), ("丙投资", 6, "2.5%"))
    assert [figure[3] for figure in look(*rows, layout={"fractions": True}).figures] == [
        "5亿元",
        "11.6%",
        "6亿元",
        "2.5%",
    ]


def test_more_marks_for_missing() -> None:
    """Words of the source that stand for nothing."""
    rows = (TITLE, ("指标", "绝对量"), ("乙投资", "未报"), ("丙投资", "NaN"))
    assert look(*rows).rules == ["not_a_number", "not_a_number"]
    assert [figure[3] for figure in look(*rows, layout={"missing": ("未报", "NaN")}).figures] == ["缺", "缺"]


@pytest.mark.parametrize(
    ("layout", "words"),
    [
        ({"colums": {}}, "columns"), ({"measure": "growht"}, "measure"), ({"zero_is_missing": "yes"}, "true或false"), ({"columns": ["a"]}, "项目"),
        ({"tables": {"结构": {"measur": "share"}}}, "measure"), ({"tables": {"结构": {"header": "3"}}}, "header"), ({"tables": {"结构": "x"}}, "项目"),
    ],
)  # fmt: skip
def test_faults_of_a_layout(tmp_path: Path, layout: dict[str, object], words: str) -> None:
    """Unknown words and wrong values are told with what belongs there, in single tables as well."""
    (finding,) = sources.read(Source("表", "excel", "表.xlsx", layout=layout), tmp_path, INDICATORS).findings
    assert finding.rule == "bad_option"
    assert words in finding.message + finding.advice
