"""Rates and ranks that happen, but rarely: worth a second look before they are printed (domain 2.7-12)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reporter.model.finding import Severity
from reporter.model.indicator import Indicator
from reporter.quality._data import Data, Example, Found, said

KIND = "extreme"
SAYS = "少见的数：增速过高过低、完成率过高、位次变动过大"
_AGAIN = "请报送部门确认；低基数的在备注里说明"


@dataclass(frozen=True, slots=True)
class Options:
    """What ``schedules.yaml`` may say."""

    severity: Severity = "note"
    growth: Decimal = Decimal(50)
    """Growth or fall in per cent beyond which it is told."""
    completion: Decimal = Decimal(150)
    """Completion of a plan in per cent beyond which it is told."""
    places: int = 5
    """Places won or lost within a year beyond which it is told."""


def find(data: Data, options: Options) -> Iterator[Found]:
    """What is beyond the thresholds."""
    for row, value in data.rows("growth"):
        if abs(value) > options.growth:
            yield Found(row.origin, f"{said(row)}，超过{options.growth}%", _AGAIN)
    for row, value in data.rows("completion"):
        if value > options.completion:
            yield Found(row.origin, f"{said(row)}，超过{options.completion}%", _AGAIN)
    for row, value in data.rows("rank"):
        before = data.exact(row, "rank", row.period.year_ago)
        if before and before.value is not None and abs(value - before.value) > options.places:
            yield Found(row.origin, f"{said(row)}，上年同期第{before.value:f}位，变动超过{options.places}位", _AGAIN)


EXAMPLE = Example((("甲投资", "growth", "2024-H1", "106"),), (Indicator("甲投资", "亿元"),), severity="note")
