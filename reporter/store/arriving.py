"""The tables beside the store in which an import lies while it is under way, and what is asked of them.

They are of one connection and nobody else sees them. What figures share is said once, in ``patterns``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from reporter.store.rows import COLUMNS, KEY
from reporter.store.schema import observations as stored

OWN = ("area", "value", "line", "cell", "part", "note")
"""What each figure has of its own."""
SHARED = tuple(name for name in (*COLUMNS, "recorded", "effective") if name not in OWN)
_SAYS = ("unit", "comparator", "qualifier", "status", "department", "note")
_EXACT = 16
"""Characters below which two numbers are equal when the database's own arithmetic says so."""

_metadata = sa.MetaData()


def _temporary(name: str, *columns: sa.Column[Any]) -> sa.Table:
    """A table that only this connection sees."""
    return sa.Table(name, _metadata, *columns, prefixes=["TEMPORARY"])


def _like(name: str) -> sa.Column[Any]:
    """A column as the store has it."""
    return sa.Column(name, stored.c[name].type)


_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
patterns = _temporary(
    "arriving_patterns", sa.Column("id", _id, primary_key=True, autoincrement=False), sa.Column("figure", _id),
    *map(_like, SHARED),
)  # fmt: skip
"""What many figures share; ``figure`` is the first pattern that is about the same one, but for its area."""
figures = _temporary(
    "arriving", sa.Column("id", _id, primary_key=True), sa.Column("pattern", _id, nullable=False), *map(_like, OWN)
)
turns = _temporary("arriving_turns", sa.Column("id", _id, primary_key=True), sa.Column("turn", sa.Integer()))
"""Figures that come again within one import wait for their turn."""
met = _temporary("arriving_met", sa.Column("id", _id, primary_key=True), sa.Column("before", _id))
"""Figures that were known already, each with the word of its source that stood before, where there is one."""
TABLES = (patterns, figures, turns, met)
known = met.join(figures, met.c.id == figures.c.id).join(patterns, figures.c.pattern == patterns.c.id)
"""Figures that were known already, with all that they say."""
joined = figures.join(patterns, figures.c.pattern == patterns.c.id)
INSERT = f"INSERT INTO {figures.name} (pattern, {', '.join(OWN)}) VALUES (?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - our own words


def of(name: str) -> sa.ColumnElement[Any]:
    """A column of a figure that arrives."""
    return figures.c[name] if name in OWN else patterns.c[name]


def about(table: Any) -> sa.ColumnElement[bool]:
    """Whether a stored row is about the figure that arrives."""
    return sa.and_(*(table.c[name] == of(name) for name in KEY))


def says_the_same(old: Any) -> sa.ColumnElement[bool]:
    """Whether a stored row says what the arriving figure says; 11.60 is 11.6."""
    mine, his = figures.c.value, old.c.value
    short = sa.and_(sa.func.length(mine) < _EXACT, sa.func.length(his) < _EXACT)
    equal = sa.and_(short, sa.cast(mine, sa.Numeric) == sa.cast(his, sa.Numeric))
    return sa.and_(sa.or_(mine.is_not_distinct_from(his), equal), *(old.c[name] == of(name) for name in _SAYS))


def word_before(*, dated: bool) -> sa.ScalarSelect[Any]:
    """The last word of the same source, as of the release of the figure that arrives or (not ``dated``) of all."""
    old = stored.alias("word")
    query = sa.select(old.c.id).where(about(old), old.c.source == patterns.c.source)
    query = query.where(old.c.effective <= patterns.c.effective) if dated else query
    newest = (old.c.effective.desc(), old.c.recorded.desc(), old.c.id.desc())
    return query.order_by(*newest).limit(1).correlate(figures, patterns).scalar_subquery()


NAMES = (*COLUMNS, "recorded", "effective")
"""The columns of a stored figure but for its number."""


def whole() -> Iterator[sa.ColumnElement[Any]]:
    """The columns of a figure that arrives, as the store names them."""
    return map(of, NAMES)


def old_ones(old: Any) -> Iterator[sa.ColumnElement[Any]]:
    """The columns of a stored figure, to stand in one row with those of one that arrives; see :class:`Old`."""
    return (old.c[name].label(f"old_{name}") for name in NAMES)


class Old:
    """The stored half of a row that holds a figure twice."""

    def __init__(self, row: Any) -> None:
        self._row = row

    def __getattr__(self, name: str) -> Any:
        return getattr(self._row, f"old_{name}")
