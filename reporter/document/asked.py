"""Turn every question to the book of facts into a note of what was asked, so that the report can account for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model.fact import Fact, Missing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.model.document import FactBook
    from reporter.model.period import Period


class Asked:
    """A :class:`reporter.model.document.FactBook` that remembers its answers."""

    def __init__(self, book: FactBook) -> None:
        """``book`` knows the answers."""
        self._book = book
        self.facts: dict[str, Fact] = {}
        self.missing: dict[str, Missing] = {}

    @property
    def period(self) -> Period:
        """The report's period."""
        return self._book.period

    @property
    def kinds(self) -> Mapping[str, str]:
        """Name of every fact kind, with one line on what it says."""
        return self._book.kinds

    def ask(self, kind: str, subject: str, **options: str) -> Fact | Missing:
        """The fact; an optional one, asked by a chart or a table, falls out in silence."""
        found = self._book.ask(kind, subject, **options)
        if isinstance(found, Fact):
            self.facts.setdefault(found.id, found)
        return found

    def require(self, kind: str, subject: str, **options: str) -> Fact | Missing:
        """The fact, asked by a text: when it is missing, the report says so."""
        found = self.ask(kind, subject, **options)
        if isinstance(found, Missing):
            self.missing.setdefault(found.id, found)
        return found
