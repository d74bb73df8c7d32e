"""Turn an indicator into what its trend is told of: the growth of what adds up, the level of a rate or a stock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts._terms import Lacking

if TYPE_CHECKING:
    from typing import Literal

    from reporter.facts._terms import Wanted
    from reporter.model.indicator import Indicator


def measure(wanted: Wanted, indicator: Indicator) -> tuple[Literal["level", "growth"], str]:
    """The measure, and the word that says so in a sentence; ``of`` chooses where both make sense.

    The cumulative level of a flow rises by itself from month to month: that is no news.
    """
    levelled = indicator.nature == "rate" or indicator.kind == "stock"
    chosen = wanted.option("of", "level" if levelled else "growth")
    if chosen == "level" and levelled:
        return "level", ""
    if chosen == "growth" and indicator.nature != "rate":
        return "growth", "增速"
    raise Lacking("累计数逐月增加，率没有增速，不说其新高新低和连续变化")
