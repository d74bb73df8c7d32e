"""Turn drafts into workbooks as LibreOffice saves them: with real merged cells, hidden rows, percentages, formulas.

``python -m tests.libreoffice.making`` makes the files beside it anew; ``tests/acceptance`` does so in a folder of its own.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from pathlib import Path

import openpyxl

HERE = Path(__file__).parent
EXCERPT = HERE.parent / "realdata" / "zhongshan_2020M06.txt"
FORMATS = ("xlsx", "xls", "ods")
_COLUMNS = 4


def zhongshan() -> openpyxl.Workbook:
    """The workbook that the excerpt of Zhongshan's table was taken from: headers over two rows, label cells merged."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "月报"
    lines = [
        [cell.strip() for cell in line.strip(" |").split("|")]
        for line in EXCERPT.read_text(encoding="utf-8").splitlines()
    ]
    for row, cells in enumerate((line for line in lines if not line[0].startswith("[")), 1):
        if cells[0].endswith("月") and cells[0][:-1].isdecimal():  # the first row of a header, without its first cell
            for column, text in enumerate(cells[:3], 2):
                sheet.cell(row, column, text)
            for column in range(1, _COLUMNS):
                sheet.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column)
        elif cells[0] in ("增长%", "增减百分点"):
            sheet.cell(row, _COLUMNS, cells[0])
        else:
            for column, text in enumerate(cells, 1):
                sheet.cell(row, column, _value(text))
            if not any(cells[1:]):
                sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=_COLUMNS)
    return book


def marked() -> openpyxl.Workbook:
    """What cells do not say: growth shown as a percentage, a hidden row and column, a formula, months as dates, a hidden sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "表"
    for row in (
        ["示例区2024年1—5月主要指标"], ["指标", "绝对量", "增长率", "上年同期", "备注"], ["甲产业增加值", 312.5, 0.116, 280, "快报"],
        ["乙投资", 10, -0.042, 9, ""], ["丙投资", "=B4*2", 0.5, 8, ""],
    ):  # fmt: skip
        sheet.append(row)
    for number in (3, 4, 5):
        sheet.cell(number, 3).number_format = "0.0%"
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["D"].hidden = True
    broken = book.create_sheet("错误")
    for row in (["2024年1—5月"], ["指标", "绝对量", "增长%"], ["乙投资", "=1/0", 1]):
        broken.append(row)
    draft = book.create_sheet("底稿")
    draft.append(["指标", "2019年", "乱"])
    draft.sheet_state = "hidden"
    return book


def _value(text: str) -> float | str | None:
    """A number as a number."""
    try:
        return float(text)
    except ValueError:
        return text or None


DRAFTS = {"zhongshan_2020M06": zhongshan, "marked": marked}


def make(folder: Path) -> list[Path]:
    """Every draft in every format, as LibreOffice saves it; raises where it does not."""
    with tempfile.TemporaryDirectory() as name:
        drafts = []
        for draft, made in DRAFTS.items():
            file = io.BytesIO()
            made().save(file)
            drafts.append(Path(name) / f"{draft}.xlsx")
            drafts[-1].write_bytes(file.getvalue())
        for kind in FORMATS:
            subprocess.run(
                ["soffice", f"-env:UserInstallation={(Path(name) / 'profile').as_uri()}", "--headless", "--norestore",
                 "--convert-to", kind, "--outdir", str(folder), *map(str, drafts)],
                check=True, capture_output=True, timeout=240,
            )  # fmt: skip
    return [folder / f"{draft}.{kind}" for draft in DRAFTS for kind in FORMATS]


if __name__ == "__main__":
    shutil.rmtree(HERE / "saved", ignore_errors=True)
    make(HERE / "saved")
