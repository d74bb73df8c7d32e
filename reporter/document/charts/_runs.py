"""Turn several indicators into runs of months: one for each that has at least two reported periods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from reporter.document.charts import _asking, _months
from reporter.model.document import When

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reporter.document.charts._months import Slot
    from reporter.model.document import FactBook, Mark, Phrase
    from reporter.model.fact import Fact

LEAST = 2
"""Fewer points make no line."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the front matter may say."""

    of: tuple[str, ...]
    """Indicators in reading order; the first is the one that a chart of one panel is about."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Shorter labels, by indicator."""
    fact: str = "growth"
    """Which fact kind is drawn; all of one unit."""
    monthly: bool = False
    """Each month alone (当月), with 1—2月 joined; otherwise the year so far (累计)."""
    since: str = ""
    """A period from which on to draw; January of the report's year where empty."""


@dataclass(frozen=True, slots=True)
class Runs:
    """What was found."""

    facts: Mapping[str, Sequence[Fact]]
    """By label, each in order of time."""
    slots: tuple[Slot, ...]
    marks: tuple[Mark, ...]
    """Of all runs, each named by its label."""
    what: str
    """What is drawn: 累计同比增速."""

    @property
    def every(self) -> tuple[Fact, ...]:
        """All of them."""
        return tuple(fact for run in self.facts.values() for fact in run)


def gather(options: Options, book: FactBook) -> Runs | None:
    """A run for each indicator that makes a line; ``None`` where none does."""
    wanted = _months.periods(book, options.since, monthly=options.monthly)
    several = _months.several(wanted)
    found = {name: _months.series(book, options.fact, name, wanted) for name in options.of}
    facts = {_asking.label_of(name, options.labels): run for name, run in found.items() if len(run) >= LEAST}
    if not facts:
        return None
    marks = tuple(
        _asking.mark(fact, _months.label_of(fact.period, several=several), group=label)
        for label, run in facts.items() for fact in run
    )  # fmt: skip
    row = _months.slots(wanted, [fact for run in facts.values() for fact in run])
    what = ("当月" if options.monthly else "累计") + ("同比增速" if options.fact == "growth" else "")
    return Runs(facts, row, marks, what)


def notes(facts: Iterable[Fact]) -> tuple[Phrase, ...]:
    """The notes that the figures bring along, and which points are rough or derived: their own label may find no room."""
    facts = tuple(facts)
    return (*_asking.notes(facts), *_remarks(facts))


def _remarks(facts: Iterable[Fact]) -> Iterator[Phrase]:
    """A note for each indicator with points that are no plain figures (投资1—3月、1—5月为概数)."""
    for (name, _), run in groupby(facts, key=lambda fact: (fact.indicator, fact.kind)):
        points = tuple(run)
        for what, chosen in (
            ("概数", [fact for fact in points if fact.qualifier]),
            ("推算数", [fact for fact in points if fact.marked]),
        ):
            if chosen:
                yield (name, *_listed(chosen), f"为{what}。")


def _listed(facts: Sequence[Fact]) -> Iterator[str | When]:
    """Their periods, one after the other."""
    for number, fact in enumerate(facts):
        if number:
            yield "、"
        yield When(fact.period.months_said, fact.period.code)
