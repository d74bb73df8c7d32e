"""Many observations at once: what they share is said once, so that a million of them cost little time and no memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple, Protocol

from reporter.model.finding import Place
from reporter.model.observation import Observation

MOST = 20_000
"""Figures of the largest batch."""


class Row(NamedTuple):
    """What one figure has of its own."""

    alike: int
    """Which of the batch's patterns it follows."""
    area: str
    value: str | None
    """The digits; ``None`` means missing."""
    line: int
    cell: str
    part: str
    note: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Figures by columns, each as long as the others; iterating gives them one by one."""

    alike: Sequence[Observation]
    """The patterns: what figures share, everything but what :class:`Row` holds."""
    which: Sequence[int]
    areas: Sequence[str]
    values: Sequence[str | None]
    lines: Sequence[int]
    cells: Sequence[str]
    parts: Sequence[str]
    notes: Sequence[str]

    @property
    def columns(self) -> tuple[Sequence[object], ...]:
        """What each figure has of its own, in the order of :class:`Row` behind its pattern."""
        return self.areas, self.values, self.lines, self.cells, self.parts, self.notes

    def __len__(self) -> int:
        """How many figures there are."""
        return len(self.which)

    def __iter__(self) -> Iterator[Observation]:
        """Each figure."""
        for row in zip(self.which, *self.columns, strict=True):
            yield figure(self.alike[row[0]], Row(*row))


def figure(pattern: Observation, row: Row) -> Observation:
    """The observation that follows a pattern."""
    place = pattern.origin
    return Observation(
        pattern.indicator, pattern.measure, row.area, pattern.period, None if row.value is None else Decimal(row.value),
        pattern.unit, pattern.basis, pattern.scope, pattern.comparator, pattern.qualifier, pattern.status, pattern.released,
        pattern.department, pattern.source, Place(place.file, row.line, place.sheet, row.cell, row.part, place.original),
        row.note,
    )  # fmt: skip


def pattern_of(one: Observation) -> Observation:
    """What an observation shares with others."""
    place = Place(one.origin.file, sheet=one.origin.sheet, original=one.origin.original)
    return replace(one, area="", value=None, note="", origin=place)


@dataclass(slots=True)
class Patterns:
    """Numbers the patterns of figures in the order in which they come."""

    known: list[Observation] = field(default_factory=list)
    _numbers: dict[tuple[object, ...], int] = field(default_factory=dict)

    def row(self, one: Observation) -> Row:
        """An observation as a row; its pattern is among ``known`` from now on."""
        place = one.origin
        likeness = (
            one.indicator, one.measure, one.period, one.unit, one.basis, one.scope, one.comparator, one.qualifier, one.status,
            one.released, one.department, one.source, place.file, place.sheet, place.original,
        )  # fmt: skip
        number = self._numbers.get(likeness)
        if number is None:
            number = self._numbers[likeness] = len(self.known)
            self.known.append(pattern_of(one))
        value = None if one.value is None else str(one.value)
        return Row(number, one.area, value, place.line, place.cell, place.part, one.note)


def batched(observations: Iterable[Observation]) -> Iterator[Batch]:
    """The same figures in batches."""
    patterns, rows = Patterns(), list[Row]()
    for one in observations:
        rows.append(patterns.row(one))
        if len(rows) >= MOST:
            yield of_rows(patterns.known, rows)
            patterns, rows = Patterns(), []
    if rows:
        yield of_rows(patterns.known, rows)


def of_rows(known: Sequence[Observation], rows: Iterable[tuple[object, ...]]) -> Batch:
    """A batch of rows, of which there is one at least."""
    which, *columns = zip(*rows, strict=True)
    return Batch(known, which, *columns)


class Intake(Protocol):
    """Takes figures as they come from a source; what turns out to be faulty is given back."""

    def take(self, batch: Batch) -> None:
        """Take these figures; they count only when everything is settled."""
        ...

    def mark(self) -> int:
        """A point to which :meth:`give_back` can return."""
        ...

    def give_back(self, mark: int) -> None:
        """Forget what has been taken since."""
        ...

    def clashes(self, mark: int) -> Sequence[tuple[Observation, Observation]]:
        """Figures that were said twice since then, and differently; of what was said alike one remains."""
        ...


def settle(first: Observation, second: Observation) -> Observation | None:
    """Which of two rows of one file about one figure counts; ``None`` where they contradict each other."""
    if content(first) == content(second):
        return first
    if first.value is None or second.value is None:  # a block that repeats a figure without giving it
        return second if first.value is None else first
    return None


def content(observation: Observation) -> tuple[object, ...]:
    """What two rows about one figure must agree in."""
    return observation.value, observation.qualifier, observation.unit, observation.comparator
