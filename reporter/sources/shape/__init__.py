"""Turn a grid into observations by the shape of what is in it, not by the address of its cells.

``grid`` knows where each cell stands, ``number`` and ``period_words`` read what cells say, ``blocks`` finds the tables of a
sheet, ``bands`` those that stand side by side, ``header`` tells what their columns hold, ``frame`` what surrounds all figures
of one, ``heads`` what its rows are about, ``table`` puts the three together, ``telling`` says how, ``exchange`` reads the exchange format, ``names`` knows the indicator dictionary,
``layout`` pins what a file does not tell, and ``collect`` turns what was read into observations or findings.
"""

from __future__ import annotations

from itertools import groupby

from reporter.sources.shape.collect import Collector, Understood, duplicate
from reporter.sources.shape.grid import Grid, Span, letters
from reporter.sources.shape.layout import Layout

__all__ = ["Collector", "Grid", "Layout", "Span", "Understood", "duplicate", "preload", "read"]


def preload() -> None:
    """Import what reads a grid: only the child does that, and the service needs the words of this room alone."""
    from reporter.sources.shape import exchange, table  # noqa: F401, PLC0415


def read(grid: Grid, collector: Collector) -> None:
    """Collect every figure of a grid, whether it holds the exchange format or tables as people make them."""
    from reporter.sources.shape import blocks, exchange, table  # noqa: PLC0415 - see above

    if not collector.layout.hidden:
        _tell_hidden(grid, collector)
        grid = grid.visible
    head = exchange.head_of(grid)
    if head is not None:
        exchange.read(grid, head, collector)
    else:
        table.read(grid, collector)
    if collector.explains:
        for row in range(len(grid.rows)):
            for column in grid.filled(row):
                role = "附注" if blocks.is_note(grid, row) else "未读"
                collector.explain(grid.place(row, column), role, grid.text(row, column))


def _tell_hidden(grid: Grid, collector: Collector) -> None:
    """Say what is not read because it cannot be seen; hidden cells without content are nothing to tell."""
    if not grid.hidden_rows and not grid.hidden_columns:
        return
    rows = [row for row in sorted(grid.hidden_rows) if 0 <= row < len(grid.rows) and grid.filled(row)]
    columns = sorted(grid.hidden_columns & {column for row in range(len(grid.rows)) for column in grid.filled(row)})
    said = [f"第{_runs([grid.top + row + 1 for row in rows])}行"] if rows else []
    said += [f"{'、'.join(letters(grid.left + column) for column in columns)}列"] if columns else []
    if said:
        place = grid.place(rows[0]) if rows else grid.place(0, columns[0])
        message = f"{'和'.join(said)}是隐藏的，没有读取"
        collector.find(
            "note",
            "hidden_cells",
            place,
            message,
            "要读取的，取消隐藏，或在layout里写hidden: true",
            ("layout", "hidden", "true"),
        )


def _runs(numbers: list[int]) -> str:
    """Numbers with neighbours drawn together: 3—5、9."""
    runs = [[number for _, number in run] for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])]
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}—{run[-1]}" for run in runs)
