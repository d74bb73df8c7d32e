"""Turn the rows of a grid into tables: which rows are titles, which the header, which the figures, which notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from reporter.sources.shape import header, number
from reporter.sources.shape.grid import Grid, Value, fold
from reporter.sources.shape.names import Dictionary

CORNER = re.compile(r"(?<![制填编表送任制报])(?:计量)?单位:(?P<units>[^:]+?)(?=$|[制填编报]\S{1,3}:)")
MAKER = re.compile(r"(?:制表|填报|编制|报送|填表)单位:(?P<maker>[^:]+?)(?=$|(?:计量)?单位:|[填报制]\S{1,3}日?期?:)")
_NOTE = re.compile(
    r"注(?:\d*[:：、]|$)|(?:附注|说明|备注|资料来源|数据来源|来源|填表人|制表人|审核人?|负责人|联系人|联系电话|报出日期|填报日期)[:：]"
)

RowKind = Literal["blank", "words", "header", "figures", "note"]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a grid, by its rows."""

    titles: tuple[int, ...]
    header: tuple[int, ...]
    body: tuple[int, ...]


def has_figures(grid: Grid) -> bool:
    """Whether any row holds a figure beside its label."""
    return any(_kind(grid, row) == "figures" for row in range(len(grid.rows)))


def is_figure(value: Value) -> bool:
    """Whether a cell holds a number or a mark for a missing one."""
    if isinstance(value, str):
        try:
            return number.is_mark(value) or number.parse(value).value is not None
        except number.NotANumberError:
            return False
    return isinstance(value, int | float) and not isinstance(value, bool)


def tables(grid: Grid, dictionary: Dictionary) -> list[Table]:
    """Where each table's titles, header and rows stand."""
    kinds = _kinds(grid)
    heads = [tuple(rows) for kind, rows in groupby(range(len(kinds)), kinds.__getitem__) if kind == "header"]
    starts = [_first_title(head[0], kinds, grid, dictionary) if number else 0 for number, head in enumerate(heads)]
    found = []
    for head, start, end in zip(heads, starts, [*starts[1:], len(kinds)], strict=False):
        body = tuple(row for row in range(head[-1] + 1, end) if kinds[row] in ("figures", "words"))
        found.append(Table(tuple(range(start, head[0])), head, body))
    return found


def _first_title(head: int, kinds: Sequence[RowKind], grid: Grid, dictionary: Dictionary) -> int:
    """The first of the title rows right above a header; a row of the table before it is none."""
    row = head
    while row and kinds[row - 1] in ("blank", "words") and not _is_known(grid, row - 1, dictionary):
        row -= 1
    return row


def _is_known(grid: Grid, row: int, dictionary: Dictionary) -> bool:
    """Whether a row of words is an indicator whose figures are all empty."""
    filled = grid.filled(row)
    return bool(filled) and any(
        dictionary.find(name, None) for name, _ in dictionary.spellings(grid.text(row, filled[-1]))
    )


def _kinds(grid: Grid) -> list[RowKind]:
    """What each row is."""
    kinds: list[RowKind] = []
    for row in range(len(grid.rows)):
        kind = _kind(grid, row)
        if kind == "words" and _is_header(grid, row, follows=bool(kinds) and kinds[-1] == "header"):
            kind = "header"
        kinds.append(kind)
    return kinds


def _kind(grid: Grid, row: int) -> RowKind:
    """What a row is by itself; a header looks like any row of words."""
    filled = grid.filled(row)
    if not filled:
        return "blank"
    if _NOTE.match(grid.text(row, filled[0])):
        return "note"
    return "figures" if any(is_figure(grid.value(row, column)) for column in filled[1:]) else "words"


def _is_header(grid: Grid, row: int, *, follows: bool) -> bool:
    """Whether a row of words is a row of a header: two cells that name columns, or one right below such a row."""
    texts = [grid.text(row, column) for column in grid.filled(row)]
    if any(CORNER.search(fold(text)) or MAKER.search(fold(text)) for text in texts):
        return False
    return sum(header.is_header(text) for text in texts) >= (1 if follows else 2)
