"""Turn the facts of some indicators into sentences by the patterns of an official text (domain 2.8).

Main figure, movement, pace, streak or record, comparison with others and with the aim, rank, in that order; 其中 only for what the dictionary calls a part of it. What is
not there is not said; what somebody owes is noted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.document.prose.enumerating import enumerated
from reporter.document.prose.rows import LAST, progress_of
from reporter.document.prose.tokens import DROP
from reporter.model.fact import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reporter.document.asked import Asked
    from reporter.document.prose.saying import Saying
    from reporter.model.fact import Fact
    from reporter.model.indicator import Indicator
    from reporter.model.snapshot import Snapshot

_SHARES = ("占比", "比重", "比例")
_LEFT = frozenset({"remaining", "monthly_need"})
"""Of a plan a narration tells what is done and how that is against 序时进度, not what is left."""


class Narrator:
    """Tells of indicators by themselves, where a section file asks for it."""

    def __init__(self, snapshot: Snapshot, asked: Asked, saying: Saying) -> None:
        """Everything that is told comes from ``asked``."""
        self._snapshot, self._asked, self._saying = snapshot, asked, saying
        self._indicators = snapshot.indicators
        self._period, self._yearly = "", True

    def narrate(self, *names: str, theme: str = "") -> str:
        """Whole sentences on some indicators, or on all of one theme or several (投资、外贸).

        Of a theme of which nothing is known nothing is said, not even the paragraph's label, and a note says so.
        """
        themes = [word for word in theme.split("、") if word]
        chosen = [self._indicators[name] for name in names] or [one for word in themes for one in self._of_theme(word)]
        known = {one.name for one in chosen}
        told: list[str] = []
        counts: list[tuple[Indicator, Fact]] = []
        self._period, self._yearly = "", True
        for one in chosen:
            if any(part.whole in known for part in one.part_of):
                continue  # told with its whole, or after it
            count = self._count(one)
            if count:
                counts += [(one, count)]
                continue
            told += [*self._counted(counts), *self._sentences(one, known if names else ())]
            counts = []
        told += self._counted(counts)
        for word in themes:
            of_it = self._of_theme(word)
            if not any(map(self._known, of_it)) and any(map(self._unreported, of_it)):
                self._asked.silent[word] = None
        return "".join(told) or f"{DROP}。"

    def _known(self, one: Indicator) -> bool:
        """Whether anything was told of an indicator."""
        count = self._count(one)
        return bool((count and not count.nil) or self._facts(one))

    def _of_theme(self, theme: str) -> list[Indicator]:
        """Indicators of a theme in the order of the dictionary, as far as the cut may say them."""
        public = self._snapshot.report.cut == "public"
        return [one for one in self._indicators.values() if one.theme == theme and (one.public or not public)]

    def _count(self, one: Indicator) -> Fact | None:
        """The level of something that is only counted: it goes into a row with its like."""
        if one.kind != "flow" or one.nature != "quantity" or self._parts(one, ()):
            return None
        others = ("change", "share", "completion", "rank", "target_progress")
        if any(self._asked.fact(kind, one.name) for kind in others):
            return None
        return self._asked.fact("level", one.name)

    def _counted(self, counts: Sequence[tuple[Indicator, Fact]]) -> Iterator[str]:
        """Counts in a row; nothing is not enumerated."""
        row = [(one, fact) for one, fact in counts if not fact.nil]
        if row:
            words = enumerated((one.name, self._saying.fact(fact, timed=False)) for one, fact in row)
            yield f"{self._opening(row[0][1])}{words}。"

    def _opening(self, fact: Fact, *, stock: bool = False) -> str:
        """The period, where the sentence before was of another one."""
        said = f"{fact.period.code}{stock}"
        if said == self._period:
            return ""
        self._period = said
        return f"{self._saying.period(fact, stock=stock)}，"

    def _sentences(self, one: Indicator, among: Iterable[str]) -> Iterator[str]:
        """What is known of one indicator, and of its parts."""
        facts = self._facts(one)
        if facts:
            plan, tail = progress_of(self._asked, one.name, self._snapshot.key.period)
            told = self._told(
                one, list(dict.fromkeys([*facts, *(fact for fact in plan if fact.kind not in _LEFT)])), tail=tail
            )
            yield f"{self._opening(facts[0], stock=_is_stock(one, facts))}{one.name}{told}。"
        else:
            self._owed(one)
        parts = [
            f"{part.name}{self._told(part, found)}" for part in self._parts(one, among) if (found := self._part(part))
        ]
        if parts:
            yield f"{'其中，' if facts else ''}{'，'.join(parts)}。"

    def _parts(self, one: Indicator, among: Iterable[str]) -> list[Indicator]:
        """What the dictionary calls a part of it."""
        names = set(among)
        return [
            part for part in self._indicators.values()
            if any(each.whole == one.name for each in part.part_of) and (not names or part.name in names)
        ]  # fmt: skip

    def _part(self, part: Indicator) -> list[Fact]:
        """A part is told in one figure or two."""
        found = self._asked.first(part.name, "change", "level")
        share = self._asked.fact("share", part.name)
        if not found and not share:
            self._owed(part)
        return [fact for fact in (found, share) if fact and not fact.nil]

    def _owed(self, one: Indicator) -> None:
        """Note what nobody reported of an indicator; what may not be said is no debt."""
        if kind := self._unreported(one):
            self._asked.require(kind, one.name)

    def _unreported(self, one: Indicator) -> str:
        """The kind of figure that somebody owes of it; none where the cut does not let it be asked for."""
        for kind in ("change", "level"):
            found = self._asked.ask(kind, one.name)
            if isinstance(found, Missing) and found.unreported:
                return kind
        return ""

    def _facts(self, one: Indicator) -> list[Fact]:
        """All that is said of an indicator, in the order of the pattern."""
        name, ask = one.name, self._asked.fact
        change, share = ask("change", name), ask("share", name)
        level = None if change and change.kind == "net_increase" else ask("level", name)
        rank = ask("rank", name)
        if level and one.nature != "rate" and level.nil:
            level, change = None, change if change and change.value else None  # nothing is not told
        if not any((level, change, share, rank)):
            done = self._asked.first(name, "completion", "target_progress")
            return [done] if done else []
        moved = ask("rate_change", name) if share or one.nature == "rate" else None
        order = (
            level, change, self._pace(name) if change and change.kind.endswith("growth") else None,
            None if share else moved, None if share else ask("streak", name) or ask("record", name),
            ask("gap", name), ask("target_gap", name), rank, share, moved if share else None,
        )  # fmt: skip
        return list({fact.id: fact for fact in order if fact}.values())

    def _pace(self, name: str) -> Fact | None:
        """The pace against last year's, else against the last period's."""
        fact = self._asked.fact
        return fact("pace", name) or fact("pace", name, against=LAST)

    def _told(self, one: Indicator, facts: Sequence[Fact], *, tail: str = "") -> str:
        """The facts behind the name, with 为 before a rate or an intensity; 同比 is said once, what follows is read like it."""
        first = facts[0]
        if first.kind == "share" and one.name.endswith(_SHARES):
            rest = self._saying.row(facts[1:])
            return f"为{self._saying.fact(first, bare=True, timed=False)}{'，' if rest else ''}{rest}{tail}"
        yearly, self._yearly = self._yearly, self._yearly and not any(fact.kind.endswith("growth") for fact in facts)
        words = self._saying.row(facts, yearly=yearly)
        lead = "为" if first.kind == "level" and one.nature in {"rate", "intensity"} else ""
        return f"{lead}{words}{tail}"


def _is_stock(one: Indicator, facts: Sequence[Fact]) -> bool:
    """Whether the figure is one of a day, the end of the period."""
    return one.kind == "stock" and any(fact.kind == "level" for fact in facts)
