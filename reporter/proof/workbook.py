"""Turn the 核对表 into a workbook to be ticked off, and back: the same rows give the same bytes."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from dataclasses import astuple
from typing import TYPE_CHECKING, cast

from reporter.model.cell import inert, meant
from reporter.proof.checklist import COLUMNS, Row

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType

_TICK = "核对"
_WIDTHS = (14, 18, 56, 30, 24, 14, 12, 30, 30, 14, 10, 12, 18, 8)
_EPOCH = (1980, 1, 1, 0, 0, 0)
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_CORE = "docProps/core.xml"
_CONTROL = re.compile("[\\x00-\\x1f]")
_SENTENCE = list(COLUMNS).index("sentence")


def preload() -> None:
    """Import the library without NumPy, which it loads wherever it is installed, only to know its kinds of numbers."""
    known = sys.modules.get("numpy")
    sys.modules["numpy"] = cast("ModuleType", known)
    try:
        import openpyxl  # noqa: F401, PLC0415 - slow to import
    finally:
        if known is None:
            del sys.modules["numpy"]


def written(rows: Iterable[Row], title: str) -> bytes:
    """The workbook: one sheet, a line a printed number, the last column empty for the tick.

    Every cell is text that no spreadsheet takes for a formula.
    """
    preload()
    from openpyxl import Workbook  # noqa: PLC0415 - slow to import
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet("核对表")
    for index, width in enumerate(_WIDTHS):
        sheet.column_dimensions[chr(ord("A") + index)].width = width
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    book.properties.title = title
    bold, wrapped = Font(bold=True), Alignment(wrap_text=True, vertical="top")

    def styled(text: str, **style: Font | Alignment) -> WriteOnlyCell:
        made = WriteOnlyCell(sheet, text)
        for name, value in style.items():
            setattr(made, name, value)
        return made

    sheet.append([styled(name, font=bold) for name in (*COLUMNS.values(), _TICK)])
    for row in rows:
        cells: list[object] = [_cell(value) for value in astuple(row)]
        cells[_SENTENCE] = styled(str(cells[_SENTENCE]), alignment=wrapped)
        sheet.append(cells)
    made = io.BytesIO()
    book.save(made)
    return _timeless(made.getvalue())


def _cell(text: str) -> str:
    """The text as a cell that runs nothing, without what XML cannot hold."""
    return inert("".join(character for character in text if character >= " ") if _CONTROL.search(text) else text)


def _timeless(content: bytes) -> bytes:
    """The same workbook without the moment at which it was made."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == _CORE:
                data = _STAMP.sub(rb"\g<1>2000-01-01T00:00:00Z", data)
            new.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def read(content: bytes) -> tuple[Row, ...]:
    """The rows of a workbook that :func:`written` made."""
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to import

    book = load_workbook(io.BytesIO(content), read_only=True)
    try:
        lines = list(book.worksheets[0].iter_rows(min_row=2, max_col=len(COLUMNS), values_only=True))
    finally:
        book.close()
    return tuple(Row(*(meant(str(value or "")) for value in line)) for line in lines)
