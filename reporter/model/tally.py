"""Turn the rows of a register into a count, a sum, a share or a completion that points at them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, get_args

from reporter.model.finding import Place
from reporter.model.period import Period
from reporter.model.record import Registers

Register = Literal["projects", "tasks", "honours", "events"]
REGISTERS: tuple[Register, ...] = get_args(Register)
_ALL = Decimal(100)


@dataclass(frozen=True, slots=True)
class Tally:
    """Which rows of a register an indicator counts."""

    register: Register
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """(field, words that it may have); all must hold."""
    sum: str = ""
    """Field that is added up; empty counts rows."""
    dated: str = ""
    """Field with a date that must lie within the period; empty takes rows of any time."""


@dataclass(frozen=True, slots=True)
class Tallied:
    """What a register gives."""

    rows: tuple[Any, ...]
    level: Decimal | None
    """The number of rows, or the sum of a field; ``None`` where a row lacks it."""
    share: Decimal | None
    """Rows in per cent of all rows of the register."""
    completion: Decimal | None
    """Done in per cent of what was planned, weighted by the plan; ``None`` unless every row has both, in one unit."""

    @property
    def places(self) -> tuple[Place, ...]:
        """Where the rows stand."""
        return tuple(row.place for row in self.rows)


def tallied(registers: Registers, tally: Tally, period: Period) -> Tallied:
    """Count, sum, share and plan-weighted completion of the rows that a tally means."""
    everything = [row for row in getattr(registers, tally.register) if _within(row, tally.dated, period)]
    rows = tuple(row for row in everything if all(str(getattr(row, name)) in words for name, words in tally.where))
    values = [getattr(row, tally.sum) for row in rows] if tally.sum else []
    level = _sum(values) if tally.sum else Decimal(len(rows))
    share = Decimal(len(rows)) / len(everything) * _ALL if everything else None
    return Tallied(rows, level, share, _completion(rows))


def _within(row: Any, dated: str, period: Period) -> bool:
    """Whether the date of a row lies within the period."""
    date: dt.date | None = getattr(row, dated) if dated else None
    return not dated or (date is not None and period.starts <= date <= period.ends)


def _sum(values: list[Decimal | None]) -> Decimal | None:
    """The sum, unless one is missing: half a sum misleads."""
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(values) else None


def _completion(rows: tuple[Any, ...]) -> Decimal | None:
    """All that was done of all that was planned."""
    pairs = [(getattr(row, "plan", None), getattr(row, "done", None)) for row in rows]
    plan, done = _sum([plan for plan, _ in pairs]), _sum([done for _, done in pairs])
    if not plan or done is None or len({row.unit for row in rows}) > 1:
        return None
    return done / plan * _ALL
