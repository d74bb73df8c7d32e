"""Tell tables that stand side by side apart, and a header that slipped from one that did not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reporter.sources.shape.blocks import Table, is_figure
from reporter.sources.shape.grid import Grid
from reporter.sources.shape.header import Column

_MOST_OF = 2


def shifted(grid: Grid, table: Table, columns: Sequence[Column]) -> Column | None:
    """The column that has words under the header of figures, where the last column has figures and no header."""
    first = next((column for column in columns if column.role == "figure"), None)
    last = max((column for row in table.body for column in grid.filled(row)), default=0)
    headless = columns[last].text == "" and any(is_figure(grid.value(row, last)) for row in table.body)
    return first if first and headless and _holds_words(grid, table, first.index) else None


def _holds_words(grid: Grid, table: Table, index: int) -> bool:
    """Whether most cells of a column hold words."""
    filled = [grid.value(row, index) for row in table.body if grid.text(row, index)]
    words = sum(isinstance(value, str) and not is_figure(value) for value in filled)
    return words * _MOST_OF > len(filled)


def bands(grid: Grid, table: Table, columns: Sequence[Column]) -> Iterator[tuple[Column, ...]]:
    """The columns of each of several tables side by side: a new one begins where labels follow figures."""
    band: list[Column] = []
    for column in columns:
        has_figures = any(one.role == "figure" for one in band)
        if has_figures and _begins(grid, table, column, columns):
            yield tuple(band)
            band = []
        band.append(column)
    if band:
        yield tuple(band)


def _begins(grid: Grid, table: Table, column: Column, columns: Sequence[Column]) -> bool:
    """Whether the labels of another table stand in a column; figures must follow before the next labels."""
    rest = columns[column.index + 1 :]
    follows = any(one.role == "figure" for one in rest)
    if column.role in ("label", "period", "area", "ordinal"):
        return follows
    if column.role != "unknown" or column.text or not follows:
        return False
    return _holds_words(grid, table, column.index)
