"""A file that brings fewer figures than the one before: five rows of twelve."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reporter.model.finding import Place, Severity
from reporter.quality._data import Count, Data, Example, Found

KIND = "fewer_figures"
SAYS = "文件里的数比上次少"
_PER_CENT = 100


@dataclass(frozen=True, slots=True)
class Options:
    """What ``schedules.yaml`` may say."""

    severity: Severity = "warning"
    percent: Decimal = Decimal(5)
    """How much less is told, in per cent of the last number."""


def find(data: Data, options: Options) -> Iterator[Found]:
    """Every file that lost more than the threshold."""
    for count in data.counts:
        if (count.before - count.now) * _PER_CENT > options.percent * count.before:
            message = f"这次读到{count.now}个数，上次有{count.before}个"
            yield Found(Place(count.file), message, "请部门确认文件是否完整，是否少了行、列或工作表")


EXAMPLE = Example((), (), data={"counts": (Count("economy", "data/a.xlsx", 5, 12),)})
