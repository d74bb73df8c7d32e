"""What the rules look at: the figures that stand, found by what they are about."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from reporter.model.finding import Place, Severity
from reporter.model.indicator import Indicator
from reporter.model.observation import MEASURE_WORDS, Measure, Observation
from reporter.model.period import Period
from reporter.model.record import Registers
from reporter.model.vintage import Standing


class Found(NamedTuple):
    """One thing that a rule found."""

    place: Place
    message: str
    advice: str
    severity: Severity | None = None
    """Where it is not the rule's own."""


@dataclass(frozen=True)
class Count:
    """How many figures a file brought, and how many the one before it."""

    source: str
    file: str
    now: int
    before: int


@dataclass(frozen=True)
class Data:
    """The figures that stand at a moment, and what is known about them."""

    observations: tuple[Observation, ...]
    indicators: Mapping[str, Indicator]
    today: dt.date
    """The day of the moment."""
    period: Period | None = None
    """The period of the report; ``None`` looks at all."""
    standing: tuple[Standing, ...] = ()
    """Figures about which sources disagree."""
    counts: tuple[Count, ...] = ()
    """Files that are other than when they were last read."""
    registers: Registers = field(default_factory=Registers)
    _rows: dict[tuple[str, str, str, Period], list[Observation]] = field(
        init=False, default_factory=lambda: defaultdict(list)
    )

    def __post_init__(self) -> None:
        """Sort the figures by what they are about."""
        for row in self.observations:
            self._rows[row.indicator, row.measure, row.area, row.period].append(row)

    def concerns(self, period: Period) -> bool:
        """Whether a period is this year's, of which the report speaks."""
        return self.period is None or period in self.period.whole_year

    @property
    def divisions(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """The parts that add up, by their whole and the name of the division."""
        parts: dict[tuple[str, str], tuple[str, ...]] = {}
        for name, indicator in self.indicators.items():
            for part in indicator.part_of:
                if part.additive:
                    parts[part.whole, part.division] = (*parts.get((part.whole, part.division), ()), name)
        return parts

    def rows(self, measure: Measure) -> Iterator[tuple[Observation, Decimal]]:
        """Every figure of a measure that concerns us, with its value, of indicators that the dictionary knows."""
        for row in self.observations:
            if (
                row.measure == measure
                and row.value is not None
                and row.indicator in self.indicators
                and self.concerns(row.period)
            ):
                yield row, row.value

    def exact(
        self, row: Observation, measure: Measure, period: Period | None = None, indicator: str = ""
    ) -> Observation | None:
        """The figure of another measure, period or indicator beside ``row``; ``None`` where it is missing or a 概数."""
        found = self._rows.get((indicator or row.indicator, measure, row.area, period or row.period), ())
        same = [one for one in found if measure != row.measure or (one.basis, one.scope) == (row.basis, row.scope)]
        return next((one for one in same if one.value is not None and not one.qualifier), None)


def said(row: Observation) -> str:
    """A figure in words: 固定资产投资2018年1—6月绝对量172.39亿元."""
    value = "缺数" if row.value is None else f"{row.value:f}{row.unit}"
    return f"{row.area}“{row.indicator}”{row.period.name}{MEASURE_WORDS[row.measure]}{value}"


def step(values: Iterable[Decimal]) -> Decimal:
    """One unit of the last digit of the roughest value."""
    return Decimal(1).scaleb(max(exponent(value) for value in values))


def exponent(value: Decimal) -> int:
    """Where the last digit of a value stands."""
    found = value.as_tuple().exponent
    return found if isinstance(found, int) else 0


@dataclass(frozen=True)
class Example:
    """Figures in which a rule finds something; feeds the contract tests and the documentation."""

    figures: tuple[tuple[str, Measure, str, str], ...]
    """(indicator, measure, period, value)."""
    indicators: tuple[Indicator, ...]
    found: int = 1
    """How many findings there are."""
    severity: Severity = "warning"
    scope: str = ""
    """Scope of the figures."""
    areas: tuple[str, ...] = ()
    """Area of each figure; all are the office's own where empty."""
    data: Mapping[str, object] = field(default_factory=dict)
    """What else of :class:`Data` it takes."""
