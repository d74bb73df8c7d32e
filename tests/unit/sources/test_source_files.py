"""Files are opened in every encoding and format that departments use, strictly, and what they hold is the same."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pytest

from reporter import sources
from reporter.model.indicator import Indicator
from reporter.model.office import Source
from reporter.sources import Reading
from tests.unit.sources.fictional_tables import INDICATORS

TEXT = 'indicator,measure,area,period,value,note\n乙投资,level,,2024-H1,5,"含逗号,和\n换行"\n\n丙投资,level,,2024-H1,6,铁路\n'
ROWS: list[list[str | float | None]] = [
    ["2024年1—6月", None, None],
    ["指标", "绝对量", "增长%"],
    ["乙投资", 5.5, -1],
    ["丙投资", "——", "2.5"],
]


def read(folder: Path, name: str, content: bytes, **options: object) -> Reading:
    """Read one file with these bytes."""
    (folder / name).write_bytes(content)
    kind = "csv_file" if name.endswith("csv") else "excel"
    return sources.read(Source("示例", kind, name, options=dict(options)), folder, INDICATORS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_encodings_are_found_out(tmp_path: Path, encoding: str) -> None:
    """Unicode with its marks, plain UTF-8, and GB18030 with a note that it had to be found out."""
    reading = read(tmp_path, "表.csv", TEXT.encode(encoding))
    assert [(row.indicator, row.note, row.origin.line) for row in reading.observations] == [
        ("乙投资", "含逗号,和\n换行", 2),
        ("丙投资", "铁路", 5),
    ]
    assert [finding.rule for finding in reading.findings] == (
        ["encoding_detected"] if encoding.startswith("gb") else []
    )


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
def test_a_declared_encoding_is_taken_at_its_word(tmp_path: Path, encoding: str) -> None:
    """No note where it is declared; an error where the file is in another one."""
    assert not read(tmp_path, "表.csv", TEXT.encode(encoding), encoding=encoding).findings
    other = "gb18030" if encoding == "utf-8" else "utf-8"
    assert [finding.rule for finding in read(tmp_path, "表.csv", TEXT.encode(encoding), encoding=other).findings] != []


def test_damaged_text_is_refused(tmp_path: Path) -> None:
    """Mixed encodings, NUL bytes, unknown encodings and broken quotes are errors; nothing is replaced in silence."""
    for content, options in (
        (TEXT.encode() + "统计".encode("gbk") + b"\xff", {}), (TEXT.encode() + b"\x00", {}), (TEXT.encode(), {"encoding": "klingon"}),
        (TEXT.encode() + b'"', {}),
    ):  # fmt: skip
        reading = read(tmp_path, "表.csv", content, **options)
        assert [finding.rule for finding in reading.findings] == ["unreadable_file"]
        assert not reading.observations


@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_separators_are_found_out(tmp_path: Path, mark: str) -> None:
    """Comma, tab and semicolon; tables as people make them are read from text as well."""
    text = mark.join(["指标", "2024年1—6月", "增长%"]) + "\n" + mark.join(["乙投资（亿元）", "5.5", "-1"]) + "\n"
    reading = read(tmp_path, "表.csv", text.encode())
    assert [(row.measure, str(row.value), row.origin.line, row.origin.part) for row in reading.observations] == [
        ("level", "5.5", 2, "第2列"), ("growth", "-1", 2, "第3列"),
    ]  # fmt: skip
    assert not reading.findings


def workbook() -> bytes:
    """A small table some way down and to the right of a sheet, beside a hidden one."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for number, row in enumerate(ROWS):
        for column, value in enumerate(row):
            sheet.cell(number + 3, column + 2, value)
    sheet.merge_cells("B3:D3")
    hidden = book.create_sheet("底稿")
    hidden.append(["指标", "2019年", "乱"])
    hidden.sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def opendocument() -> bytes:
    """The same table as an OpenDocument spreadsheet."""
    cells = [
        "".join(
            f'<table:table-cell office:value-type="float" office:value="{value}"/>' if isinstance(value, int | float)
            else f'<table:table-cell office:value-type="string"><text:p>{escape(value or "")}</text:p></table:table-cell>'
            for value in row
        )
        for row in ROWS
    ]  # fmt: skip
    names = "".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" ' for name in ("office", "table", "text")
    )
    rows = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
    sheet = f'<table:table table:name="表">{rows}</table:table>'
    content = f"<office:document-content {names}><office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body></office:document-content>"
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("META-INF/manifest.xml", manifest)
        book.writestr("content.xml", content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "first"), [("表.xlsx", workbook(), "C5"), ("表.ods", opendocument(), "B3")]
)
def test_formats_hold_the_same(tmp_path: Path, name: str, content: bytes, first: str) -> None:
    """Workbooks as xlsx and as ods give the same figures; a table away from A1 keeps its cell names; hidden sheets are not read."""
    reading = read(tmp_path, name, content)
    assert not reading.findings
    assert [(row.indicator, row.measure, None if row.value is None else str(row.value)) for row in reading.observations] == [
        ("乙投资", "level", "5.5"), ("乙投资", "growth", "-1"), ("丙投资", "level", None), ("丙投资", "growth", "2.5"),
    ]  # fmt: skip
    assert reading.observations[0].origin.cell == first


def test_sheets_may_be_named(tmp_path: Path) -> None:
    """A sheet that is asked for is read even when hidden; one that is not there is an error."""
    assert [finding.rule for finding in read(tmp_path, "表.xlsx", workbook(), sheets=["Sheet"]).findings] == []
    assert [finding.rule for finding in read(tmp_path, "表.xlsx", workbook(), sheets=["没有"]).findings] == [
        "missing_sheet"
    ]


def test_a_source_may_be_several_files(tmp_path: Path) -> None:
    """A glob reads its files by name; lock files of office programs are none."""
    for name in ("二.csv", "一.csv", "~$一.csv"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    reading = sources.read(Source("示例", "csv_file", "*.csv"), tmp_path, INDICATORS)
    assert [path for path, _ in reading.files] == ["一.csv", "二.csv"]
    assert len(reading.observations) == 4


def test_a_good_file_is_read_beside_a_bad_one(tmp_path: Path) -> None:
    """The findings name the bad one."""
    (tmp_path / "一.csv").write_text(TEXT, encoding="utf-8")
    (tmp_path / "二.csv").write_bytes(b"\x00")
    reading = sources.read(
        Source("示例", "csv_file", "*.csv"),
        tmp_path,
        {"乙投资": Indicator("乙投资", "亿元"), "丙投资": Indicator("丙投资", "亿元")},
    )
    assert len(reading.observations) == 2
    assert [finding.place.file for finding in reading.findings] == ["二.csv"]
