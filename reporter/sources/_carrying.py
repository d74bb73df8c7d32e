"""Turn figures, findings and explanations into JSON and back, between the child that reads and its parent.

What comes back is not trusted: a value that does not fit raises ``ValueError``, ``KeyError`` or ``TypeError``.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from reporter.model.batch import Batch
from reporter.model.finding import SEVERITY_WORDS, Finding, Place
from reporter.model.observation import MEASURES, QUALIFIERS, STATUSES, Observation
from reporter.model.period import Period
from reporter.sources.shape import Understood

MOST_SENT = 1_000_000
_EMPTY: tuple[list[Any], ...] = ([""], [None], [0], [""], [""], [""])
_KINDS: tuple[set[type], ...] = ({str}, {str, type(None)}, {int}, {str}, {str}, {str})
_DECIMALS = re.compile(r"-?\d+(?:\.\d+)?(?:E[+-]?\d{1,3})?(?:\n-?\d+(?:\.\d+)?(?:E[+-]?\d{1,3})?)*")
_PLACE = ("file", "line", "sheet", "cell", "part")
_period = lru_cache(maxsize=4096)(Period.parse)
_date = lru_cache(maxsize=4096)(dt.date.fromisoformat)


@dataclass(frozen=True, slots=True)
class End:
    """What was found in an original once all of its figures have been sent."""

    findings: tuple[Finding, ...]
    understood: tuple[Understood, ...]


def figures(batch: Batch) -> bytes:
    """A batch as JSON: its patterns, then its columns; one that holds nothing is left out."""
    columns = [column if any(column) else None for column in batch.columns]
    whole = {"alike": [_row(one) for one in batch.alike], "which": batch.which, "columns": columns}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def end(findings: Sequence[Finding], understood: Sequence[Understood]) -> bytes:
    """What was found, as JSON."""
    whole = {
        "findings": [
            [one.rule, one.severity, _place(one.place), one.message, one.advice, one.remedy] for one in findings
        ],
        "understood": [[_place(one.place), one.role, one.text, one.meaning] for one in understood],
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def unpacked(content: bytes, original: str) -> Batch | End:
    """What was packed; ``original`` is the hash of what it was read from."""
    whole = json.loads(content)
    if "which" in whole:
        return _batch(whole, original)
    return End(
        tuple(_finding(*row) for row in whole["findings"]),
        tuple(Understood(_origin(original, *place), str(role), str(text), str(meaning)) for place, role, text, meaning in whole["understood"]),
    )  # fmt: skip


def _batch(whole: Mapping[str, Any], original: str) -> Batch:
    """The figures; every column is looked at as a whole."""
    alike, which = [_pattern(row, original) for row in whole["alike"]], whole["which"]
    columns = [
        nothing * len(which) if column is None else column
        for column, nothing in zip(whole["columns"], _EMPTY, strict=True)
    ]
    kinds = [set(map(type, column)) for column in columns]
    fits = all(found <= allowed for found, allowed in zip(kinds, _KINDS, strict=True))
    numbered = set(map(type, which)) == {int} and min(which) >= 0 and max(which) < len(alike)
    if not fits or not numbered or len(which) > 2 * MOST_SENT or any(len(column) != len(which) for column in columns):
        message = "not a batch of observations"
        raise ValueError(message)
    written = "\n".join(filter(None, columns[1]))
    if written and not _DECIMALS.fullmatch(written):
        raise ValueError(written[:80])
    return Batch(alike, which, *columns)


def _place(place: Place) -> list[Any]:
    return [getattr(place, name) for name in _PLACE]


def _row(one: Observation) -> list[Any]:
    """A pattern."""
    released = one.released.isoformat() if one.released else ""
    return [
        one.indicator, one.measure, one.period.code, one.unit, one.basis, one.scope, one.comparator, one.qualifier, one.status,
        released, one.department, one.source, one.origin.file, one.origin.sheet,
    ]  # fmt: skip


def _pattern(row: Sequence[Any], original: str) -> Observation:
    """A pattern, if it is one."""
    if set(map(type, row)) != {str}:
        raise ValueError(row)
    (indicator, measure, period, unit, basis, scope, comparator, qualifier, status, released, department, source, file,
     sheet) = row  # fmt: skip
    if measure not in MEASURES or qualifier not in QUALIFIERS or status not in STATUSES:
        message = f"not an observation: {row}"
        raise ValueError(message)
    return Observation(
        indicator, measure, "", _period(period), None, unit, basis, scope, comparator, qualifier, status,
        _date(released) if released else None, department, source, Place(file, sheet=sheet, original=original),
    )  # fmt: skip


def _origin(original: str, file: str, line: int, sheet: str, cell: str, part: str) -> Place:
    """Where a figure stands."""
    return Place(file, line, sheet, cell, part, original)


def _finding(
    rule: str, severity: str, place: Sequence[Any], message: str, advice: str, remedy: Sequence[Any]
) -> Finding:
    if severity not in SEVERITY_WORDS:
        raise ValueError(severity)
    return Finding(
        str(rule), cast("Any", severity), Place(*place), str(message), str(advice), remedy=tuple(map(str, remedy))
    )  # fmt: skip
