"""Two sources that say different things about one figure: which one stands, and who decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reporter.model.finding import Place, Severity
from reporter.model.indicator import Indicator
from reporter.model.observation import Observation
from reporter.model.period import Period
from reporter.model.vintage import Standing, Vintage
from reporter.quality._data import Data, Example, Found, said

KIND = "sources_disagree"
SAYS = "几个数据源对同一个数说法不一：采用哪一个、由谁决定"


@dataclass(frozen=True, slots=True)
class Options:
    """What ``schedules.yaml`` may say."""

    severity: Severity = "warning"


def find(data: Data, options: Options) -> Iterator[Found]:  # noqa: ARG001 - every rule is asked alike
    """Every figure about which another source says something else; one that a person decided is only noted."""
    for standing in data.standing:
        row = standing.observation
        if not standing.rivals or not data.concerns(row.period):
            continue
        others = "；".join(
            f"{one.observation.source}为{one.observation.value:f}{one.observation.unit}（{one.observation.origin}）"
            for one in standing.rivals
        )
        message = f"{said(row)}（{row.source}），{others}，采用{row.source}的"
        if standing.decision:
            yield Found(row.origin, f"{message}，由{standing.decision.by}决定：{standing.decision.why}", "", "note")
        else:
            advice = "用reporter data decide记下由谁决定采用哪个，或在schedules.yaml里写precedence"
            yield Found(row.origin, message, advice)


def _said_by(source: str, value: str) -> Vintage:
    row = Observation(
        "甲投资", "growth", "", Period(2024, 1, 6), Decimal(value), "%", source=source, origin=Place("a.csv", 2)
    )
    return Vintage(row, dt.datetime(2024, 7, 18, tzinfo=dt.UTC), dt.date(2024, 7, 18))


EXAMPLE = Example(
    (), (Indicator("甲投资", "亿元"),),
    data={"standing": (Standing(_said_by("统计局", "1.2"), (_said_by("转载", "2"),)),)},
)  # fmt: skip
