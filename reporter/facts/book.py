"""Turn a snapshot into the book of its facts, each computed once, when it is asked for."""

from __future__ import annotations

import decimal
from collections import defaultdict
from contextlib import suppress
from dataclasses import replace
from functools import cache
from itertools import combinations
from types import MappingProxyType
from typing import TYPE_CHECKING

from reporter import registry
from reporter.facts._cut import Cut
from reporter.facts._terms import Lacking, Wanted
from reporter.model import fact_ids
from reporter.model.fact import UNPUBLISHED, UNREPORTED, Fact, Missing
from reporter.model.period import Period

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import ModuleType

    from reporter.model.fact_ids import FactId
    from reporter.model.indicator import Indicator
    from reporter.model.observation import Measure, Observation
    from reporter.model.record import Event, Programme
    from reporter.model.snapshot import Snapshot

_BASES = ("同比", "", "名义", "实际")
"""Which basis of a growth rate is meant where none is asked for, best first; 环比 and 两年平均 must be asked for."""
_REAL = ("同比", "", "实际", "名义")
"""The same for an indicator at comparable prices."""
_RATES: frozenset[Measure] = frozenset({"growth", "difference"})
MONTH = "month"
"""As a ``period``: the last month of the report's period by itself."""
_ROUNDING = {"half_up": decimal.ROUND_HALF_UP, "half_even": decimal.ROUND_HALF_EVEN}


@cache
def kinds() -> Mapping[str, ModuleType]:
    """Every kind of fact, by name."""
    return MappingProxyType(registry.kinds("reporter.facts"))


def options_of(kind: ModuleType) -> tuple[str, ...]:
    """What a text may say to a kind besides the subject."""
    return ("period", "area", *getattr(kind, "OPTIONS", ()))


