"""How many, how much, which part, how far: counted from the rows of a register, and pointing at them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts import _shape
from reporter.facts._terms import Lacking
from reporter.model.fact import Fact
from reporter.model.tally import tallied

if TYPE_CHECKING:
    from reporter.facts._terms import Asking, Wanted

KIND = "tally"
SAYS = "按清单汇总：22个；of写share（占比）、completion（按年度计划加权的完成率）"
OPTIONS = ("of",)
_NAMES = {"share": "占比", "completion": "完成率"}


def make(wanted: Wanted, book: Asking) -> Fact:
    """The number of rows, the sum of a field, their share, or the plan-weighted completion."""
    indicator = book.indicator(wanted.subject)
    if indicator.tally is None:
        raise Lacking("指标词典里没有写明从哪份清单汇总")
    found = tallied(book.registers, indicator.tally, wanted.period)
    of = wanted.option("of", "level")
    value = {"level": found.level, "share": found.share, "completion": found.completion}.get(of)
    if value is None or not found.rows:
        raise Lacking("清单里没有可汇总的条目，或条目缺少数值", indicator.department, wanted.period)
    decimals = _shape.rate_decimals_of(indicator, value) if of == "level" else 1
    unit = indicator.unit if of == "level" else "%"
    printed = _shape.number(value, unit, "", None if of == "level" else decimals)
    words = {"share": "占全部的", "completion": f"完成{indicator.year_plan}的"}.get(of, "")
    name = _NAMES.get(of, "合计" if indicator.tally.sum else "计数")
    return Fact(
        wanted.id(), wanted.kind, wanted.subject, wanted.period, value, unit, printed, f"{words}{printed}", derived=True,
        formula=f"{len(found.rows)}条记录的{name}", origins=found.places, department=indicator.department,
        public=indicator.public and not indicator.identifying and all(getattr(row, "public", True) for row in found.rows),
    )  # fmt: skip
