"""Turn what is known of the cells of a sheet into a grid that says what a person sees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reporter.sources.shape.grid import Grid, Value

MOST_CELLS = 5_000_000
"""Cells of the largest sheet that is held."""
MOST_COLUMNS = 1 << 14
_UNCOMPUTED = "公式（没有保存计算结果）"
_ERROR = "错误值（#REF!、#DIV/0!之类）"


@dataclass(frozen=True, slots=True)
class Marks:
    """What is known of the cells of a sheet, counted from 0 within the sheet."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    percent: frozenset[tuple[int, int]] = frozenset()
    """Cells that a spreadsheet shows as a percentage: 0.116 stands for 11.6%."""
    uncomputed: frozenset[tuple[int, int]] = frozenset()
    """Formulas whose value was not saved."""
    errors: frozenset[tuple[int, int]] = frozenset()
    """Cells that hold an error such as #REF!, which must not look like empty ones."""

    def on(self, grid: Grid) -> Grid:
        """The grid with percentages as they are shown, and formulas without a value as what they are."""
        rows: list[list[Value]] | None = None
        for (row, column), value in self._changes(grid):
            rows = rows or [list(cells) for cells in grid.rows]
            rows[row][column] = value
        hidden_rows = frozenset(row - grid.top for row in self.hidden_rows)
        hidden_columns = frozenset(column - grid.left for column in self.hidden_columns)
        return Grid(
            grid.file, rows or grid.rows, grid.sheet, grid.top, grid.left, grid.merged,
            hidden_rows=hidden_rows, hidden_columns=hidden_columns,
        )  # fmt: skip

    def _changes(self, grid: Grid) -> Iterator[tuple[tuple[int, int], Value]]:
        """Cells of the grid that hold something else than they seem to."""
        said_of = (
            (self.percent, _percentage),
            (self.uncomputed, lambda _: _UNCOMPUTED),
            (self.errors, lambda _: _ERROR),
        )
        for cells, said in said_of:
            for row, column in cells:
                place = row - grid.top, column - grid.left
                if 0 <= place[0] < len(grid.rows) and 0 <= place[1] < len(grid.rows[place[0]]):
                    yield place, said(grid.rows[place[0]][place[1]])


NONE = Marks()


def _percentage(value: Value) -> Value:
    """0.116 as it is shown, 11.6%; what is no number stays."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return value
    shown = (Decimal(format(value, ".15g")) * 100).normalize()
    return f"{shown:f}%"
