"""Turn what a text asks for into terms that every kind shares: what is wanted, whom to ask, why it cannot be said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from decimal import Decimal

    from reporter.model.fact import Fact
    from reporter.model.indicator import Indicator
    from reporter.model.observation import Measure, Observation
    from reporter.model.period import Period
    from reporter.model.record import Registers

YEAR_AGO = "上年同期"
LAST = "上期"


class Asking(Protocol):
    """What a fact kind may ask the book."""

    @property
    def period(self) -> Period:
        """The report's period."""
        ...

    @property
    def parent(self) -> str:
        """The parent area: 全市."""
        ...

    @property
    def registers(self) -> Registers:
        """The lists that people keep."""
        ...

    def indicator(self, name: str) -> Indicator:
        """The dictionary's entry; raises ``KeyError``."""
        ...

    def parts(self, whole: str, division: str = "") -> tuple[str, ...]:
        """Names of the indicators that add up to ``whole``, of one division of it."""
        ...

    def peers(self, scope: str = "") -> tuple[str, tuple[str, ...]]:
        """The words for all areas of a ranking, and the others among them; raises :class:`Lacking`."""
        ...

    def observed(
        self, name: str, measure: Measure, period: Period, *, scope: str = "", basis: str = ""
    ) -> tuple[Observation, Decimal]:
        """The figure as reported and its value; raises :class:`Lacking`."""
        ...

    def history(self, name: str, measure: Measure) -> tuple[tuple[Period, Decimal], ...]:
        """The cumulative figures (January to …) of all years up to the report's period, oldest first."""
        ...

    def need(self, kind: str, subject: str, **options: str) -> Fact:
        """Another fact, to derive from; raises :class:`Lacking`."""
        ...


class Lacking(Exception):  # noqa: N818 - no error: a figure that is not in
    """A fact cannot be said, and why; never leaves this room."""

    def __init__(self, reason: str, department: str = "", period: Period | None = None, rule: str = "") -> None:
        """``reason`` in Chinese; ``department`` owes the figure of ``period``; ``rule`` forbids to say it."""
        super().__init__(reason)
        self.reason, self.department, self.period, self.rule = reason, department, period, rule


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: the terms that every kind shares."""

    kind: str
    subject: str
    period: Period
    options: dict[str, str]
    area: str = ""
    """Another area than the report's own; a variant of the fact."""

    def option(self, name: str, default: str = "") -> str:
        """What a text says besides the subject: ``against``, ``area``, ``scope``."""
        return self.options.get(name) or default

    def id(self, period: Period | None = None, subject: str = "") -> str:
        """The fact's id; facts that differ in an option differ in their variant."""
        options = [value for name, value in sorted(self.options.items()) if name != "plus" and value]
        variant = "".join(f":{value}" for value in (self.area, *options) if value)
        return f"{subject or self.subject}:{self.kind}{variant}@{(period or self.period).code}"
