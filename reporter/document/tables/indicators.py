"""主要指标完成情况表: every indicator that was reported for the period, by theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.document.tables import _cells
from reporter.model.document import Column, Row, Table
from reporter.model.fact import Fact

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reporter.model.document import FactBook, Phrase
    from reporter.model.indicator import Indicator

KIND = "indicators"
_COLUMNS = (
    Column("指标", width="39%"), Column("数量或水平", "right", "17%"), Column("同比增速", "right", "13%"), Column("占比、位次和进度", width="31%"),
)  # fmt: skip


def plan(indicators: Mapping[str, Indicator], book: FactBook) -> Table | None:
    """A row for each indicator with any figure of the period itself; a column that stays empty is left out."""
    rows: list[Row] = []
    theme = None
    for name, indicator in sorted(indicators.items(), key=_by_theme(indicators)):
        cells = _cells_of(name, book)
        if cells is None:
            continue
        if indicator.theme != theme:
            theme = indicator.theme
            rows.append(Row(((theme or "其他",),), group=True))
        rows.append(Row(((name,), *cells)))
    if not rows:
        return None
    columns, kept = _cells.without_empty(_COLUMNS, rows)
    marked = any("*" in cell for row in kept for cell in row.cells)
    notes = (("—表示没有报送。",), *((_cells.MARKED_NOTE,) if marked else ()))
    return Table("", "主要指标完成情况表", columns, kept, notes=notes)


def _by_theme(indicators: Mapping[str, Indicator]) -> Callable[[tuple[str, Indicator]], tuple[int, int]]:
    """Themes in the order of the dictionary, indicators in theirs."""
    themes = list(dict.fromkeys(indicator.theme for indicator in indicators.values()))
    place = {name: (themes.index(indicator.theme), at) for at, (name, indicator) in enumerate(indicators.items())}
    return lambda pair: place[pair[0]]


def _cells_of(name: str, book: FactBook) -> tuple[Phrase, ...] | None:
    """Level, growth and the rest; ``None`` when nothing was reported."""
    level, growth = (book.ask(kind, name) for kind in ("level", "growth"))
    rest = [book.ask(kind, name) for kind in ("share", "rank", "difference", "completion", "ahead")]
    if not any(isinstance(fact, Fact) for fact in (level, growth, *rest)):
        return None
    return _cells.bare(level), _cells.bare(growth), _cells.joined(*map(_cells.said, rest))
