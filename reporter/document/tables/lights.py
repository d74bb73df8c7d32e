"""红黄绿: where each indicator stands against its plan or its last year, in words and signs that need no colour.

A light follows 序时进度 where there is a plan, else the growth that the year aims at, else the growth rate alone, in the
direction in which the indicator is better:
green from 0 on, amber below, red beyond the lowest bound that the office sets in ``wording.schedule`` and
``wording.growth`` (domain 2.5: 5 percentage points). What shows none of them has no light.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.document.tables import _cells
from reporter.model.document import Column, Row, Table
from reporter.model.fact import Fact
from reporter.model.wording import Table as Judged
from reporter.model.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.model.document import FactBook, Phrase
    from reporter.model.indicator import Indicator

KIND = "lights"
JUDGES = True
_COLUMNS = (
    Column("指标"), Column("状态"), Column("依据"), Column("责任部门"),
)  # fmt: skip
_PLANNED = {"绿": "● 绿　不落后序时", "黄": "▲ 黄　略滞后", "红": "■ 红　明显滞后"}
_GROWN = {"绿": "● 绿　向好", "黄": "▲ 黄　略有回落", "红": "■ 红　回落较多"}
_AIMED = {"绿": "● 绿　不低于目标", "黄": "▲ 黄　略低于目标", "红": "■ 红　明显低于目标"}
_CONTROLLED = {"绿": "● 绿　达到目标", "黄": "▲ 黄　略逊于目标", "红": "■ 红　离目标较远"}
"""The same of what is to fall or to stay low."""
_RESTS: tuple[tuple[str, Judged, dict[str, str]], ...] = (
    ("ahead", "schedule", _PLANNED), ("target_gap", "schedule", _AIMED), ("growth", "growth", _GROWN),
)  # fmt: skip
_USUAL = Wording()
_ORDER = ("红", "黄", "绿")
_NOTE: Phrase = ("有计划的看序时进度，有增速目标的看目标，其他看同比；反向指标以下降为好。",)


def plan(indicators: Mapping[str, Indicator], book: FactBook, wording: Wording = _USUAL) -> Table | None:
    """A row for each indicator that has a light, red ones first."""
    rows: list[tuple[int, Row]] = []
    for name, indicator in indicators.items():
        found = _light(indicator, book, wording)
        if found:
            colour, words, fact = found
            cells: tuple[Phrase, ...] = (
                (name,),
                (words,),
                _cells.said(fact),
                (fact.department or indicator.department,),
            )
            rows.append((_ORDER.index(colour), Row(cells)))
    if not rows:
        return None
    kept = tuple(row for _, row in sorted(rows, key=lambda one: one[0]))
    return Table("", "指标红黄绿一览表", _COLUMNS, kept, notes=(_NOTE, *_cells.notes(kept)))


def _light(indicator: Indicator, book: FactBook, wording: Wording) -> tuple[str, str, Fact] | None:
    """Colour, words and the fact that they rest on."""
    for kind, table, words in _RESTS:
        fact = book.ask(kind, indicator.name)
        if isinstance(fact, Fact) and not fact.qualifier and indicator.better != "neutral":
            lower = indicator.better == "lower" and kind != "ahead"
            value = -fact.value if lower else fact.value
            colour = "绿" if value >= 0 else "黄" if value >= wording.red_below(table) else "红"
            said = _CONTROLLED if lower and words is _AIMED else words
            return colour, said[colour], fact
    return None
