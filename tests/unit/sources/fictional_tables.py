"""Small tables of a fictional district, read without a file."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from reporter.model.finding import Finding
from reporter.model.indicator import Indicator
from reporter.model.observation import Observation
from reporter.model.office import Source
from reporter.sources.shape import Collector, Grid, Layout, Span, read
from reporter.sources.shape.grid import Value

INDICATORS = {
    indicator.name: indicator
    for indicator in (
        Indicator("甲产业增加值", "亿元"), Indicator("乙投资", "亿元", short="乙投"), Indicator("丙投资", "亿元"),
        Indicator("丁企业", "家"), Indicator("戊覆盖率", "%"), Indicator("项目（临时）支部", "个"), Indicator("“双百”人才", "名"),
        Indicator("24小时大厅", "个"),
    )
}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Seen:
    """What came of a grid."""

    observations: tuple[Observation, ...]
    findings: tuple[Finding, ...]

    @property
    def figures(self) -> list[tuple[str, str, str, str]]:
        """(indicator, measure, period, value with qualifier and unit) of every figure; 缺 for a missing one."""
        return [
            (
                row.indicator,
                row.measure,
                row.period.code,
                "缺" if row.value is None else f"{row.qualifier}{row.value}{row.unit}",
            )
            for row in self.observations
        ]

    @property
    def rules(self) -> list[str]:
        """The rules of all findings."""
        return [finding.rule for finding in self.findings]


def look(
    *rows: Sequence[Value], file: str = "数据/表.xlsx", sheet: str = "表1", merged: Sequence[tuple[int, int, int, int]] = (),
    indicators: Sequence[Indicator] = (), layout: Mapping[str, Any] | None = None, **source: str,
) -> Seen:  # fmt: skip
    """Read rows of cells as the sheet of a workbook."""
    known = {indicator.name: indicator for indicator in indicators} or INDICATORS
    collector = Collector(Source("示例", "excel", file, **source), known, Layout(**layout or {}))  # type: ignore[arg-type]
    read(Grid(file, rows, sheet, merged=tuple(Span(*span) for span in merged)), collector)
    collector.finish()
    return Seen(collector.observations, tuple(collector.findings))
