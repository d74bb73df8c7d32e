"""Turn facts into cells: the number marked, a sign where the verb is missing, a dash where nothing was reported."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reporter.model import document
from reporter.model.document import Mention, When
from reporter.model.fact import Fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reporter.model.document import Column, Phrase, Row

NONE: Phrase = ("—",)
_MARK = "*"
_MARKED: Phrase = ("带*的数为推算，算法见说明。",)


def bare(fact: object) -> Phrase:
    """The number alone; derived ones carry an asterisk."""
    if not isinstance(fact, Fact):
        return NONE
    return tuple(piece for piece in (fact.sign, Mention.of(fact), _MARK if fact.marked else "", *_own(fact)) if piece)


def _own(fact: Fact) -> Phrase:
    """The fact's own period, where it is not the report's."""
    return ("（", When(fact.period.months_said, fact.period.code), "）") if fact.lagging else ()


def said(fact: object) -> Phrase:
    """The number within its verb."""
    if not isinstance(fact, Fact):
        return NONE
    return document.said(fact) + ((_MARK,) if fact.marked else ())


def notes(rows: Sequence[Row]) -> tuple[Phrase, ...]:
    """What must stand under a table of these rows."""
    return (_MARKED,) if any(_MARK in cell for row in rows for cell in row.cells) else ()


def joined(*phrases: Phrase) -> Phrase:
    """Several phrases with a comma between them."""
    pieces: Phrase = ()
    for phrase in phrases:
        if phrase != NONE:
            pieces += (("，",) if pieces else ()) + phrase
    return pieces or NONE


def without_empty(columns: Sequence[Column], rows: Sequence[Row]) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """Columns and rows without the columns that nobody reported: absent, not blank."""
    kept = [
        index for index in range(len(columns))
        if index == 0 or any(row.cells[index] != NONE for row in rows if not row.group)
    ]  # fmt: skip
    return tuple(columns[index] for index in kept), tuple(
        row if row.group else replace(row, cells=tuple(row.cells[index] for index in kept)) for row in rows
    )
