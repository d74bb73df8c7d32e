"""Turn an observation into a row of its table, and a row into the vintage that it is."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa

from reporter.model.finding import Place
from reporter.model.observation import Observation
from reporter.model.period import Period
from reporter.model.vintage import Vintage
from reporter.store.schema import observations as table

if TYPE_CHECKING:
    from collections.abc import Sequence

KEY = ("indicator", "measure", "area", "period", "basis", "scope")
_CONTENT = ("value", "unit", "comparator", "qualifier", "status", "department", "note")
_ORIGIN = ("file", "line", "sheet", "cell", "part", "original")
COLUMNS = (*KEY, *_CONTENT, "released", "source", *_ORIGIN)

Key = tuple[str, str, str, str, str, str]
_STORED = (*COLUMNS, "recorded", "effective")
_INSERT = f"INSERT INTO observations ({', '.join(_STORED)}) VALUES ({', '.join('?' * len(_STORED))})"  # noqa: S608 - our own words
_parse = lru_cache(maxsize=4096)(Period.parse)
_key = attrgetter(*KEY)


def key_of(row: Any) -> Key:
    """The key of the figure that a row is about."""
    return cast("Key", _key(row))


def insert(connection: sa.Connection, vintages: Sequence[Vintage]) -> None:
    """Write new rows; SQLite takes them as they will lie there, which is a good deal faster."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            _INSERT, [_values(one, _sqlite(one.recorded), one.effective.isoformat()) for one in vintages]
        )
    else:
        rows = [dict(zip(_STORED, _values(one, one.recorded, one.effective), strict=True)) for one in vintages]
        connection.execute(sa.insert(table), rows)


@lru_cache(maxsize=64)
def _sqlite(moment: dt.datetime) -> str:
    """An instant as SQLAlchemy keeps it in SQLite."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def _values(vintage: Vintage, recorded: object, effective: object) -> tuple[object, ...]:
    """The row, in the order of its columns."""
    row, origin = vintage.observation, vintage.observation.origin
    released = row.released.isoformat() if row.released and isinstance(effective, str) else row.released
    return (
        *row.key, None if row.value is None else str(row.value), row.unit, row.comparator, row.qualifier, row.status,
        row.department, row.note, released, row.source, origin.file, origin.line, origin.sheet, origin.cell, origin.part,
        origin.original, recorded, effective,
    )  # fmt: skip


def vintage_of(row: Any) -> Vintage:
    """A row as the vintage that it is."""
    return Vintage(
        Observation(
            indicator=row.indicator, measure=row.measure, area=row.area, period=_parse(row.period),
            value=None if row.value is None else Decimal(row.value), unit=row.unit, basis=row.basis, scope=row.scope,
            comparator=row.comparator, qualifier=row.qualifier, status=row.status, released=row.released,
            department=row.department, source=row.source, note=row.note,
            origin=Place(row.file, row.line, row.sheet, row.cell, row.part, row.original),
        ),
        row.recorded, row.effective,
    )  # fmt: skip
