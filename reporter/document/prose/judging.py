"""Turn figures into the judgement words that they have earned, each no more often than the office allows (domain 2.5)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from reporter.document.prose.tokens import DROP

if TYPE_CHECKING:
    from decimal import Decimal

    from reporter.document.asked import Asked
    from reporter.model.fact import Fact
    from reporter.model.wording import Table, Wording

LAST = "上期"
_PLAIN: dict[Table, tuple[str, str, str]] = {
    "growth": ("增长", "持平", "下降"), "pace": ("回升", "稳定", "回落"), "schedule": ("快于序时", "与序时一致", "慢于序时"),
}  # fmt: skip
"""What is said where a figure has earned no word, or its words are used up."""


class Judge:
    """Knows which words were said how often in one document."""

    def __init__(self, wording: Wording, asked: Asked) -> None:
        """Words and their bands come from the office's settings."""
        self._wording, self.asked = wording, asked
        self._used: Counter[str] = Counter()

    def fact(self, table: Table, name: str) -> Fact | None:
        """The figure on which a judgement of an indicator rests."""
        if table == "growth":
            return self.asked.fact("growth", name)
        return self.asked.fact("pace", name, against=LAST) if table == "pace" else self.asked.fact("ahead", name)

    def earned(self, table: Table, name: str) -> tuple[str, ...] | None:
        """Every word that may be said of it; ``None`` where the figure is not there."""
        fact = self.fact(table, name)
        if fact is None:
            return None
        return self._wording.words(table, fact.value, self._ahead(name) if table == "growth" else None)

    def _ahead(self, name: str) -> Decimal | None:
        """How far above the parent area it is, where that is known."""
        gap = self.asked.fact("gap", name)
        return gap.value if gap else None

    def contrary(self, table: Table, word: str, value: Decimal) -> bool:
        """Whether a word belongs to the other side of nothing than the value: 较快增长 of a fall."""
        sides = {
            band.least is not None and band.least >= 0 for band in self._wording.bands(table) if word in band.words
        }  # fmt: skip
        return sides in ({True}, {False}) and (value > 0) not in sides

    def judged(self, name: str, table: Table = "growth") -> str:
        """The least used of the words that a figure has earned; a plain one where none is left."""
        fact = self.fact(table, name)
        if fact is None:
            self.asked.require({"growth": "growth", "pace": "growth", "schedule": "completion"}[table], name)
            return DROP
        free = [word for word in self.earned(table, name) or () if self._used[word] < self._wording.often]
        if not free:
            return _PLAIN[table][
                0 if fact.value > 0 and not fact.number.endswith("持平") else 1 if fact.number.endswith("持平") else 2
            ]
        word = min(free, key=lambda each: self._used[each])
        self._used[word] += 1
        return word
