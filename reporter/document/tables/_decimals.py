"""Turn a column of numbers into the blanks that bring their decimal points below each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reporter.model.document import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reporter.model.document import Table

_BEFORE = re.compile(r"(?P<words>[^\d−—-]*)(?P<dash>[−—-]?)(?P<ones>[\d,]*)")
_DIGIT, _DASH = 0.555, {"": 0.0, "−": 0.555, "-": 0.347, "—": 0.894}
"""Advance widths of the sans face, in ems; its digits are all of one width."""


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


def _before(text: str) -> float:
    """Width of what stands before the decimal point: 力争, a sign, the ones."""
    found = _BEFORE.match(text)
    if not found:
        return 0.0
    return (
        len(found["words"]) * bool(found["dash"] or found["ones"]) + _DASH[found["dash"]] + len(found["ones"]) * _DIGIT
    )
