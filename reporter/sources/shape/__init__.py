"""Turn a grid into observations by the shape of what is in it, not by the address of its cells.

``grid`` knows where each cell stands, ``number`` and ``period_words`` read what cells say, ``header`` tells what the columns
hold, ``table`` finds the tables of a sheet, ``exchange`` reads the exchange format, ``names`` knows the indicator
dictionary, and ``collect`` turns what was read into observations or findings.
"""

from __future__ import annotations

from reporter.sources.shape import exchange, table
from reporter.sources.shape.collect import Collector, Layout
from reporter.sources.shape.grid import Grid, Span

__all__ = ["Collector", "Grid", "Layout", "Span", "read"]


def read(grid: Grid, collector: Collector) -> None:
    """Collect every figure of a grid, whether it holds the exchange format or tables as people make them."""
    head = exchange.head_of(grid)
    if head is not None:
        exchange.read(grid, head, collector)
    else:
        table.read(grid, collector)
