"""Turn a table into measures for the compositor: blanks that bring decimal points below each other, widths of columns."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from reporter.model.document import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reporter.model.document import Table

_BEFORE = re.compile(r"(?P<words>[^\d−—-]*)(?P<dash>[−—-]?)(?P<ones>[\d,]*)")
_DIGIT, _DASH = 0.555, {"": 0.0, "−": 0.555, "-": 0.347, "—": 0.894}
"""Advance widths of the sans face, in ems; its digits are all of one width."""
_ADVANCES = {".": 0.278, ",": 0.278, "%": 0.921, "−": 0.555, "—": 0.894, "*": 0.5}
_LETTER = 0.6
_PADDING = 1.2
"""Of a cell, left and right, in ems of the table's type, with some air."""
_TYPE_AREA = 52.0
"""Ems of the table's type in a line of the page."""
_WIDEST = 24.0
"""Words that are longer than this are broken over lines."""


def blanks(table: Table) -> Sequence[Sequence[float]]:
    """For every row the blank before each cell in ems; 0 in columns that are not aligned by decimal points."""
    aligned = [index for index, column in enumerate(table.columns) if column.align == "decimal"]
    before = [
        [_before(plain(cell)) if index in aligned else 0.0 for index, cell in enumerate(row.cells)]
        for row in table.rows
    ]
    most = {
        index: max((row[index] for row, of in zip(before, table.rows, strict=True) if not of.group), default=0.0)
        for index in aligned
    }
    return [[round(most.get(index, 0.0) - width, 3) for index, width in enumerate(row)] for row in before]


def fitted(table: Table) -> Table:
    """The table with widths for its columns: numbers get what they need, words share the rest by their length."""
    lead = blanks(table)
    needs = []
    for index, column in enumerate(table.columns):
        cells = [
            _width(plain(row.cells[index])) + lead[number][index]
            for number, row in enumerate(table.rows) if not row.group
        ]  # fmt: skip
        needs.append(max([_width(column.title), *(min(cell, _WIDEST) for cell in cells)]) + _PADDING)
    widths = _shared(needs, [column.align == "decimal" for column in table.columns])
    columns = (
        replace(column, width=f"{100 * width / sum(widths):.2f}%")
        for column, width in zip(table.columns, widths, strict=True)
    )
    return replace(table, columns=tuple(columns))


def _shared(needs: Sequence[float], firm: Sequence[bool]) -> list[float]:
    """The width of the page among columns: firm and short ones get what they need, long ones share what is left."""
    widths = [need if sure else 0.0 for need, sure in zip(needs, firm, strict=True)]
    open_ = {index for index, width in enumerate(widths) if not width}
    rest = max(_TYPE_AREA - sum(widths), 1.0)
    while small := {index for index in open_ if needs[index] <= rest / len(open_)}:
        if small == open_:
            break
        for index in small:
            widths[index] = needs[index]
        rest, open_ = rest - sum(needs[index] for index in small), open_ - small
    wanted = sum(needs[index] for index in open_)
    for index in open_:
        widths[index] = rest * needs[index] / wanted
    return widths


def _before(text: str) -> float:
    """Width of what stands before the decimal point: 力争, a sign, the ones."""
    found = _BEFORE.match(text)
    if not found:
        return 0.0
    return (
        len(found["words"]) * bool(found["dash"] or found["ones"]) + _DASH[found["dash"]] + len(found["ones"]) * _DIGIT
    )


def _width(text: str) -> float:
    """Width of words in ems."""
    return sum(
        _ADVANCES.get(one)
        or (1.0 if unicodedata.east_asian_width(one) in "WFA" else _DIGIT if one.isdigit() else _LETTER)
        for one in text
    )
