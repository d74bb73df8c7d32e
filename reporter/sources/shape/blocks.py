"""Turn the rows of a grid into tables: which rows are titles, which the header, which the figures, which notes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

from reporter.sources.shape import header, number
from reporter.sources.shape.grid import Grid, Value, fold
from reporter.sources.shape.layout import Layout
from reporter.sources.shape.names import Dictionary, is_common_unit

CORNER = re.compile(r"(?<![制填编表送任制报])(?:计量)?单位:(?P<units>[^:()]+?)(?=$|\)|[制填编报]\S{1,3}:)")
MAKER = re.compile(
    r"(?:制表|填报|编制|报送|填表|责任|提供)单位:(?P<maker>[^:()]+?)(?=$|\)|(?:计量)?单位:|[填报制]\S{1,3}日?期?:)"
)
_NOTE = re.compile(
    r"\[|注(?:\d*[:：、]|$)|(?:附注|说明|备注|资料来源|数据来源|来源|填表人|制表人|审核人?|负责人|联系人|联系电话|报出日期|填报日期)[:：]"
)

_STARRED = re.compile(r"[*＊※★]\s*[\u4e00-\u9fff]")
"""How a note begins that stands alone in its row; a starred name has figures beside it."""
_YEAR = re.compile(r"(?:19|20)\d\d年?")

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


def is_note(grid: Grid, row: int) -> bool:
    """Whether a row is a note, a source or a signature."""
    filled = grid.filled(row)
    if not filled:
        return False
    text = grid.text(row, filled[0])
    return _NOTE.match(text) is not None or (len(filled) == 1 and _STARRED.match(text) is not None)


def is_figure(value: Value) -> bool:
    """Whether a cell holds a number or a mark for a missing one; 24小时大厅 is a name."""
    if isinstance(value, str):
        try:
            found = number.parse(value)
        except number.NotANumberError:
            return False
        return number.is_mark(value) if found.value is None else not found.unit or is_common_unit(found.unit)
    return isinstance(value, int | float) and not isinstance(value, bool)


def tables(grid: Grid, dictionary: Dictionary, layout: Layout) -> list[Table]:
    """Where each table's titles, header and rows stand; the layout may pin the header of the only one."""
    if layout.header:
        return _pinned(grid, layout.header)
    kinds = _kinds(grid, _Words(dictionary, layout))
    heads = [tuple(rows) for kind, rows in groupby(range(len(kinds)), kinds.__getitem__) if kind == "header"]
    starts = [_first_title(head[0], kinds, grid, dictionary) if number else 0 for number, head in enumerate(heads)]
    found = []
    for head, start, end in zip(heads, starts, [*starts[1:], len(kinds)], strict=False):
        body = tuple(row for row in range(head[-1] + 1, end) if kinds[row] in ("figures", "words"))
        found.append(Table(tuple(range(start, head[0])), head, body))
    return found


def _pinned(grid: Grid, header_rows: str) -> list[Table]:
    """The table whose header stands in rows such as ``3-4``, counted as the sheet or the file counts them."""
    first, _, last = header_rows.partition("-")
    asked = range(int(first), int(last or first) + 1) if first.isdecimal() and (last or first).isdecimal() else ()
    counted = grid.lines or range(grid.top + 1, grid.top + len(grid.rows) + 1)
    head = tuple(row for row, number in enumerate(counted) if number in asked)
    if not head:
        return []
    body = tuple(row for row in range(head[-1] + 1, len(grid.rows)) if _kind(grid, row) in ("figures", "words"))
    return [Table(tuple(range(head[0])), head, body)]


def _first_title(head: int, kinds: Sequence[RowKind], grid: Grid, dictionary: Dictionary) -> int:
    """The first of the title rows right above a header; a row of the table before it is none.

    An indicator whose figures are all empty looks like a title: it is one where it stands alone below a blank row.
    """
    row = head
    while row and kinds[row - 1] in ("blank", "words"):
        filled = grid.filled(row - 1)
        heads = len(filled) == 1 and row > 1 and kinds[row - 2] == "blank"
        if not heads and any(_is_known(grid.text(row - 1, column), dictionary) for column in filled):
            break
        row -= 1
    return row


def _is_known(text: str, dictionary: Dictionary) -> bool:
    """Whether a text is the label of an indicator."""
    return any(dictionary.find(name, None) for name, _ in dictionary.spellings(text))


@dataclass(frozen=True, slots=True)
class _Words:
    """Which words make a header, besides those that every office uses."""

    dictionary: Dictionary
    layout: Layout

    def head(self, text: str) -> bool:
        """Whether a cell holds the words of a header."""
        return header.is_header(text) or any(fold(words) == fold(text) for words in self.layout.columns)

    def leads(self, text: str) -> bool:
        """Whether a first cell says that the cells to its right may name indicators."""
        role = header.read(0, text, self.dictionary.is_unit).role
        return role in ("period", "area") or (role == "label" and self.layout.down in ("periods", "areas"))


def _kinds(grid: Grid, known: _Words) -> list[RowKind]:
    """What each row is."""
    kinds: list[RowKind] = []
    top = 0
    """The first row of the header that the rows before belong to."""
    for row in range(len(grid.rows)):
        kind = _kind(grid, row)
        top = top if kinds and kinds[-1] == "header" else row
        if (kind == "figures" and _counts_years(grid, row)) or (
            (kind == "words" or (kind == "figures" and top == row and _only_dots(grid, row)))
            and _is_header(grid, row, known, top)
        ):
            kind = "header"
        kinds.append(kind)
    return kinds


def _kind(grid: Grid, row: int) -> RowKind:
    """What a row is by itself; a header looks like any row of words."""
    filled = grid.filled(row)
    if not filled:
        return "blank"
    if is_note(grid, row):
        return "note"
    return "figures" if any(is_figure(grid.value(row, column)) for column in filled[1:]) else "words"


def _only_dots(grid: Grid, row: int) -> bool:
    """Whether nothing in a row looks like a figure but dots, which in a header stand for columns that were left out."""
    cells = [grid.value(row, column) for column in grid.filled(row)[1:]]
    return all(isinstance(cell, str) and not cell.strip(" .…") for cell in cells if is_figure(cell))


def _counts_years(grid: Grid, row: int) -> bool:
    """Whether a row is the header of a table over years: 指标, 2016, 2017, 2018."""
    first, *rest = [grid.text(row, column) for column in grid.filled(row)]
    years = [int(text) for text in rest if _YEAR.fullmatch(text)]
    return (
        len(years) == len(rest) > 1 and len({abs(a - b) for a, b in pairwise(years)}) == 1 and header.is_header(first)
    )


def _is_header(grid: Grid, row: int, known: _Words, top: int) -> bool:
    """Whether a row of words is a row of a header: two cells that name columns, or one right below one that begins at ``top``."""
    follows = top < row
    filled = grid.filled(row)
    texts = [grid.text(row, column) for column in filled]
    if any(CORNER.search(fold(text)) or MAKER.search(fold(text)) for text in texts):
        return False
    days = sum(isinstance(grid.value(row, column), dt.date) for column in filled)
    named = sum(known.head(text) for text in texts) + days
    if follows:
        alone = len(texts) == 1 and header.is_period(texts[0])  # a year above the months below it
        below = filled[0] > grid.filled(top)[0] or known.head(texts[0])
        return named > 0 and below and not alone
    if named == 1 and known.leads(texts[0]):
        named += sum(header.naming(0, text, known.dictionary).role == "figure" for text in texts[1:])
    return named > 1
