"""Turn the cells of a sheet or of a text file into one grid that knows where each of them stands."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from reporter.model.finding import Place

Value = str | float | bool | dt.date | dt.time | dt.timedelta | None
"""What a cell holds; an ``int`` counts as a ``float``, a ``datetime`` as a ``date``."""

_LETTERS = 26
_QUOTES = str.maketrans(dict.fromkeys("“”„‟〝〞『』「」", '"') | dict.fromkeys("‘’‚‛", "'"))


@dataclass(frozen=True, slots=True)
class Span:
    """A merged range, counted from 0 within the grid; all ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells; rows may differ in length."""

    file: str
    """Path below the project folder."""
    rows: Sequence[Sequence[Value]]
    sheet: str = ""
    """Name of the sheet; empty for a text file."""
    top: int = 0
    """Rows of the sheet above the first row of the grid."""
    left: int = 0
    """Columns of the sheet before the first column of the grid."""
    merged: tuple[Span, ...] = ()
    """Merged ranges; none where the format does not tell."""
    lines: Sequence[int] = ()
    """For a text file, the line on which each row begins, from 1."""
    parts: Sequence[str] = ()
    """For a reply or a query, what each row is called there: ``$.data[3]``."""
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def value(self, row: int, column: int) -> Value:
        """What the cell holds; ``None`` beyond the end of its row."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None

    def text(self, row: int, column: int) -> str:
        """What the cell holds, as words."""
        return words(self.value(row, column))

    def filled(self, row: int) -> list[int]:
        """The columns that hold anything in a row."""
        return [
            column for column, value in enumerate(self.rows[row])
            if value is not None and value != "" and (not isinstance(value, str) or not value.isspace())
        ]  # fmt: skip

    @property
    def visible(self) -> Grid:
        """The same grid with nothing in its hidden rows and columns."""
        if not self.hidden_rows and not self.hidden_columns:
            return self
        rows = [
            () if number in self.hidden_rows else [None if column in self.hidden_columns else value for column, value in enumerate(row)]
            for number, row in enumerate(self.rows)
        ]  # fmt: skip
        return replace(self, rows=rows, hidden_rows=frozenset(), hidden_columns=frozenset())

    def place(self, row: int, column: int | None = None) -> Place:
        """Where a cell stands, or a whole row."""
        if self.parts:
            return Place(self.file, part=self.parts[row])
        if self.lines:
            return Place(self.file, self.lines[row], part="" if column is None else f"第{column + 1}列")
        number = self.top + row + 1
        cell = f"{number}:{number}" if column is None else f"{letters(self.left + column)}{number}"
        return Place(self.file, sheet=self.sheet, cell=cell)


@lru_cache(maxsize=1024)
def letters(column: int) -> str:
    """The spreadsheet's name of a column counted from 0: A, Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        name = chr(ord("A") + rest) + name
    return name


def words(value: Value) -> str:
    """A cell's content as a person reads it, without white space around it."""
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The text for comparison: one width, one kind of quotation mark, no white space."""
    return "".join(unicodedata.normalize("NFKC", text.translate(_QUOTES)).split())
