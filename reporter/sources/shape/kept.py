"""Turn figures as they are read into batches: one row for each figure of each release, whatever the file repeats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from reporter.model.batch import MOST, Batch, Patterns, Row, figure, of_rows, settle
from reporter.model.observation import Observation

_PATTERNS = 2000
"""Patterns from which on a new batch begins with none: a file of which no two rows are alike takes no more memory."""
_WINTER = 2
"""January and February: months that many figures are not published for (domain 2.3-4)."""


class Known(NamedTuple):
    """A pattern that rows may follow."""

    pattern: int
    figure: int
    """The number of the figure and release that it is about: two releases of one figure are vintages."""


class Kept:
    """The figures of one file that were not handed over yet."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.likenesses: dict[Any, Known] = {}
        """Pattern by what rows of the exchange format have in common that were taken as they stood."""
        self._patterns = Patterns()
        self._rows: dict[tuple[int, str], tuple[Any, ...]] = {}
        """By figure and area, in the order of the file."""
        self._figures: dict[tuple[object, ...], int] = {}
        self._figure_of: list[int] = []
        """The number of the figure that each pattern is about."""

    def __iter__(self) -> Iterator[Observation]:
        """Each of them."""
        return map(self._figure, self._rows.values())

    @property
    def full(self) -> bool:
        """Whether there are enough of them for a batch."""
        return len(self._rows) >= MOST

    def handed_over(self) -> Batch | None:
        """All of them; they are forgotten."""
        rows = list(self._rows.values())
        batch = of_rows(self._patterns.known, rows) if rows else None
        self._rows.clear()
        if len(self._patterns.known) > _PATTERNS:
            self._patterns, self.likenesses, self._figures, self._figure_of = Patterns(), {}, {}, []
        return batch

    def put(self, observation: Observation) -> Observation | None:
        """Keep a figure; returns the one that it contradicts, if there is one."""
        row = self._patterns.row(observation)
        key = self._known(row.alike).figure, observation.area
        first = self._rows.setdefault(key, row)
        if first is row:
            return None
        other = self._figure(first)
        kept = settle(other, observation)
        if kept is observation:
            self._rows[key] = row
        return other if kept is None else None

    def learn(self, likeness: Any, observation: Observation) -> None:
        """Rows with this likeness follow the pattern of an observation that was kept."""
        self.likenesses[likeness] = self._known(self._patterns.row(observation).alike)

    def put_alike(
        self, known: Known, area: str, value: str | None, line: int, note: str
    ) -> tuple[Observation, Observation] | None:
        """Keep a figure that follows a known pattern on a line of its own; returns what contradicts each other, if anything."""
        row = (known[0], area, value, line, "", "", note)
        if self._rows.setdefault((known[1], area), row) is row:
            return None
        one = self._figure(row)
        other = self.put(one)
        return None if other is None else (other, one)

    def _known(self, pattern: int) -> Known:
        """A pattern with the number of its figure."""
        while len(self._figure_of) <= pattern:
            one = self._patterns.known[len(self._figure_of)]
            dated = (one.indicator, one.measure, one.period, one.basis, one.scope, one.released)
            self._figure_of.append(self._figures.setdefault(dated, len(self._figures)))
        return Known(pattern, self._figure_of[pattern])

    def _figure(self, row: tuple[Any, ...]) -> Observation:
        return figure(self._patterns.known[row[0]], Row(*row))

    def winter_zeros(self) -> Sequence[Observation]:
        """Zeros of January and February in series that are not zero in other months."""
        known = self._patterns.known
        monthly = [one.period.months == 1 for one in known]
        rows = [row for row in self._rows.values() if row[2] and not row[2].strip("-0.") and monthly[row[0]]]
        zeros = [row for row in rows if known[row[0]].period.last <= _WINTER]
        if not zeros:
            return ()
        others = {
            self._series(row) for row in self._rows.values() if row[2] and row[2].strip("-0.") and monthly[row[0]]
        }
        return [self._figure(row) for row in zeros if self._series(row) in others]

    def _series(self, row: tuple[Any, ...]) -> tuple[str, ...]:
        """What the figures of all months have in common."""
        one = self._patterns.known[row[0]]
        return one.indicator, one.measure, row[1], one.basis, one.scope
