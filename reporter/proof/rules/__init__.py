"""Turn a text into findings on its wording: the rule book, one file a family of rules.

A rule has a name, a severity and a check; to add one, write it into the ``RULES`` of its family and plant its cases in
``tests/unit/proof/corpus/cases.csv``. Sources: GB/T 15834-2011, GB/T 15835-2011 and the habits of statistics offices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model.finding import Finding, Place
from reporter.proof.reading import sentence
from reporter.proof.rules import agreement, arithmetic, bases, claims, notation, periods, punctuation, ratios, verbs
from reporter.proof.rules._rule import Paragraph, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["RULES", "Paragraph", "Rule", "review", "review_text"]

RULES: tuple[Rule, ...] = tuple(
    rule
    for family in (punctuation, notation, periods, verbs, bases, claims, arithmetic, ratios, agreement)
    for rule in family.RULES
)


def review(
    paragraphs: Sequence[Paragraph], place: Callable[[int, int], Place], areas: tuple[str, str] = ("", "")
) -> Iterator[Finding]:
    """Findings on a text, in the order of the text; ``place`` says where a character of a paragraph stands.

    ``areas`` are the scope words of the office and of the area above it (全区, 全市), where they are known.
    """
    text = tuple(paragraphs)
    book = (*(rule for rule in RULES if rule not in agreement.RULES), *agreement.of_office(*areas))
    found = [(slip.paragraph, slip.start, rule, slip) for rule in book for slip in rule.check(text)]
    for index, start, rule, slip in sorted(found, key=lambda one: one[:2]):
        message = f"“{slip.words}”：{slip.why}。" if slip.words else f"{slip.why}。"
        severity = slip.severity or rule.severity
        yield Finding(rule.name, severity, place(index, start), message, slip.suggestion, slip.words)


def review_text(text: str) -> tuple[Finding, ...]:
    """Findings on one bare text, a paragraph a line."""
    lines = text.split("\n")
    return tuple(
        review(
            [Paragraph(line) for line in lines],
            lambda at, start: Place(line=at + 1, part=f"“{sentence(lines[at], start)}”"),
        )
    )
