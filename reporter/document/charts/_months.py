"""Turn figures of months into a row of slots: January and February joined where they were reported so, nothing made up.

Industry, investment and retail have no January of their own (domain 2.3): its place stays open, and the bracket of 1—2月
spans both. Any other month that nobody reported keeps its slot, and the line is open there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.document.charts import _asking, _lettering
from reporter.document.charts._plot import GREY, MIDDLE, SMALL, Line, Text
from reporter.model.period import MONTHS_A_YEAR, Period

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from reporter.document.charts._plot import Shape
    from reporter.model.document import FactBook, Figure, Mark
    from reporter.model.fact import Fact

_JOINED = 2
_APART = 4.0
MOST = 18
"""Slots that one axis holds (domain 2.6); of a longer series the last ones are shown."""
FOOT = 14.0
"""Room for the names of the months; the years, where there are several, take as much again."""


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of one month, or of January and February."""

    label: str
    """What its marks are called: 1—2月; with the year where there are several."""
    name: str
    """What is printed below it."""
    at: float
    """Where it stands, in months from the first."""
    joined: bool = False
    year: str = ""
    """The year that begins here, where there are several."""

    def __str__(self) -> str:
        """What is printed."""
        return self.name


def periods(book: FactBook, since: str, *, monthly: bool) -> tuple[Period, ...]:
    """What to ask for: the year so far at each month's end, or each month alone; since a period, else since January."""
    last, first = book.period, Period.parse(since) if since else Period(book.period.year, 1, 1)
    ends = [
        (year, month)
        for year in range(first.year, last.year + 1)
        for month in range(1, MONTHS_A_YEAR + 1)
        if (first.year, first.last) <= (year, month) <= (last.year, last.last)
    ][-MOST:]
    return tuple(period for year, month in ends for period in _ending(year, month, monthly=monthly))


def _ending(year: int, month: int, *, monthly: bool) -> Iterator[Period]:
    """The periods that may have been reported for a month."""
    if not monthly:
        yield Period(year, 1, month)
        return
    yield Period(year, month, month)
    if month == _JOINED:
        yield Period(year, 1, month)


def series(book: FactBook, kind: str, name: str, wanted: Sequence[Period]) -> list[Fact]:
    """What was reported, in order of time; 1—2月 gives way where both of its months were reported."""
    facts = [fact for period in wanted if (fact := _asking.ask(book, kind, name, period=period.code))]
    known = {fact.period for fact in facts}
    kept = {_chosen([one for one in known if _end(one) == end], known) for end in map(_end, known)}
    return [fact for fact in facts if fact.period in kept]


def slots(wanted: Sequence[Period], facts: Iterable[Fact]) -> tuple[Slot, ...]:
    """The row of slots from the first month that was asked for to the last."""
    known = {fact.period for fact in facts}
    ends = list(dict.fromkeys(map(_end, wanted)))
    several = len({year for year, _ in ends}) > 1
    made: list[Slot] = []
    for number, (year, month) in enumerate(ends):
        here = [period for period in wanted if _end(period) == (year, month)]
        period = _chosen([one for one in here if one in known] or here, known)
        if month == 1 and period not in known:
            continue
        joined = period.last == _JOINED and period.first == 1 and Period(year, 1, 1) not in known
        begins = several and f"{year}年" not in {slot.year for slot in made}
        at = number - 0.5 if joined and number else float(number)
        year_here = f"{year}年" if begins else ""
        made.append(Slot(label_of(period, several=several), period.months_said, at, joined, year_here))
    return tuple(made)


def label_of(period: Period, *, several: bool) -> str:
    """What a mark of a period is called."""
    return f"{period.year}年{period.months_said}" if several else period.months_said


def several(wanted: Iterable[Period]) -> bool:
    """Whether the axis runs over more than one year."""
    return len({period.year for period in wanted}) > 1


def _end(period: Period) -> tuple[int, int]:
    return period.year, period.last


def _chosen(of: Sequence[Period], known: Collection[Period]) -> Period:
    """Of the periods that end together, the one to show: the month alone, but 1—2月 where January is not known."""
    side = 1 if Period(of[0].year, 1, 1) in known else -1
    return min(of, key=lambda period: side * period.months)


def scale(row: Sequence[Slot], x: Callable[[Slot], float], baseline: float, right: float) -> Iterator[Shape]:
    """Names below the base line, as many as stand apart and the last of all; a bracket over what is joined; the years.

    None of them goes beyond ``right``.
    """
    step = min((x(after) - x(before) for before, after in zip(row, row[1:], strict=False)), default=1e3)
    taken = float("inf")
    names = []
    for slot in reversed(row):
        half = _lettering.width(slot.name, SMALL) / 2
        middle = max(min(x(slot), right - half), half)
        if middle + half + _APART <= taken:
            names.append(Text(middle, baseline + 11, slot.name, SMALL, GREY, "middle"))
            taken = middle - half
    yield from reversed(names)
    for slot in row:
        if slot.joined:
            reach = min(step, 2 * (x(row[1]) - x(row[0])) if len(row) > 1 else step) * 0.5
            yield Line(x(slot) - reach, baseline + 2.2, x(slot) + reach, baseline + 2.2, MIDDLE, 0.7)
        if slot.year:
            half = _lettering.width(slot.year, SMALL) / 2
            middle = max(min(x(slot), right - half), half)
            yield Text(middle, baseline + 11 + FOOT * 0.75, slot.year, SMALL, GREY, "middle")


def run(figure: Figure, group: str) -> list[Mark]:
    """The marks of one series in order of time."""
    at = {slot.label: slot.at for slot in figure.options["slots"]}
    return sorted((mark for mark in figure.marks if mark.group == group), key=lambda mark: at[mark.label])


def printed(row: Iterable[Slot]) -> tuple[str, ...]:
    """The words of the axis, for those who account for every numeral on the page."""
    return tuple(word for slot in row for word in (slot.name, slot.year) if word)
