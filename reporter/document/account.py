"""Turn what a document could not say, and words that no longer fit its figures, into findings with file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model.fact import UNPUBLISHED
from reporter.model.finding import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reporter.document.asked import Asked, Lack
    from reporter.model.period import Period

ADVICE = {
    "negative_base": "改用change()或balance()，写扭亏为盈、减亏一类的话",
    "zero_base": "改用change()，写净增多少",
    "rough_ratio": "概数之间不作除法，请部门报送准确数，或去掉这一句",
    "rough_figures": "请部门报送准确数，或去掉这一句",
    "rank_without_scope": "请部门在scope一栏写明在哪些单位中、总量还是增速的位次，如“全市 增速”",
    "overlapping_parts": "只加词典里写明additive、同一division的分项",
    "pct_vs_pp": "改用rate_change()",
    "sum_mismatch": "核对各分项与合计的口径和数值",
}
"""What to do about a fact that a rule forbids to say."""
_SHOWN = 60


def findings(told: Iterable[Finding], asked: Asked) -> Iterator[Finding]:
    """Everything that a person should see about the texts of a production.

    A figure that is not there is told once, where it is first asked for, however many facts want it.
    """
    yield from told
    absent: dict[tuple[str, Period], Finding] = {}
    for ident, missing in asked.missing.items():
        lack = asked.lacks.get(ident)
        where = lack.place if lack else Place(part="正文")
        about = f"“{missing.indicator}”{missing.period.name}"
        if missing.rule:
            said = f"{about}的{missing.kind}不能说：{missing.reason}{_words(lack)}"
            yield Finding(missing.rule, "error", where, said, ADVICE.get(missing.rule, "改写这一句"))
            continue
        if missing.reason == UNPUBLISHED:
            continue
        who = f"请{missing.department}补报" if missing.department and missing.unreported else "有关语句已略去"
        message = f"{about}的数据没有：{missing.reason}{_words(lack)}"
        absent.setdefault((missing.indicator, missing.period), Finding("missing_fact", "warning", where, message, who))
    yield from absent.values()


def _words(lack: Lack | None) -> str:
    """The sentence as written, so that both are seen."""
    if not lack or not lack.words:
        return ""
    return f"；原文“{lack.words[:_SHOWN]}{'…' if len(lack.words) > _SHOWN else ''}”"
