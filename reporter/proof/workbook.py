"""Turn the 核对表 into a workbook to be ticked off, and back: the same rows give the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import TYPE_CHECKING

from reporter.model.cell import inert, meant
from reporter.proof.checklist import COLUMNS, Row, table

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHEET = "核对表"
_TICK = "核对"
_WIDTHS = (14, 18, 56, 30, 24, 14, 12, 30, 30, 14, 10, 12, 18, 8)
_EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""The moment at which every workbook was made; the library's archive has none of its own."""
_A4 = 9
"""As a spreadsheet numbers paper."""
_CONTROL = re.compile("[\\x00-\\x1f]")
_SENTENCE = list(COLUMNS).index("sentence")
_LONGEST = 32_767
"""Characters that a cell can hold."""


def preload() -> None:
    """Import the library, which is slow."""
    import xlsxwriter  # noqa: F401, PLC0415


def written(rows: Iterable[Row], title: str) -> bytes:
    """The workbook: one sheet, a line a printed number, the last column empty for the tick.

    Every cell is text that no spreadsheet takes for a formula.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 - slow to import

    made = io.BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        book.set_properties({"title": title, "created": _EPOCH})
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(_SHEET)
        for index, width in enumerate(_WIDTHS):
            sheet.set_column(index, index, width)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        for column, name in enumerate((*COLUMNS.values(), _TICK)):
            sheet.write_string(0, column, name, bold)
        for line, row in enumerate(table(rows), 1):
            for column, text in enumerate(row):
                if text:
                    sheet.write_string(line, column, _cell(text), wrapped if column == _SENTENCE else None)
    return made.getvalue()


def _cell(text: str) -> str:
    """The text as a cell that runs nothing, without what XML cannot hold, and no longer than a cell can be."""
    return inert("".join(character for character in text if character >= " ") if _CONTROL.search(text) else text)[
        :_LONGEST
    ]


def read(content: bytes) -> tuple[Row, ...]:
    """The rows of a workbook that :func:`written` made."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - slow to import

    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        _, *lines = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    wide = len(COLUMNS)
    return tuple(Row(*(meant(str(value)) for value in [*line, *[""] * wide][:wide])) for line in lines)
