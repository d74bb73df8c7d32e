"""What nobody should open is refused early, by name, within its memory; what came beside it still lands."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from reporter import sources
from reporter.model.office import Source
from tests.unit.sources import hostile
from tests.unit.sources.fictional_tables import INDICATORS

ROOT = Path(__file__).resolve().parents[3]
CAP = 400
"""Megabytes that reading may take here; the bombs would take gigabytes."""
GOOD = "indicator,measure,area,period,value\n乙投资,level,,2024-H1,5\n"
MEASURE = """
import resource, sys
from pathlib import Path
from reporter import sources
from reporter.model.office import Source
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
kind, pattern = sys.argv[2:]
found = sources.read(Source("示例", kind, pattern), Path(sys.argv[1]), {})
print(len(found.findings), (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10,
      resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10)
"""


@pytest.mark.parametrize("name", hostile.WORKBOOKS)
def test_hostile_workbooks_are_refused(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One finding that names the file and says what to do, and no figure."""
    monkeypatch.setenv("REPORTER_READ_MEGABYTES", str(CAP))
    made, words = hostile.WORKBOOKS[name]
    (tmp_path / "表.xlsx").write_bytes(made())
    found = sources.read(Source("示例", "excel", "*.xlsx"), tmp_path, INDICATORS)
    (finding,) = found.findings
    assert (finding.rule, finding.severity, finding.place.file) == ("unreadable_file", "error", "表.xlsx")
    assert words in finding.message
    assert finding.advice
    assert not found.observations


def test_reading_stays_within_its_memory(tmp_path: Path) -> None:
    """All hostile files together: the child keeps below its cap, and the service grows by no more than the files."""
    for name, (made, _) in hostile.WORKBOOKS.items():
        (tmp_path / f"{name}.xlsx").write_bytes(made())
    findings, parent, child = measured(tmp_path, "excel", "*.xlsx")
    assert findings == len(hostile.WORKBOOKS)
    assert parent < 50
    assert child < CAP + 150  # the interpreter and its libraries are not counted against the cap


def measured(folder: Path, kind: str, pattern: str) -> tuple[int, ...]:
    """Findings of these files, and by how many megabytes the service and the child that read them grew."""
    ran = subprocess.run(
        [sys.executable, "-c", MEASURE, str(folder), kind, pattern], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "REPORTER_READ_MEGABYTES": str(CAP)},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return tuple(int(word) for word in ran.stdout.split())


def test_texts_without_measure_take_no_memory(tmp_path: Path) -> None:
    """A line of a gigabyte, one of 120 MB, and 300,000 rows that are all wrong: refused by name, in a few megabytes."""
    with (tmp_path / "一行.csv").open("wb") as file:
        file.truncate(1 << 30)
    (tmp_path / "长行.csv").write_bytes(GOOD.encode() + b"x" * (120 << 20))
    head, wrong = GOOD.splitlines()[0], "丁投资,level,,2024-H1,许多"
    (tmp_path / "全错.csv").write_text("\n".join([head, *[wrong] * 300_000]), encoding="utf-8")
    findings, parent, child = measured(tmp_path, "csv_file", "*.csv")
    assert findings == 1 + 1 + 501
    assert parent < 30
    assert child < 150


def test_the_good_files_of_the_same_pull_land(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that kills its reader is told by name; files before and after it, and other sources, are read whole."""
    monkeypatch.setenv("REPORTER_READ_MEGABYTES", str(CAP))
    (tmp_path / "二.xlsx").write_bytes(hostile.hidden_far_cell())
    (tmp_path / "三.xlsx").write_bytes(hostile.entities())
    for name in ("一.csv", "四.csv"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    asked = (Source("甲", "csv_file", "一.csv"), Source("乙", "excel", "*.xlsx"), Source("丙", "csv_file", "四.csv"))
    first, second, third = sources.read_all(asked, tmp_path, INDICATORS)
    assert [len(first.observations), len(second.observations), len(third.observations)] == [1, 0, 1]
    assert sorted(finding.place.file for finding in second.findings) == ["三.xlsx", "二.xlsx"]
    assert not first.findings
    assert not third.findings


def test_a_file_with_one_fault_brings_nothing(tmp_path: Path) -> None:
    """Its good rows are not stored by half, those of the next file are."""
    (tmp_path / "一.csv").write_text(GOOD + "乙投咨,level,,2024-H1,6\n", encoding="utf-8")
    (tmp_path / "二.csv").write_text(GOOD.replace("乙", "丙"), encoding="utf-8")
    found = sources.read(Source("示例", "csv_file", "*.csv"), tmp_path, INDICATORS)
    assert [row.indicator for row in found.observations] == ["丙投资"]
    assert [(finding.rule, finding.place.file) for finding in found.findings] == [("unknown_indicator", "一.csv")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (GOOD.encode() + b"\0", "U+0000"), (GOOD.encode() + "统计".encode("gbk"), "编码"), (b"\xff\xfe" + GOOD.encode("utf-16-be"), "没有读到"),
        (GOOD.encode() + '乙投资,level,,2024-M05,"5\n'.encode() + (b"x" * 99 + b"\n") * 20_000, "成对"), (GOOD.encode() + b"x" * (2 << 20), "百万字"), (GOOD.replace(",5", ",NaN").encode(), "NaN"),
        (GOOD.replace(",5", ",inf").encode(), "inf"), (GOOD.replace(",", "，").encode(), "没有读到"),
        (b"PK\x03\x04" + bytes(50), "U+"), (GOOD.replace("5", "#REF!").encode(), "#REF!"),
    ],
)  # fmt: skip
def test_hostile_texts_are_refused(tmp_path: Path, content: bytes, words: str) -> None:
    """NUL bytes, two encodings in one file, a quotation mark that nobody closes, a line without end, NaN, full-width separators."""
    (tmp_path / "表.csv").write_bytes(content)
    found = sources.read(Source("示例", "csv_file", "表.csv"), tmp_path, INDICATORS)
    assert not found.observations
    assert any(words in finding.message for finding in found.findings), found.findings


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    """Its size alone refuses it; nobody loads it to find out."""
    with (tmp_path / "表.csv").open("wb") as file:
        file.truncate(1 << 33)
    (finding,) = sources.read(Source("示例", "csv_file", "表.csv"), tmp_path, INDICATORS).findings
    assert "8192MB" in finding.message


def test_formulas_without_a_value_and_errors_are_told(tmp_path: Path) -> None:
    """A program that saves formulas without their results, #REF! and a date in a figure's cell: each with its cell, none as 0."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["2024年1—6月"],
        ["指标", "绝对量", "增长%"],
        ["乙投资", "=B4*2", 1],
        ["丙投资", "#REF!", dt.date(2024, 1, 6)],
        ["丁企业", True, "1.5.2"],
    ):
        sheet.append(row)
    book.save(tmp_path / "表.xlsx")
    found = sources.read(Source("示例", "excel", "表.xlsx"), tmp_path, INDICATORS)
    assert [(finding.rule, finding.place.cell) for finding in found.findings] == [
        ("not_a_number", "B3"), ("not_a_number", "B4"), ("not_a_number", "C4"), ("not_a_number", "B5"), ("not_a_number", "C5"),
    ]  # fmt: skip
    words = ("没有保存计算结果", "#REF!", "1-6", "TRUE", "1.5.2")
    assert all(word in finding.message for word, finding in zip(words, found.findings, strict=True))
    assert not found.observations


def test_years_from_1904_are_the_same_days(tmp_path: Path) -> None:
    """A workbook that counts days from 1904 says the same months."""
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    for row in (["月份", "乙投资"], [dt.date(2024, 5, 1), 5], [dt.date(2024, 6, 1), 6]):
        sheet.append(row)
    book.save(tmp_path / "表.xlsx")
    source = Source("示例", "excel", "表.xlsx", layout={"dates": "month"})
    assert [row.period.code for row in sources.read(source, tmp_path, INDICATORS).observations] == [
        "2024-M05",
        "2024-M06",
    ]


def test_a_column_that_stands_twice_is_told(tmp_path: Path) -> None:
    """Two columns for one figure are an error where they differ, by both cells."""
    (tmp_path / "表.csv").write_text("2024年1—6月\n指标,绝对量,绝对量\n乙投资,5,6\n", encoding="utf-8")
    (finding,) = sources.read(Source("示例", "csv_file", "表.csv"), tmp_path, INDICATORS).findings
    assert finding.rule == "duplicate_figure"
    assert "第2列" in finding.message
