"""Turn a document and what the edition before it said into what has changed since then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model.document import Mention
from reporter.model.message import Before, Change, Changes
from reporter.model.observation import MEASURE_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reporter.model.document import Document
    from reporter.model.fact import Fact

_SAID = {
    "ahead": "与序时进度之差", "completion": "完成率", "target_progress": "目标完成率", "prior_growth": "上年同期增速",
    "difference": "增速之差", "remaining": "余量", "monthly_need": "每月需完成", "target": "目标",
}  # fmt: skip
"""What kinds of facts are called that no department reports."""
_MOST = 12
"""Rows of a message; the report itself says the rest."""


def changes(document: Document, before: Before | None) -> Changes | None:
    """Every figure that a corrected edition said otherwise, or the key figures of the period before; ``None`` without any."""
    if before is None:
        return None
    rows = tuple(_corrected(document, before)) or tuple(_since(document, before))
    return Changes(before.since, rows[:_MOST]) if rows else None


def _corrected(document: Document, before: Before) -> Iterator[Change]:
    """Facts of the same period whose number is another one now."""
    labels = _labels(document)
    for fact in document.facts:
        old = before.numbers.get(fact.id)
        if old is not None and old != fact.number:
            yield Change(labels.get(fact.id, _label(fact)), old, fact.number, fact.id)


def _since(document: Document, before: Before) -> Iterator[Change]:
    """Key figures beside what they were in the period before."""
    facts, seen = {fact.id: fact for fact in document.facts}, set()
    for ident, label in _labels(document).items():
        fact, stem = facts.get(ident), ident.rpartition("@")[0]
        old = before.numbers.get(stem)
        if fact and old is not None and fact.period == document.period and stem not in seen:
            seen.add(stem)
            yield Change(label, old, fact.number, ident)


def _labels(document: Document) -> dict[str, str]:
    """Labels of the key figures by fact id."""
    return {piece.fact: cell.label for cell in document.strip for piece in cell.value if isinstance(piece, Mention)}


def _label(fact: Fact) -> str:
    """What a fact is called where no key figure names it."""
    words = {str(name): word for name, word in MEASURE_WORDS.items()} | _SAID
    return f"{fact.indicator}{words.get(fact.kind, '')}"
