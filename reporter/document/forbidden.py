"""Turn a placeholder into findings where the dictionary alone shows that its fact may never be said (domain 2.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model.finding import Finding
from reporter.model.indicator import overlap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reporter.model.finding import Place
    from reporter.model.indicator import Indicator
    from reporter.templating import Call


def forbidden(call: Call, place: Place, indicators: Mapping[str, Indicator]) -> Iterator[Finding]:
    """What the dictionary alone shows may not be said (domain 2.3)."""
    kind, names = call.name, call.arguments
    if kind == "list" and names:
        kind, names = names[0], names[1:]
    natures = {name: indicators[name].nature for name in names if name in indicators}
    for name, nature in natures.items():
        if kind in {"growth", "computed_growth"} and nature == "rate":
            yield Finding("pct_vs_pp", "error", place, f"“{name}”是率，变化用百分点", "改用rate_change()")
        if kind in {"growth", "computed_growth"} and nature == "balance":
            said = f"“{name}”可能为负，基数为负时不能说增长百分之几"
            yield Finding("negative_base", "error", place, said, "改用change()，按数据写增长、扭亏为盈或减亏")
        if kind == "computed_growth" and not indicators[name].growth_computed:
            said = f"词典没有允许推算“{name}”的增速"
            yield Finding("growth_not_computable", "error", place, said, "以公布的增速为准，用growth()")
    if kind == "total":
        yield from _added((*names, *filter(None, str(call.options.get("plus", "")).split("、"))), place, indicators)


def _added(names: Sequence[str], place: Place, indicators: Mapping[str, Indicator]) -> Iterator[Finding]:
    """Parts that overlap, and figures of different units, are not added."""
    if why := overlap(names, indicators):
        yield Finding("overlapping_parts", "error", place, why, "只加词典里写明additive、同一division的分项")
    units = {indicators[name].unit for name in names if name in indicators}
    if len(units) > 1:
        said = f"单位不同（{'、'.join(sorted(units))}），不可相加"
        yield Finding("mixed_unit", "error", place, said, "只加同一单位的指标")
