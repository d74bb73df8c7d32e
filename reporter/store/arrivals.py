"""Turn figures as they come in into vintages: laid down beside the store first, then compared with what is known, all at once.

Whatever has to be decided - what was said twice, what is new, what is another word of the same source - is decided by the
database over whole tables and not figure by figure. Until :meth:`Arrivals.store` nobody else is kept waiting.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from reporter.model.batch import settle
from reporter.store import arriving
from reporter.store.arriving import figures, met, patterns, turns
from reporter.store.rows import KEY, vintage_of
from reporter.store.schema import observations as stored

if TYPE_CHECKING:
    from reporter.model.batch import Batch
    from reporter.model.observation import Observation

_REMEMBERED = 50_000
"""Patterns whose numbers are held in memory."""
_CHUNK = 500


@dataclass(slots=True)
class Difference:
    """What an import brought."""

    new: int = 0
    """Figures that were not known before."""
    changed: list[tuple[Observation, Observation]] = field(default_factory=list)
    """(old, new) for every figure of which its source now says something else."""
    same: int = 0
    """Figures of which their source says what it said already."""
    backed: int = 0
    """Figures that another source had reported, and that this one reports for the first time."""


class Arrivals:
    """An import that is under way, on a connection of its own: what has been taken so far, and what it will bring."""

    def __init__(
        self, connection: sa.Connection, recorded: dt.datetime, effective: Callable[[Observation], dt.date]
    ) -> None:
        """``effective`` tells from which day a figure counts."""
        self._connection, self._recorded, self._effective = connection, recorded, effective
        self._numbers: dict[Observation, int] = {}
        self._next = 1
        self._once = False
        """Whether it is known that no figure has come more than once."""
        for table in arriving.TABLES:
            connection.execute(sa.schema.DropTable(table, if_exists=True))
            connection.execute(sa.schema.CreateTable(table))

    def take(self, batch: Batch) -> None:
        """Lay figures down."""
        self._once = False
        numbers = self._numbered(batch.alike)
        rows = zip(map(numbers.__getitem__, batch.which), *batch.columns, strict=True)
        if self._connection.dialect.name == "sqlite":
            self._connection.exec_driver_sql(arriving.INSERT, list(rows))
        else:
            names = ("pattern", *arriving.OWN)
            self._connection.execute(sa.insert(figures), [dict(zip(names, row, strict=True)) for row in rows])

    def _numbered(self, shared: Sequence[Observation]) -> list[int]:
        """The numbers of patterns; new ones are laid down as well."""
        if len(self._numbers) > _REMEMBERED:
            self._numbers.clear()
        fresh = [one for one in dict.fromkeys(shared) if one not in self._numbers]
        for one in fresh:
            self._numbers[one] = self._next
            self._next += 1
        if fresh:
            self._connection.execute(sa.insert(patterns), [self._pattern(one) for one in fresh])
        return [self._numbers[one] for one in shared]

    def _pattern(self, one: Observation) -> dict[str, Any]:
        """A pattern as a row."""
        named = {name: getattr(one, name, None) for name in arriving.SHARED}
        return named | {
            "id": self._numbers[one], "period": one.period.code, "file": one.origin.file, "sheet": one.origin.sheet,
            "original": one.origin.original, "recorded": self._recorded, "effective": self._effective(one),
        }  # fmt: skip

    def mark(self) -> int:
        """A point to which :meth:`give_back` can return."""
        return self._connection.scalar(sa.select(sa.func.max(figures.c.id))) or 0

    def give_back(self, mark: int) -> None:
        """Forget what has been taken since."""
        self._connection.execute(sa.delete(figures).where(figures.c.id > mark))

    def clashes(self, mark: int) -> Sequence[tuple[Observation, Observation]]:
        """Figures of one release that were said twice since then, and differently; of what was said alike one remains."""
        since = figures.c.id > mark
        twice = self._twice(since).subquery()
        same = sa.and_(twice.c.figure == patterns.c.figure, twice.c.area == figures.c.area)
        order = (patterns.c.figure, figures.c.area, patterns.c.released, figures.c.id)
        query = sa.select(figures.c.id, *arriving.whole(), patterns.c.figure).where(since)
        query = query.select_from(arriving.joined.join(twice, same))
        groups = groupby(self._connection.execute(query.order_by(*order)), attrgetter("figure", "area", "released"))
        found: list[tuple[Observation, Observation]] = []
        needless: list[int] = []
        self._once = mark == 0
        for _, (first, *others) in groups:
            self._once = False
            for other in others:
                pair = vintage_of(first).observation, vintage_of(other).observation
                kept = settle(*pair)
                if kept is None:
                    found.append(pair)
                needless.append(first.id if kept is pair[1] else other.id)
                first = other if kept is pair[1] else first  # noqa: PLW2901 - the one that counts so far
        for start in range(0, len(needless), _CHUNK):
            run = needless[start : start + _CHUNK]
            self._connection.execute(sa.delete(figures).where(figures.c.id.in_(run)))
        return found

    def _twice(self, which: sa.ColumnElement[bool]) -> sa.Select[Any]:
        """Figures that come more than once."""
        self._name_figures()
        of_one = (patterns.c.figure, figures.c.area)
        return (
            sa.select(*of_one).select_from(arriving.joined).where(which).group_by(*of_one).having(sa.func.count() > 1)
        )

    def _name_figures(self) -> None:
        """Give every pattern the number of the first one that is about the same figure."""
        first = patterns.alias("first")
        same = sa.and_(*(first.c[name] == patterns.c[name] for name in KEY if name not in arriving.OWN))
        number = sa.select(sa.func.min(first.c.id)).where(same).scalar_subquery()
        self._connection.execute(sa.update(patterns).where(patterns.c.figure.is_(None)).values(figure=number))

    def settle(self) -> Difference:
        """Add to the store what says something new; the transaction is the caller's."""
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(sa.text("LOCK TABLE observations IN SHARE ROW EXCLUSIVE MODE"))
        difference = Difference()
        for turn in range(1, self._turns() + 1):
            later = sa.select(turns.c.id).where(turns.c.turn > turn)
            self._settle(figures.c.id.not_in(later), difference)
        return difference

    def _turns(self) -> int:
        """Let figures that come more than once wait for each other; how many turns there are."""
        if self._once or self._connection.execute(self._twice(sa.true()).limit(1)).first() is None:
            return 1
        turn = sa.func.row_number().over(partition_by=(patterns.c.figure, figures.c.area), order_by=figures.c.id)
        ranked = sa.select(figures.c.id, turn.label("turn")).select_from(arriving.joined).subquery()
        later = sa.select(ranked.c.id, ranked.c.turn).where(ranked.c.turn > 1)
        self._connection.execute(sa.insert(turns).from_select(["id", "turn"], later))
        return self._connection.scalar(sa.select(sa.func.max(turns.c.turn))) or 1

    def _settle(self, now: sa.ColumnElement[bool], difference: Difference) -> None:
        """Compare the figures whose turn it is with what is known, and add those that say something new."""
        run = self._connection.execute
        run(sa.delete(met))
        known = sa.exists().where(arriving.about(stored)).correlate(figures, patterns)
        meeting = (
            sa.select(figures.c.id, arriving.word_before(dated=True)).select_from(arriving.joined).where(now, known)
        )
        if self._added(sa.insert(met).from_select(["id", "before"], meeting)):
            self._compare(difference)
        fresh = sa.select(*arriving.whole()).select_from(arriving.joined).where(now).order_by(figures.c.id)
        difference.new += self._added(sa.insert(stored).from_select(arriving.NAMES, fresh))
        run(sa.delete(figures).where(now))

    def _added(self, query: sa.Insert) -> int:
        """How many rows it added."""
        return self._connection.execute(query.execution_options(preserve_rowcount=True)).rowcount

    def _compare(self, difference: Difference) -> None:
        """Leave out the figures that say what their source said already, and tell the others apart."""
        run = self._connection.execute
        told = sa.select(met.c.id).select_from(arriving.known.join(stored, stored.c.id == met.c.before))
        told = told.where(arriving.says_the_same(stored))
        difference.same += run(sa.delete(figures).where(figures.c.id.in_(told))).rowcount
        old = stored.alias("old")
        word = sa.func.coalesce(met.c.before, arriving.word_before(dated=False))
        pairs = sa.select(*arriving.whole(), *arriving.old_ones(old)).order_by(figures.c.id)
        pairs = pairs.select_from(arriving.known.join(old, old.c.id == word))
        changed = [(vintage_of(arriving.Old(row)).observation, vintage_of(row).observation) for row in run(pairs)]
        left = run(sa.select(sa.func.count()).select_from(arriving.known)).scalar_one()
        difference.changed += changed
        difference.backed += left - len(changed)
        difference.new -= left

    def store(self) -> Difference:
        """Add what says something new, all of it or nothing."""
        self._connection.commit()
        self._connection.execution_options(writes=True)
        with self._connection.begin():
            difference = self.settle()
        self._connection.execution_options(writes=False)
        return difference

    def leave(self) -> None:
        """Take away what was laid down beside the store."""
        for table in arriving.TABLES:
            self._connection.execute(sa.schema.DropTable(table, if_exists=True))
