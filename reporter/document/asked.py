"""Turn every question to the book of facts into a note of what was asked, so that the report can account for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.model.fact import Fact, Missing
from reporter.templating import Call, placeholders

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reporter.model.document import FactBook
    from reporter.model.finding import Place
    from reporter.model.period import Period


@dataclass(frozen=True, slots=True)
class Lack:
    """A fact that a text asks for and that cannot be said."""

    missing: Missing
    place: Place
    """The line that asks for it."""
    words: str = ""
    """The sentence as written there."""


class Asked:
    """A :class:`reporter.model.document.FactBook` that remembers its answers."""

    def __init__(self, book: FactBook) -> None:
        """``book`` knows the answers."""
        self._book = book
        self.facts: dict[str, Fact] = {}
        self.missing: dict[str, Missing] = {}
        self.lacks: dict[str, Lack] = {}
        self.silent: dict[str, None] = {}
        """Themes that were to be told and of which nothing is known, in their order."""

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
        return self._noted(self._book.ask(kind, subject, **options))

    def recall(self, ident: str) -> Fact | Missing:
        """The fact with this id, required as by a text."""
        return self._noted(self._book.recall(ident), required=True)

    def inputs(self, fact: Fact) -> tuple[Fact, ...]:
        """The facts that one was computed from, and theirs: a note on it names them."""
        return self._book.inputs(fact)

    def fact(self, kind: str, subject: str, **options: str) -> Fact | None:
        """The fact, or nothing: what falls out in silence."""
        found = self.ask(kind, subject, **options)
        return found if isinstance(found, Fact) else None

    def first(self, subject: str, *kinds: str) -> Fact | None:
        """The first of several kinds that the subject has."""
        return next((fact for kind in kinds if (fact := self.fact(kind, subject))), None)

    def require(self, kind: str, subject: str, **options: str) -> Fact | Missing:
        """The fact, asked by a text: when it is missing, the report says so."""
        return self._noted(self._book.ask(kind, subject, **options), required=True)

    def _noted(self, found: Fact | Missing, *, required: bool = False) -> Fact | Missing:
        """The answer, remembered: a fact with its inputs, and what a text lacks."""
        if isinstance(found, Missing):
            if required:
                self.missing.setdefault(found.id, found)
            return found
        for fact in (found, *self.inputs(found)):
            self.facts.setdefault(fact.id, fact)
        return found

    def placed(self, text: str, place: Place, missing: Iterable[Missing], themes: Mapping[str, str]) -> None:
        """Note where the text that stands at ``place`` asks for what is missing, and in which words."""
        calls = placeholders(text, place)
        lines = text.split("\n")
        for lack in missing:
            asking = [call for call in calls if _asks(call, lack, themes.get(lack.indicator, ""))]
            line = min(asking, key=lambda call: self._likely(call, lack.kind), default=_FIRST).line
            self.lacks.setdefault(lack.id, Lack(lack, place.below(line - 1), lines[line - 1].strip()))

    def _likely(self, call: Call, kind: str) -> tuple[bool, bool, int]:
        """Order in which calls on one indicator may have asked for a kind: the kind itself, what tells of several, the others."""
        return kind not in {call.name, *call.arguments}, call.name in self.kinds, call.line


_FIRST = Call("", (), {}, 1)
"""Stands for a placeholder that names nothing of what is missing."""


def _asks(call: Call, lack: Missing, theme: str) -> bool:
    """Whether a placeholder asks for what is missing: by its name, or by its theme."""
    return lack.indicator in call.arguments or bool(theme and theme in str(call.options.get("theme", "")).split("、"))
