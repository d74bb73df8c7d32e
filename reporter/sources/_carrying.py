"""Turn figures, findings and explanations into JSON and back, between the child that reads and its parent.

What comes back is not trusted: a value that does not fit raises ``ValueError``, ``KeyError`` or ``TypeError``.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, cast

from reporter.model.finding import SEVERITY_WORDS, Finding, Place
from reporter.model.observation import MEASURES, QUALIFIERS, STATUSES, Observation
from reporter.model.period import Period
from reporter.sources.shape import Understood

_PLACE = ("file", "line", "sheet", "cell", "part")
_period = lru_cache(maxsize=4096)(Period.parse)
_date = lru_cache(maxsize=4096)(dt.date.fromisoformat)

Parts = tuple[tuple[Observation, ...], tuple[Finding, ...], tuple[Understood, ...]]


def packed(observations: Sequence[Observation], findings: Sequence[Finding], understood: Sequence[Understood]) -> bytes:
    """All of it as JSON."""
    whole = {
        "observations": [_row(one) for one in observations],
        "findings": [[one.rule, one.severity, _place(one.place), one.message, one.advice] for one in findings],
        "understood": [[_place(one.place), one.role, one.text, one.meaning] for one in understood],
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def unpacked(content: bytes, original: str) -> Parts:
    """The figures, findings and explanations that were packed; ``original`` is the hash of what they were read from."""
    whole = json.loads(content)
    return (
        tuple(_observation(row, original) for row in whole["observations"]),
        tuple(_finding(*row) for row in whole["findings"]),
        tuple(Understood(_origin(original, *place), str(role), str(text), str(meaning)) for place, role, text, meaning in whole["understood"]),
    )  # fmt: skip


def _place(place: Place) -> list[Any]:
    return [getattr(place, name) for name in _PLACE]


def _row(one: Observation) -> list[Any]:
    value = None if one.value is None else str(one.value)
    released = one.released.isoformat() if one.released else ""
    return [
        one.indicator, one.measure, one.area, one.period.code, value, one.unit, one.basis, one.scope, one.comparator,
        one.qualifier, one.status, released, one.department, one.source, _place(one.origin), one.note,
    ]  # fmt: skip


def _observation(row: Sequence[Any], original: str) -> Observation:
    (indicator, measure, area, period, value, unit, basis, scope, comparator, qualifier, status, released, department,
     source, origin, note) = row  # fmt: skip
    if measure not in MEASURES or qualifier not in QUALIFIERS or status not in STATUSES:
        message = f"not an observation: {row}"
        raise ValueError(message)
    return Observation(
        indicator, measure, area, _period(period), None if value is None else Decimal(value), unit, basis, scope, comparator,
        qualifier, status, _date(released) if released else None, department, source, _origin(original, *origin), note,
    )  # fmt: skip


def _origin(original: str, file: str, line: int, sheet: str, cell: str, part: str) -> Place:
    """Where a figure stands."""
    return Place(file, line, sheet, cell, part, original)


def _finding(rule: str, severity: str, place: Sequence[Any], message: str, advice: str) -> Finding:
    if severity not in SEVERITY_WORDS:
        raise ValueError(severity)
    return Finding(str(rule), cast("Any", severity), Place(*place), str(message), str(advice))
