"""Turn a value, its unit and its qualifier into the words that are printed, and a derivation into a fact."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Protocol

from reporter.model.fact import MINUS, Fact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reporter.model.indicator import Indicator
    from reporter.model.observation import Measure, Observation
    from reporter.model.period import Period

POINTS = "个百分点"
_BEFORE = {"约", "近", "突破"}


class Asking(Protocol):
    """What a fact kind may ask the book."""

    @property
    def period(self) -> Period:
        """The report's period."""
        ...

    def indicator(self, name: str) -> Indicator:
        """The dictionary's entry; raises ``KeyError``."""
        ...

    def observed(self, name: str, measure: Measure, period: Period, *, scope: str = "") -> tuple[Observation, Decimal]:
        """The figure as reported and its value; raises :class:`Lacking`."""
        ...

    def need(self, kind: str, subject: str, **options: str) -> Fact:
        """Another fact, to derive from; raises :class:`Lacking`."""
        ...


class Lacking(Exception):  # noqa: N818 - no error: a figure that is not in
    """A fact cannot be said, and why; never leaves this room."""

    def __init__(self, reason: str, department: str = "", period: Period | None = None) -> None:
        """``reason`` in Chinese; ``department`` owes the figure of ``period``."""
        super().__init__(reason)
        self.reason, self.department, self.period = reason, department, period


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: the terms that every kind shares."""

    kind: str
    subject: str
    period: Period
    options: dict[str, str]
    area: str = ""
    """Another area than the report's own; a variant of the fact."""

    def id(self, period: Period | None = None, subject: str = "") -> str:
        """The fact's id."""
        variant = f":{self.area}" if self.area else ""
        return f"{subject or self.subject}:{self.kind}{variant}@{(period or self.period).code}"


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Half away from zero, as a statistics office rounds."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def up(value: Decimal) -> Decimal:
    """The next whole number: a part of a project cannot be built."""
    return value.quantize(Decimal(1), ROUND_CEILING)


def plain(value: Decimal, decimals: int | None = None) -> str:
    """The figure's size in digits, without its sign: the verb says that."""
    return format(abs(value if decimals is None else rounded(value, decimals)), "f")


def number(value: Decimal, unit: str, qualifier: str = "", decimals: int | None = None) -> str:
    """A figure with its unit and qualifier in the order of the language: 约3亿元, 700余家, 50%以上."""
    digits = (MINUS if value < 0 else "") + plain(value, decimals)
    if qualifier in _BEFORE:
        return f"{qualifier}{digits}{unit}"
    if qualifier == "余":
        return f"{digits}余{unit}"
    return f"{digits}{unit}{qualifier}"


def rate(value: Decimal, decimals: int, qualifier: str = "") -> tuple[str, str]:
    """Number and phrase of a rate; what rounds to nothing is no growth of 0.0 %."""
    if is_zero(value, decimals):
        words = "持平" if value == 0 else "基本持平"
        return words, words
    printed = number(abs(value), "%", qualifier, decimals)
    return printed, f"{'增长' if value > 0 else '下降'}{printed}"


def is_zero(value: Decimal, decimals: int | None) -> bool:
    """Whether it would be printed as 0."""
    return (value if decimals is None else rounded(value, decimals)) == 0


def decimals_of(indicator: Indicator, value: Decimal) -> int:
    """Decimals in print: the dictionary's, else as sent."""
    exponent = value.as_tuple().exponent
    sent = max(0, -exponent) if isinstance(exponent, int) else 0
    return sent if indicator.decimals is None else indicator.decimals


def observed(
    wanted: Wanted, row: Observation, value: Decimal, indicator: Indicator, said: tuple[str, str], unit: str
) -> Fact:
    """The fact of an observation that has a value; ``said`` is number and phrase."""
    printed, phrase = said
    if row.status == "预计":
        phrase = f"预计{phrase}"
    return Fact(
        wanted.id(row.period), wanted.kind, wanted.subject, row.period, value, unit, printed, phrase,
        qualifier=row.qualifier, status=row.status, scope=row.scope, comparator=row.comparator, origins=(row.origin,),
        department=row.department or indicator.department, public=indicator.public, note=row.note,
    )  # fmt: skip


def derived(
    wanted: Wanted, value: Decimal, unit: str, said: tuple[str, str], *, of: Iterable[Fact], formula: str,
    period: Period | None = None, subject: str = "",
) -> Fact:  # fmt: skip
    """The fact that is computed ``of`` others; ``said`` is number and phrase."""
    inputs = tuple(of)
    return Fact(
        wanted.id(period, subject), wanted.kind, subject or wanted.subject, period or wanted.period, value, unit, *said,
        derived=True, marked=True, formula=formula, inputs=tuple(dict.fromkeys(fact.id for fact in inputs)),
        origins=tuple(dict.fromkeys(place for fact in inputs for place in fact.origins)),
        department="、".join(dict.fromkeys(fact.department for fact in inputs if fact.department)),
        public=all(fact.public for fact in inputs),
    )  # fmt: skip
