"""Turn what a section file says of a chart into findings, before there are any figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reporter.document import charts
from reporter.errors import ProductionError
from reporter.model.finding import Finding, Place
from reporter.model.indicator import overlap
from reporter.model.period import Period

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from reporter.model.indicator import Indicator

_RULE = "chart_options"


def faults(
    spec: Mapping[str, Any], place: Place, indicators: Mapping[str, Indicator], facts: Collection[str]
) -> Iterator[Finding]:
    """What would stop the chart from being drawn, whatever the figures are; ``facts`` are the kinds that there are."""
    try:
        kind, options = charts.asked(spec)
    except ProductionError as fault:
        yield Finding(_RULE, "error", place, str(fault), fault.advice)
        return
    name = f"图“{spec['id']}”"
    since, fact = getattr(options, "since", ""), getattr(options, "fact", "")
    if since and not Period.reads(since):
        yield Finding(_RULE, "error", place, f"{name}的选项since应为期间，写的是{since}", "写成2018-M01这样")
    if fact and fact not in facts:
        advice = f"可用：{'、'.join(sorted(facts))}"
        yield Finding(_RULE, "error", place, f"{name}的选项fact：没有“{fact}”这种事实", advice)
    if getattr(kind, "ADDS", False):
        if reason := overlap(options.of, indicators):
            yield Finding(_RULE, "error", place, f"{name}各项不能相加成一条：{reason}", charts.ADDITIVE)
        units = {indicators[one].unit for one in options.of if one in indicators}
        if len(units) > 1:
            said = f"{name}各项单位不同（{'、'.join(sorted(units))}），不能相加成一条"
            yield Finding(_RULE, "error", place, said, charts.ADDITIVE)