class Book:
    """All facts of one snapshot; implements :class:`reporter.model.document.FactBook`."""

    def __init__(self, snapshot: Snapshot, area: str | None = None, shelf: dict[str, Fact] | None = None) -> None:
        """Nothing is computed before it is asked for; the figures are those of the snapshot's own area unless one is named.

        Books of other areas put their facts on the same ``shelf``.
        """
        self._snapshot = snapshot
        self.period = snapshot.key.period
        self.registers = snapshot.registers
        self.parent = snapshot.office.parent
        self._cut = Cut(snapshot.report, snapshot.indicators)
        self._area = snapshot.key.area if area is None else area
        self._others: dict[str, Book] = {}
        self._peers = snapshot.office.peers
        self._report, self._deadline = snapshot.report.name, snapshot.cut_off.date()
        self._rounding = decimal.Context(prec=50, rounding=_ROUNDING[snapshot.office.wording.rounding])
        self._indicators = snapshot.indicators
        self._claims: dict[str, Event | Programme] = {
            **{row.name: row for row in snapshot.registers.programmes},
            **{row.id: row for row in snapshot.registers.events},
        }
        self._rows: dict[tuple[str, str, Period], list[Observation]] = defaultdict(list)
        self._periods: dict[tuple[str, str], set[Period]] = defaultdict(set)
        for row in snapshot.observations:
            if row.area == self._area:
                self._rows[row.indicator, row.measure, row.period].append(row)
                self._periods[row.indicator, row.measure].add(row.period)
        self._facts: dict[str, Fact] = {} if shelf is None else shelf
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

        ``period`` (a code, or ``month``) asks for another period than the subject's own, ``area`` for another area - the
        parent, a peer - which has a book of its own, so that what is derived stays there. The other options are the
        kind's; raises ``TypeError`` for one that it does not have.
        """
        area = options.pop("area", "") or self._area
        if area != self._area:
            return self._of(area).ask(kind, subject, **options)
        key = (kind, subject, tuple(sorted((name, value) for name, value in options.items() if value)))
        if key not in self._asked:
            with decimal.localcontext(self._rounding):
                found = self._asked[key] = self._made(kind, subject, dict(key[2]))
            if isinstance(found, Fact):
                self._facts.setdefault(found.id, found)
        return self._asked[key]

    def recall(self, ident: str) -> Fact | Missing:
        """The fact with this id, asked for by what its id says; raises ``KeyError`` for an id that is none."""
        said = fact_ids.read(ident)
        lacking: Missing | None = None
        for subject, options in self._readings(said):
            with suppress(ValueError, KeyError):  # the value of one option, taken for that of another
                found = self.ask(said.kind, subject, **options)
                if isinstance(found, Fact) and found.id == ident:
                    return found
                lacking = lacking or (found if isinstance(found, Missing) else None)
        if lacking is None:
            raise KeyError(ident)
        return lacking

    def _readings(self, said: FactId) -> Iterator[tuple[str, dict[str, str]]]:
        """What may have been asked: an id tells the values of the options, not their names, and of a register what it is about."""
        module = kinds()[said.kind]
        names = [name for name in sorted(getattr(module, "OPTIONS", ())) if name != "plus"]
        if getattr(module, "FROM_REGISTER", False):
            yield from ((subject, {}) for subject in self._claims)
            return
        subject, *others = said.subject.split("＋") if "plus" in options_of(module) else (said.subject,)
        plain = {"plus": "、".join(others)} if others else {}
        periods: tuple[dict[str, str], ...] = (
            {"period": said.period},
            {},
        )  # some speak of another one than was asked for
        for chosen in (*combinations(names, len(said.variant)), *combinations(("area", *names), len(said.variant))):
            for period in periods:
                yield subject, plain | period | dict(zip(chosen, said.variant, strict=True))

    def inputs(self, fact: Fact) -> tuple[Fact, ...]:
        """The facts that one was computed from, and theirs."""
        own = [self._facts[ident] for ident in fact.inputs if ident in self._facts]
        return tuple(dict.fromkeys(one for each in own for one in (each, *self.inputs(each))))

    def _of(self, area: str) -> Book:
        """The book of another area."""
        if area not in self._others:
            self._others[area] = Book(self._snapshot, area, self._facts)
        return self._others[area]

    def _made(self, kind: str, subject: str, options: dict[str, str]) -> Fact | Missing:
        module = kinds()[kind]
        if strange := set(options) - set(options_of(module)):
            message = f"{kind}没有{'、'.join(sorted(strange))}这个选项"
            raise TypeError(message)
        registered = getattr(module, "FROM_REGISTER", False)
        code = options.pop("period", "")
        period = Period.parse(code) if code not in {"", MONTH} else self._own(subject, registered, alone=bool(code))
        elsewhere = self._area if self._area != self._snapshot.key.area else ""
        wanted = Wanted(kind, subject, period, options, elsewhere)
        try:
            about = self._claims[subject] if registered else self._self(subject)
            self._cut.admit(subject, ranked=getattr(module, "RANKS", False))
            fact: Fact = module.make(wanted, about)
            self._cut.let_out(fact)
        except Lacking as lack:
            return self._missing(wanted, lack)
        late = code in {"", MONTH} and not fact.derived and fact.period == period != self._asked_for(alone=bool(code))
        return replace(fact, lagging=True) if late else fact

    def _asked_for(self, *, alone: bool) -> Period:
        """The report's period, or its last month by itself."""
        last = self.period.last
        return Period(self.period.year, last, last) if alone else self.period

    def _own(self, subject: str, registered: bool, *, alone: bool) -> Period:  # noqa: FBT001 - as the kind says
        """The period of which an indicator speaks in this report: some always come a month later (错期)."""
        period = self._asked_for(alone=alone)
        if registered or subject not in self._indicators:
            return period
        return self._indicators[subject].own_period(period, alone=alone)

    def _missing(self, wanted: Wanted, lack: Lacking) -> Missing:
        """What cannot be said, why, and - where somebody owes it - since when."""
        period, due = lack.period or wanted.period, None
        if lack.reason == UNREPORTED and wanted.subject in self._indicators:
            owed = [one.date(period) for one in self._indicators[wanted.subject].due if one.report == self._report]
            due = owed[0] if owed else self._deadline
        return Missing(
            wanted.id(period), wanted.kind, wanted.subject, period, lack.reason, lack.department, lack.rule, due
        )

    def _self(self, subject: str) -> Book:
        """What a kind asks about a subject that the dictionary knows."""
        self.indicator(subject)
        return self

    def need(self, kind: str, subject: str, **options: str) -> Fact:
        """As :meth:`ask`, for kinds that derive: what is missing is raised, with who owes it."""
        found = self.ask(kind, subject, **options)
        if isinstance(found, Missing):
            raise Lacking(found.reason, found.department, found.period, found.rule)
        return found

    def parts(self, whole: str, division: str = "") -> tuple[str, ...]:
        """Names of the indicators that add up to ``whole``, of one division of it."""
        return tuple(
            name for name, one in self._indicators.items()
            if any(part.whole == whole and part.additive and part.division == division for part in one.part_of)
        )  # fmt: skip

    def peers(self, scope: str = "") -> tuple[str, tuple[str, ...]]:
        """The words for all areas of a ranking, and the others among them."""
        words = scope or next(iter(self._peers), "")
        if not self._peers.get(words):
            raise Lacking("没有登记参加排位的区域名单")
        return words, self._peers[words]

    def observed(
        self, name: str, measure: Measure, period: Period, *, scope: str = "", basis: str = ""
    ) -> tuple[Observation, decimal.Decimal]:
        """The figure as reported, of the basis that is meant where several are, with its value.

        ``scope`` names a scope whole (``全市 增速``) or by its area alone (``全市``).
        """
        rows = [
            row for row in self._rows.get((name, measure, period), ())
            if not scope or scope in {row.scope, row.scope.partition(" ")[0]}
        ]  # fmt: skip
        if measure in _RATES or basis:
            order = (basis,) if basis else _REAL if self.indicator(name).price_basis == "comparable" else _BASES
            rows = sorted((row for row in rows if row.basis in order), key=lambda row: order.index(row.basis))
        for row in rows:
            if row.value is not None:
                return row, row.value
        if not self.indicator(name).published(period):
            raise Lacking(UNPUBLISHED, period=period)
        raise Lacking(UNREPORTED, rows[0].department if rows else self.indicator(name).department, period)

    def history(self, name: str, measure: Measure) -> tuple[tuple[Period, decimal.Decimal], ...]:
        """The cumulative figures (January to …) of all years up to the report's period, oldest first."""
        found = []
        for period in sorted(self._periods.get((name, measure), ())):
            if period.first == 1 and period.ends <= self.period.ends:
                try:
                    found.append((period, self.observed(name, measure, period)[1]))
                except Lacking:
                    continue
        return tuple(found)
