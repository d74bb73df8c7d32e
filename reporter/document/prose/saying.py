"""Turn facts into runs of words and tokens: one by one, in a row with commas, signed and marked where they must be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model.document import Mention, When, said
from reporter.model.fact import MARK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reporter.document.prose.tokens import Tokens
    from reporter.model.document import Piece
    from reporter.model.fact import Fact

YEARLY = "同比"
_EXTENTS = ("增速", "增幅", "降幅", "涨幅", "跌幅")
"""Subjects of a clause, said once for two clauses that follow each other."""
_GROWTH = frozenset({"growth", "computed_growth"})


class Saying:
    """How the facts of one document are said."""

    def __init__(self, tokens: Tokens) -> None:
        """``tokens`` keep the pieces."""
        self._tokens = tokens

    def put(self, *pieces: Piece) -> str:
        """Pieces as text with tokens."""
        return "".join(map(self._tokens.put, pieces))

    def fact(self, fact: Fact, *, bare: bool = False, timed: bool = True) -> str:
        """A fact within its verb, or its number alone, signed where no verb says the direction.

        ``timed`` says the fact's own period where it is not the report's; a text that has said it already leaves it out.
        """
        return self._unmarked(fact, bare=bare, timed=timed) + (MARK if fact.marked else "")

    def exact(self, fact: Fact, *, bare: bool) -> str:
        """A fact as its id names it: within its verb, or its number alone without a sign; never with its period."""
        words = self.put(Mention.of(fact)) if bare else self._unmarked(fact, timed=False)
        return words + (MARK if fact.marked else "")

    def _unmarked(self, fact: Fact, *, bare: bool = False, timed: bool = True) -> str:
        if bare:
            own: tuple[Piece, ...] = (
                ("（", When(fact.period.months_said, fact.period.code), "）") if fact.lagging else ()
            )
            return self.put(fact.sign, Mention.of(fact), *(own if timed else ()))
        pieces = said(fact)
        return self.put(*(pieces[1:] if fact.lagging and not timed else pieces))

    def row(self, facts: Sequence[Fact], joint: str = "，", *, yearly: bool = False) -> str:
        """Facts about one thing in a row; 推算 stands once behind several that were computed one after the other.

        ``yearly`` says 同比 before a growth rate; one of nothing always says it, because 持平 alone says little.
        """
        told: list[str] = []
        for fact, following in zip(facts, (*facts[1:], None), strict=True):
            marked = fact.marked and not (following and following.marked)
            level = fact.kind in _GROWTH and not fact.number[:1].isdigit() and not fact.qualifier
            said = fact.kind in _GROWTH and (yearly or level)
            words = self._unmarked(fact, timed=False)
            again = next(
                (word for word in _EXTENTS if told and words.startswith(word) and told[-1].startswith(word)), ""
            )
            told.append(f"{YEARLY if said else ''}{words.removeprefix(again)}{MARK if marked else ''}")
        return joint.join(told)

    def period(self, fact: Fact, *, stock: bool = False) -> str:
        """The fact's period as a sentence begins with it: 1—5月, 上半年; of a stock the end of it: 6月末."""
        period = fact.period
        return self.put(When(f"{period.last}月末" if stock else period.months_said, period.code))
