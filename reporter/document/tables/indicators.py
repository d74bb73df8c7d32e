"""主要指标完成情况表: every indicator that was reported for the period, by theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.document.tables import _cells
from reporter.model.document import Column, Row, Table
from reporter.model.fact import Fact

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reporter.model.document import FactBook
    from reporter.model.indicator import Indicator

KIND = "indicators"
_COLUMNS = (Column("指标", width="40%"), Column("完成情况", width="43%"), Column("报送部门", width="17%"))
_KINDS = ("level", "share", "growth", "rank", "difference", "completion", "ahead")


def plan(indicators: Mapping[str, Indicator], book: FactBook) -> Table | None:
    """A row for each indicator with any figure of the period itself, each figure within its verb."""
    rows: list[Row] = []
    for name, _ in sorted(indicators.items(), key=_by_theme(indicators)):
        facts = [fact for kind in _KINDS if isinstance(fact := book.ask(kind, name), Fact)]
        if facts:
            rows.append(Row(((name,), _cells.joined(*map(_cells.said, facts)), (facts[0].department,))))
    marked = any("*" in cell for row in rows for cell in row.cells)
    notes = (_cells.MARKED_NOTE,) if marked else ()
    return Table("", "主要指标完成情况表", _COLUMNS, tuple(rows), notes=notes) if rows else None


def _by_theme(indicators: Mapping[str, Indicator]) -> Callable[[tuple[str, Indicator]], tuple[int, int]]:
    """Themes in the order of the dictionary, indicators in theirs."""
    themes = list(dict.fromkeys(indicator.theme for indicator in indicators.values()))
    place = {name: (themes.index(indicator.theme), at) for at, (name, indicator) in enumerate(indicators.items())}
    return lambda pair: place[pair[0]]
