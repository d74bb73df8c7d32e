"""Turn a snapshot into the book of its facts, each computed once, when it is asked for."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from reporter import registry
from reporter.facts._shape import Lacking, Wanted
from reporter.model.fact import UNREPORTED, Missing
from reporter.model.period import Period

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal
    from types import ModuleType

    from reporter.model.fact import Fact
    from reporter.model.indicator import Indicator
    from reporter.model.observation import Measure, Observation
    from reporter.model.record import Event, Programme
    from reporter.model.snapshot import Snapshot

_BASES = ("同比", "", "名义", "实际")
"""Which basis is meant where none is asked for, best first."""
INTERNAL = "内部指标，不在公开版中使用"


@cache
def kinds() -> Mapping[str, ModuleType]:
    """Every kind of fact, by name."""
    return MappingProxyType(registry.kinds("reporter.facts"))


class Book:
    """All facts of one snapshot; implements :class:`reporter.model.document.FactBook`."""

    def __init__(self, snapshot: Snapshot, area: str | None = None) -> None:
        """Nothing is computed before it is asked for; the figures are those of the snapshot's own area unless one is named."""
        self.period = snapshot.key.period
        self._snapshot = snapshot
        self._public = snapshot.report.cut == "public"
        self._area = snapshot.key.area if area is None else area
        self._others: dict[str, Book] = {}
        self._indicators = snapshot.indicators
        self._claims: dict[str, Event | Programme] = {
            **{row.name: row for row in snapshot.registers.programmes},
            **{row.id: row for row in snapshot.registers.events},
        }
        self._rows: dict[tuple[str, str, Period], list[Observation]] = defaultdict(list)
        for row in snapshot.observations:
            if row.area == self._area:
                self._rows[row.indicator, row.measure, row.period].append(row)
        self._asked: dict[tuple[str, str, tuple[tuple[str, str], ...]], Fact | Missing] = {}

    @property
    def kinds(self) -> Mapping[str, str]:
        """Name of every fact kind, with one line on what it says."""
        return {name: kind.SAYS for name, kind in kinds().items()}

    def indicator(self, name: str) -> Indicator:
        """The dictionary's entry; raises ``KeyError`` for a name that is not in it."""
        return self._indicators[name]

    def ask(self, kind: str, subject: str, **options: str) -> Fact | Missing:
        """The fact of ``kind`` about ``subject``; ``KeyError`` for an unknown kind or subject.

        ``period`` (a code) asks for another period than the report's, ``scope`` for one of several ranks or shares,
        ``area`` for another area - the parent, a peer - which has a book of its own, so that what is derived stays there.
        """
        area = options.pop("area", self._area)
        if area != self._area:
            return self._of(area).ask(kind, subject, **options)
        key = (kind, subject, tuple(sorted(options.items())))
        if key not in self._asked:
            self._asked[key] = self._made(kind, subject, dict(options))
        return self._asked[key]

    def _of(self, area: str) -> Book:
        """The book of another area."""
        if area not in self._others:
            self._others[area] = Book(self._snapshot, area)
        return self._others[area]

    def _made(self, kind: str, subject: str, options: dict[str, str]) -> Fact | Missing:
        module = kinds()[kind]
        period = Period.parse(options.pop("period")) if options.get("period") else self.period
        elsewhere = self._area if self._area != self._snapshot.key.area else ""
        wanted = Wanted(kind, subject, period, options, elsewhere)
        try:
            about = self._claims[subject] if getattr(module, "FROM_REGISTER", False) else self._self(subject)
            fact: Fact = module.make(wanted, about)
            if self._public and not fact.public:
                raise Lacking(INTERNAL)  # noqa: TRY301 - as the kinds do
        except Lacking as lack:
            lacks = lack.period or period
            return Missing(wanted.id(lacks), kind, subject, lacks, lack.reason, lack.department)
        return fact

    def _self(self, subject: str) -> Book:
        """What a kind asks about a subject that the dictionary knows."""
        self.indicator(subject)
        return self

    def need(self, kind: str, subject: str, **options: str) -> Fact:
        """As :meth:`ask`, for kinds that derive: what is missing is raised, with who owes it."""
        found = self.ask(kind, subject, **options)
        if isinstance(found, Missing):
            raise Lacking(found.reason, found.department, found.period)
        return found

    def observed(self, name: str, measure: Measure, period: Period, *, scope: str = "") -> tuple[Observation, Decimal]:
        """The figure as reported, of the basis that is meant where several are, with its value."""
        rows = [row for row in self._rows.get((name, measure, period), ()) if not scope or row.scope == scope]
        rows.sort(key=lambda row: _BASES.index(row.basis) if row.basis in _BASES else len(_BASES))
        for row in rows:
            if row.value is not None:
                return row, row.value
        raise Lacking(UNREPORTED, rows[0].department if rows else self.indicator(name).department, period)
