"""Turn an observation into a row of its table, and a row into the vintage that it is."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Any, cast

from reporter.model.finding import Place
from reporter.model.observation import Observation
from reporter.model.period import Period
from reporter.model.vintage import Vintage

KEY = ("indicator", "measure", "area", "period", "basis", "scope")
_CONTENT = ("value", "unit", "comparator", "qualifier", "status", "department", "note")
_ORIGIN = ("file", "line", "sheet", "cell", "part", "original")
COLUMNS = (*KEY, *_CONTENT, "released", "source", *_ORIGIN)

Key = tuple[str, str, str, str, str, str]
_parse = lru_cache(maxsize=4096)(Period.parse)
_key = attrgetter(*KEY)


def key_of(row: Any) -> Key:
    """The key of the figure that a row is about."""
    return cast("Key", _key(row))


def row_of(observation: Observation, recorded: dt.datetime, effective: dt.date) -> dict[str, Any]:
    """The observation as a row."""
    row = {name: getattr(observation, name) for name in (*_CONTENT, "released", "source")}
    row.update(zip(KEY, observation.key, strict=True))
    row.update({name: getattr(observation.origin, name) for name in _ORIGIN})
    row["value"] = None if observation.value is None else str(observation.value)
    row["recorded"] = recorded
    row["effective"] = effective
    return row


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
