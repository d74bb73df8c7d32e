"""主要指标完成情况表: every indicator that was reported for the period, by theme, numbers in columns that can be compared."""

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
_COLUMNS = (
    Column("指标"), Column("完成数", "decimal"), Column("同比增长", "decimal"), Column("比较和进度"), Column("报送部门"),
)  # fmt: skip
_DONE = ("level", "share")
_SAID = ("rank", "difference", "target_gap", "completion", "ahead")


def plan(indicators: Mapping[str, Indicator], book: FactBook) -> Table | None:
    """A row for each indicator with any figure of the period itself: the amount, its growth, and what is said of them."""
    rows: list[Row] = []
    for name, _ in sorted(indicators.items(), key=_by_theme(indicators)):
        asked = {kind: book.ask(kind, name) for kind in (*_DONE, "growth", *_SAID)}
        facts = [fact for fact in asked.values() if isinstance(fact, Fact)]
        if facts:
            done = next((asked[kind] for kind in _DONE if isinstance(asked[kind], Fact)), None)
            said = _cells.joined(*(_cells.said(asked[kind]) for kind in _SAID))
            rows.append(Row(((name,), _cells.bare(done), _cells.bare(asked["growth"]), said, (facts[0].department,))))
    if not rows:
        return None
    columns, kept = _cells.without_empty(_COLUMNS, rows)
    notes = _cells.notes(kept)
    return Table("", "主要指标完成情况表", columns, kept, notes=notes)


def _by_theme(indicators: Mapping[str, Indicator]) -> Callable[[tuple[str, Indicator]], tuple[int, int]]:
    """Themes in the order of the dictionary, indicators in theirs."""
    themes = list(dict.fromkeys(indicator.theme for indicator in indicators.values()))
    place = {name: (themes.index(indicator.theme), at) for at, (name, indicator) in enumerate(indicators.items())}
    return lambda pair: place[pair[0]]
