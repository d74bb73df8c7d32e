"""Pin what the tables of a source do not tell: the ``layout:`` block of ``schedules.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

from reporter.sources.shape.grid import fold

UNREAD = "不读"
"""What ``columns:`` says of a column that is not wanted."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What a ``layout:`` block may say; everything may be left out."""

    area: str = ""
    """The area that every figure describes unless its row names one; empty for the office's own."""
    indicator: str = ""
    """The indicator of a table whose rows or headers name none."""
    measure: Literal["", "level", "growth", "share", "rank", "completion", "difference", "target"] = ""
    """The measure of columns that do not say: share for a table of 构成."""
    scope: str = ""
    """The whole of a share, or among whom a rank counts, where the table does not say."""
    unit: str = ""
    """The unit of levels, where nothing beside them tells it."""
    down: Literal["", "indicators", "periods", "areas"] = ""
    """What stands below each other in the first column; found out where empty."""
    header: str = ""
    """Rows of the header as the sheet or the file counts them, ``3`` or ``3-4``; found out where empty."""
    align: Literal["", "right"] = ""
    """``right``: the words of the header stand as far to the left as cells are missing before them."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Words that are read instead of a column's header, by the header's words or the column's letter; 不读 leaves it out."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Indicator or area by the label that means it in these tables; 不读 leaves the row out."""
    ignore: tuple[str, ...] = ()
    """Labels of rows that are not wanted."""
    missing: tuple[str, ...] = ()
    """Marks for a missing figure besides ——, …, / and the like: NaN."""
    zero_is_missing: bool = False
    """Whether the source stores a missing figure as 0."""
    fractions: bool = False
    """Whether rates are stored as 0.116 for 11.6%."""
    dates: Literal["", "month", "cumulative"] = ""
    """What a day of the calendar means as a period: its month, or January to its month."""
    hidden: bool = False
    """Whether hidden rows and columns are read as well."""
    tables: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """The same for single tables, by words of their titles."""

    def of_table(self, titles: str) -> Layout:
        """The layout of the table with these titles."""
        titles = fold(titles)
        found = self
        for words, more in self.tables.items():
            if fold(words) in titles:
                found = replace(found, **{key: _joined(getattr(self, key), value) for key, value in more.items()})
        return found

    def named(self, label: str) -> str | None:
        """What ``names:`` says that a label means; ``None`` where it says nothing."""
        if not self.names:
            return None
        plain = fold(label)
        return next((name for words, name in self.names.items() if fold(words) == plain), None)


def _joined(outer: Any, inner: Any) -> Any:
    """What holds for one table: its own words, in a mapping besides those of the whole source."""
    return {**outer, **inner} if isinstance(outer, Mapping) and isinstance(inner, Mapping) else inner


OF_A_TABLE = frozenset(one.name for one in fields(Layout)) - {"tables", "hidden", "header"}
"""What may be said of a single table."""
