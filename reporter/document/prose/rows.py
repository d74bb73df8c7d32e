"""Turn several facts into a clause that a section file asks for: a list, a comparison, a progress, aims, shortfalls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.document.prose.enumerating import enumerated
from reporter.document.prose.tokens import DROP
from reporter.model.fact import MINUS, Fact
from reporter.model.period import MONTHS_A_YEAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reporter.document.asked import Asked
    from reporter.document.prose.saying import Saying
    from reporter.model.indicator import Indicator
    from reporter.model.period import Period
    from reporter.model.snapshot import Snapshot

YEAR_AGO, LAST = "上年同期", "上期"
_WITHOUT_AREA = {"年度目标": "target_gap", "位次": "rank"}
"""What something may be compared with besides times and areas, and the kind of fact that does."""
_AMOUNTS = frozenset({"level", "total", "target"})
"""Kinds of facts of which nothing is not worth a word; that something did not change is."""
_WHOLE = 100
"""Per cent of a plan or target."""
_WITHIN, _COMPLETED = "全年", "全年完成"
_DOES = "新"
"""With this begins a name that says what is done: 新建绿道, 新增企业."""
_BUT = "但也要看到，"
_RISING = {"higher": 1, "lower": -1, "neutral": 0}


def progress_of(asked: Asked, name: str, period: Period) -> tuple[list[Fact], str]:
    """The facts of a plan or a target, what is done first, and the words that it is reached; of an aimed-at growth both rates."""
    done = asked.first(name, "completion", "target_progress")
    if not done:
        aimed = asked.fact("target_gap", name)
        return [fact for fact in (asked.fact("growth", name), aimed) if aimed and fact], ""
    if done.value >= _WHOLE and not done.qualifier:
        surplus = asked.fact("surplus", name)
        return [done, *([surplus] if surplus else [])], f"，{'提前' if period.last < MONTHS_A_YEAR else ''}完成年度任务"
    kinds = ("ahead", "remaining", "monthly_need") if done.kind == "target_progress" else ("ahead",)
    return [done, *(fact for kind in kinds if (fact := asked.fact(kind, name)))], ""


class Rows:
    """Clauses over several facts."""

    def __init__(self, snapshot: Snapshot, asked: Asked, saying: Saying) -> None:
        """Everything that is told comes from ``asked``."""
        self._snapshot, self._asked, self._saying = snapshot, asked, saying
        self._indicators, self._parent = snapshot.indicators, snapshot.office.parent

    def list(self, kind: str, *names: str, joint: str = "", respectively: bool = False) -> str:
        """Indicators with one kind of fact in a row; zero and what is missing are not said, the latter is noted."""
        found = [(name, fact) for name in names if isinstance(fact := self._asked.require(kind, name), Fact)]
        row = [(name, fact) for name, fact in found if not fact.nil or kind not in _AMOUNTS]
        if not row:
            return DROP
        verbs = {fact.phrase.partition(fact.number)[0] for _, fact in row}
        if (
            respectively
            and len(row) > 1
            and len(verbs) == 1
            and all(fact.phrase.endswith(fact.number) for _, fact in row)
        ):
            numbers = [self._saying.fact(fact, bare=True, timed=False).lstrip(MINUS) for _, fact in row]
            said = f"{'、'.join(numbers[:-1])}和{numbers[-1]}"
            return f"{'、'.join(name for name, _ in row)}分别{verbs.pop()}{said}"
        told = [(name, self._saying.fact(fact)) for name, fact in row]
        if kind == "level" and not joint and all(fact.unit != "%" for _, fact in row):
            return enumerated(told)
        return (joint or ("、" if kind == "level" else "，")).join(map("".join, told))

    def compare(self, name: str, *against: str) -> str:
        """An indicator's movement beside last year's, the last period's, other areas', the year's aim, and its rank; each falls out by itself."""
        main = self._asked.require("level" if self._indicators[name].nature == "rate" else "change", name)
        if not isinstance(main, Fact):
            return DROP
        facts = [main]
        for other in against or (YEAR_AGO, self._parent):
            if other in {YEAR_AGO, LAST}:
                kind = "rate_change" if self._indicators[name].nature == "rate" else "pace"
                found = self._asked.fact(kind, name, against=other)
            elif other in _WITHOUT_AREA:
                found = self._asked.fact(_WITHOUT_AREA[other], name)
            else:
                found = self._asked.fact("gap", name, against=other)
            facts += [found] if found else []
        lead = "为" if main.kind == "level" else ""
        return f"{name}{lead}{self._saying.row(facts)}"

    def progress(self, name: str, *, named: bool = True) -> str:
        """How far the plan or the target is: against 序时进度, what is owed, what a month needs; or that it is reached.

        The sentence that has ``named`` the indicator already goes on without its name.
        """
        facts, tail = progress_of(self._asked, name, self._snapshot.key.period)
        if not facts:
            aim = self._asked.fact("target", name)
            if not aim or aim.unit == self._indicators[name].unit:  # else a growth of about so much is aimed at
                self._asked.require("target_progress" if aim else "completion", name)
            return DROP
        return f"{name if named else ''}{self._saying.row(facts)}{tail}"

    def aims(self, *names: str, theme: str = "") -> str:
        """The targets of the year by their strength: 确保全年甲50家以上、乙90%；力争丙…; one that is reached is said so."""
        chosen = names or tuple(one.name for one in self._indicators.values() if one.theme == theme)
        groups: dict[str, list[str]] = {"确保全年": [], _COMPLETED: [], _WITHIN: [], "力争全年": []}
        reached = []
        for name in chosen:
            aim = self._asked.fact("target", name) if theme and not names else self._asked.require("target", name)
            if not isinstance(aim, Fact) or aim.comparator == "远期" or aim.nil:
                continue
            progress = self._asked.fact("target_progress", name)
            if progress and progress.value >= _WHOLE:
                reached.append(name)
                continue
            one = self._indicators[name]
            groups[_strength(one, aim)].append(self._aim(one, aim))
        said = [f"{lead}{'、'.join(row)}" for lead, row in groups.items() if row]
        said += [f"{'、'.join(reached)}已提前完成年度目标任务"] if reached else []
        return "；".join(said) or DROP

    def _aim(self, one: Indicator, aim: Fact) -> str:
        """One target: 甲50家以上, 率达到90%, 能耗控制在3%以内."""
        said = self._saying.fact(aim, timed=False)
        if "以内" in aim.number:
            return f"{one.name}控制在{said}"
        return f"{one.name}{'达到' if one.nature == 'rate' else ''}{said}"

    def problems(self, *names: str, theme: str = "") -> str:
        """What falls short, for the internal cut: 但也要看到，甲下降2.4%，乙落后序时进度10.0个百分点，and so on."""
        if self._snapshot.report.cut == "public":
            return ""
        chosen = [self._indicators[name] for name in names] or [
            one for one in self._indicators.values() if not theme or one.theme == theme
        ]
        short = [
            f"{one.name}{self._saying.row(facts, joint='，')}" for one in chosen if (facts := self._shortfalls(one))
        ]
        return f"{_BUT}{'；'.join(short)}，仍需加力。" if short else ""

    def _shortfalls(self, one: Indicator) -> Sequence[Fact]:
        """The facts of an indicator that point the wrong way."""
        rising, ask = _RISING[one.better], self._asked.fact
        change = ask("change", one.name)
        level = ask("level", one.name) if one.nature == "balance" else None
        facts = [level if level and level.value < 0 else None]
        facts += [
            fact if fact and fact.value * rising < 0 else None
            for fact in (change, ask("ahead", one.name), ask("target_gap", one.name))
        ]
        if not any(facts) and (gap := ask("gap", one.name)) and gap.value * rising < 0 and change:
            facts = [change, gap] if change.id != gap.id else [gap]
        return [fact for fact in facts if fact]


def _strength(one: Indicator, aim: Fact) -> str:
    """How strongly a target is said: 确保, 力争, or just to be done, where the name does not say that something is."""
    if aim.comparator in {"确保", "力争"}:
        return f"{aim.comparator}全年"
    amount = aim.unit == one.unit != "%" and "以内" not in aim.number and not one.name.startswith(_DOES)
    return _COMPLETED if amount else _WITHIN
