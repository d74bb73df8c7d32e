"""下半年目标任务表: every target of the year, what is done of it, what is still owed and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.document.tables import _cells
from reporter.model.document import Column, Row, Table
from reporter.model.fact import Fact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.model.document import FactBook
    from reporter.model.indicator import Indicator

KIND = "targets"
_COLUMNS = (
    Column("目标任务"),
    Column("目标", "decimal"),
    Column("目前进展"),
    Column("责任部门"),
)
_PROGRESS = ("level", "target_progress", "remaining", "monthly_need")
_STRENGTHS = ("力争", "远期")


def plan(indicators: Mapping[str, Indicator], book: FactBook) -> Table | None:
    """A row for each indicator with a target; progress where it may be computed."""
    rows = []
    for name, indicator in indicators.items():
        target = book.ask("target", name)
        if not isinstance(target, Fact):
            continue
        grows = target.unit == "%" != indicator.unit
        progress = _cells.joined(
            *(_cells.said(book.ask(kind, name)) for kind in (("growth", "target_gap") if grows else _PROGRESS))
        )
        aim = _cells.said(target) if grows else _cells.bare(target)
        if target.comparator in _STRENGTHS:
            aim = (target.comparator, *aim)
        rows.append(Row(((name,), aim, progress, (target.department or indicator.department,))))
    if not rows:
        return None
    columns, kept = _cells.without_empty(_COLUMNS, rows)
    return Table("", "下半年目标任务表", columns, kept, notes=_cells.notes(kept))
