"""Turn facts into the tables of the annex; one kind of table is one file here, with ``KIND`` and ``plan``."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from reporter import registry
from reporter.document.tables._setting import blanks, fitted
from reporter.errors import ProductionError
from reporter.model.cell import inert
from reporter.model.document import Numbering, plain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

    from reporter.model.document import FactBook, Table
    from reporter.model.indicator import Indicator
    from reporter.model.wording import Wording

__all__ = ["as_csv", "blanks", "kinds", "plan"]


@cache
def kinds() -> dict[str, ModuleType]:
    """Every kind of table, by name."""
    return registry.kinds(__name__)


def plan(
    spec: Mapping[str, object], book: FactBook, indicators: Mapping[str, Indicator], wording: Wording
) -> Table | None:
    """The table that a block ``tables:`` of the front matter asks for; ``None`` when it would have no row.

    ``of`` names the indicators; without it the whole dictionary counts. A kind that
    ``JUDGES`` is handed the office's thresholds as well.
    """
    name, kind = str(spec.get("id") or "?"), kinds().get(str(spec.get("kind")))
    if kind is None:
        message = f"表“{name}”：没有“{spec.get('kind')}”这种表"
        raise ProductionError(message, advice=f"可用的表：{'、'.join(sorted(kinds()))}")
    thresholds = (wording,) if getattr(kind, "JUDGES", False) else ()
    named: Any = spec.get("of") or tuple(indicators)
    table: Table | None = kind.plan({one: indicators[one] for one in named}, book, *thresholds)
    if table is None:
        return None
    return fitted(_printable(replace(table, id=name, title=str(spec.get("title") or table.title))))


def _printable(table: Table) -> Table:
    """The table, or the beginning of one that no reader would turn the pages of; all of it goes into a sheet."""
    rows = len(table.rows)
    if rows <= _LONGEST:
        return table
    note = ("全表共", Numbering(f"{rows}行"), "，这里印出前", Numbering(f"{_SHOWN}行"), "，其余见本文件所附的数据表。")
    return replace(table, rows=table.rows[:_SHOWN], sheet=table.rows, notes=(*table.notes, note))


def as_csv(table: Table) -> bytes:
    """All rows of a table that is too long for print, as UTF-8 CSV with a byte order mark for spreadsheets."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow([column.title for column in table.columns])
    rows.writerows([inert(plain(cell)) for cell in row.cells] for row in table.sheet)
    return text.getvalue().encode("utf-8-sig")


_LONGEST, _SHOWN = 300, 40
"""Rows of the longest table that is printed whole, and those that are printed of a longer one."""
