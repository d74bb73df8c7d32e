"""Turn the cut of a report into what it may say: the one gate between the store and what leaves the house.

The public cut says nothing of an indicator that is internal or that shows a single enterprise, nothing that is not on the
list that people made, and a rank only where the list names it. Whatever is derived from such a figure stays in as well,
because its inputs come through the same gate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts._terms import Lacking
from reporter.model.office import RANKED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.model.fact import Fact
    from reporter.model.indicator import Indicator
    from reporter.model.office import Report

INTERNAL = "内部指标，不在公开版中使用"
UNCHOSEN = "不在公开版的指标清单里"
UNCHOSEN_RANK = "位次不在公开版的指标清单里"


class Cut:
    """What the cut of one report lets through."""

    def __init__(self, report: Report, indicators: Mapping[str, Indicator]) -> None:
        """``indicators`` is the dictionary."""
        self._public = report.cut == "public"
        self._indicators = indicators
        self._listed = frozenset(report.chosen)
        self._chosen = frozenset(name.removesuffix(RANKED) for name in report.chosen)

    def admit(self, subject: str, *, ranked: bool) -> None:
        """Raise :class:`Lacking` where nothing may be asked about a subject, before anybody looks at its figures.

        The reason names no department: whether an internal figure came in is itself internal.
        """
        indicator = self._indicators.get(subject)
        if not self._public or indicator is None:
            return
        if not indicator.public:
            raise Lacking(INTERNAL)
        if self._listed and subject not in self._chosen:
            raise Lacking(UNCHOSEN)
        if ranked and self._listed and f"{subject}{RANKED}" not in self._listed:
            raise Lacking(UNCHOSEN_RANK)

    def let_out(self, fact: Fact) -> None:
        """Raise :class:`Lacking` for a fact that is internal by itself, such as a claim of a register."""
        if self._public and not fact.public:
            raise Lacking(INTERNAL)
