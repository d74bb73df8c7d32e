"""The exchange format is read whatever the order of its columns, and nothing in it is passed over."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.unit.sources.fictional_tables import look

HEAD = ("indicator", "measure", "area", "period", "value")


def test_the_first_five_columns_are_enough() -> None:
    """Only the first five columns are required; figures stand where their value stands."""
    seen = look(HEAD, ("乙投资", "growth", "", "2024-H1", -4.2))
    assert seen.figures == [("乙投资", "growth", "2024-H1", "-4.2%")]
    assert seen.observations[0].origin.cell == "E2"


def test_a_target_in_per_cent_is_one_of_growth() -> None:
    """增长7%左右 is how most targets are set: it is kept in per cent, whatever the unit of the indicator's level."""
    seen = look((*HEAD, "unit", "qualifier"), ("乙投资", "target", "", "2024", 7, "%", "左右"))
    assert not seen.findings
    assert (seen.observations[0].unit, str(seen.observations[0].value)) == ("%", "7")


def test_all_columns_in_any_order() -> None:
    """Each of the fifteen columns lands in its field; measures may be named in Chinese."""
    head = (
        "note",
        "source",
        "department",
        "released",
        "status",
        "qualifier",
        "comparator",
        "scope",
        "basis",
        "unit",
        "value",
        "period",
        "area",
        "measure",
        "indicator",
    )
    row = (
        "备注",
        "来源",
        "统计办",
        "2024-06-18",
        "快报",
        "以上",
        "确保",
        "全市",
        "比计划",
        "亿元",
        20,
        "2024年",
        "全市",
        "目标",
        "乙投资",
    )
    (seen,) = look(head, row).observations
    assert (seen.note, seen.source, seen.department, seen.released) == ("备注", "来源", "统计办", dt.date(2024, 6, 18))
    assert (seen.status, seen.qualifier, seen.comparator, seen.scope, seen.basis) == (
        "快报",
        "以上",
        "确保",
        "全市",
        "比计划",
    )
    assert (seen.unit, str(seen.value), seen.period.code, seen.area, seen.measure) == (
        "亿元",
        "20",
        "2024",
        "全市",
        "target",
    )


def test_a_missing_value_is_not_zero() -> None:
    """Empty and —— are missing, 0 is 0."""
    seen = look(
        HEAD, *(("乙投资", "level", "", f"2024-M0{month}", value) for month, value in ((1, ""), (2, "——"), (3, "0")))
    )
    assert [figure[3] for figure in seen.figures] == ["缺", "缺", "0亿元"]


def test_a_department_may_write_the_qualifier_into_the_value() -> None:
    """约3, 700余家 and 50%以上 are split; a column that says otherwise is an error."""
    rows = (("丁企业", "level", "", "2024-H1", "700余家"), ("戊覆盖率", "level", "", "2024-H1", "50%以上"))
    assert [figure[3] for figure in look(HEAD, *rows).figures] == ["余700家", "以上50%"]
    assert look((*HEAD, "qualifier"), (*rows[0], "约")).rules == ["qualifier_conflict"]


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("indicator", "乙投咨", "unknown_indicator"), ("measure", "grwoth", "unknown_measure"), ("period", "2024-M13", "unknown_period"),
        ("period", "上半年", "unknown_period"), ("value", "待定", "not_a_number"), ("unit", "万美元", "unit_mismatch"),
        ("qualifier", "大约", "unknown_qualifier"),
        ("status", "定稿", "unknown_status"), ("released", "2024年6月", "bad_date"), ("value", "5家", "unit_mismatch"),
    ],
)  # fmt: skip
def test_faults_of_a_row(column: str, value: str, rule: str) -> None:
    """Every field that cannot be understood is an error at its own cell."""
    head = (*HEAD, "unit", "qualifier", "status", "released")
    row = dict(zip(head, ("乙投资", "level", "", "2024-H1", "5", "", "", "", ""), strict=True)) | {column: value}
    seen = look(head, tuple(row.values()))
    assert seen.rules == [rule]
    assert seen.findings[0].place.cell == f"{'ABCDEFGHI'[head.index(column)]}2"
    assert not seen.observations


def test_all_faults_at_once() -> None:
    """One bad row does not hide another, nor one bad field the next; good rows are still read."""
    seen = look(
        HEAD,
        ("乙投咨", "levl", "", "昨天", "很多"),
        ("乙投资", "level", "", "2024-H1", 5),
        ("乙投资", "level", "", "2024-H1", 6),
    )
    assert seen.rules == ["unknown_period", "unknown_measure", "unknown_indicator", "not_a_number", "duplicate_figure"]
    assert len(seen.figures) == 1


@pytest.mark.parametrize(
    ("head", "rules"),
    [
        (("indicator", "measure", "period", "value"), ["missing_column"]),
        (("indicator", "measure", "area", "peroid", "value"), ["missing_column", "unknown_column"]),
        ((*HEAD, "value"), ["duplicate_column"]), ((*HEAD, "remark"), ["unknown_column"]),
    ],
)  # fmt: skip
def test_faults_of_the_header(head: tuple[str, ...], rules: list[str]) -> None:
    """A misspelt, missing or repeated column stops the file before a figure lands in the wrong place."""
    seen = look(head, ("乙投资", "level", "", "2024-H1", 5, 5))
    assert seen.rules == rules
    assert not seen.observations


def test_a_value_beyond_the_header_is_told() -> None:
    """A comma that should have been quoted does not shift the columns in silence."""
    assert look(HEAD, ("乙投资", "level", "", "2024-H1", "2", "875.63")).rules == ["row_width"]


def test_the_columns_may_be_named_in_chinese() -> None:
    """A form that is filled in has Chinese headings; a table of people's own with some of these words is no form."""
    seen = look(
        ("指标", "量度", "区域", "时期", "数值", "单位"), ("乙投资", "增速", "", "2024年上半年", "－４．２", "%")
    )
    assert seen.figures == [("乙投资", "growth", "2024-H1", "-4.2%")]
    seen = look(("指标", "量度", "时期", "数值"), ("乙投资", "增速", "2024年上半年", -4.2))
    assert [finding.rule for finding in seen.findings] == ["missing_column"]
    assert "area（区域）" in seen.findings[0].message
