"""Turn placeholders into words and tokens: what a section file, an event or a task may ask for.

Every public method that is listed in :data:`WORDS` is a placeholder; so is every kind of fact.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reporter.document.prose import dates
from reporter.document.prose.judging import Judge
from reporter.document.prose.narration import Narrator
from reporter.document.prose.rows import Rows
from reporter.document.prose.saying import Saying
from reporter.document.prose.tokens import DROP
from reporter.model.document import Name, Numbering, When
from reporter.model.fact import Fact
from reporter.model.period import MONTHS_A_YEAR, Period

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from reporter.document.asked import Asked
    from reporter.document.prose.names import Names
    from reporter.document.prose.tokens import Tokens
    from reporter.model.finding import Place
    from reporter.model.record import Event, Meeting, Task
    from reporter.model.snapshot import Snapshot
    from reporter.templating import Templates

_PARAGRAPHS = re.compile(r"\n\s*\n")
FACT_OPTIONS = ("bare", "optional")
"""What a placeholder of any fact may say besides its subject and what its kind knows."""
WORDS: Mapping[str, str] = {
    "narrate": '一个专题（或几个指标）的整段叙述：narrate(theme="投资")、narrate("指标甲", "指标乙")',
    "list": '几个指标连成一列，未报送的、为零的不写：list("level", "指标甲", "指标乙")',
    "compare": '一个指标与上年同期、上期、全市、全省、年度目标相比，及其位次：compare("指标甲", "上年同期", "全市", "年度目标", "位次")',
    "progress": '计划或目标的进度，与序时相比：progress("指标甲")；前面已写名称的加named=false',
    "aims": '年度目标，按确保、力争分列：aims("指标甲", "指标乙")、aims(theme="创新")',
    "problems": '内部版的短板：problems(theme="投资")，公开版不写',
    "judged": '由数据推出的判断词：judged("指标甲")，judged("指标甲", "pace")、judged("指标甲", "schedule")',
    "fact": '一个事实，写它的编号，Word改稿收回时用：fact("指标甲:growth@2018-H1")',
    "date": '手写的日期：date("6月29日")、date("7月30日至8月5日")',
    "peg": '大事记里的一件事：peg("编号")',
    "day": "大事记条目自己的日期，只用于条目里",
    "task": '任务清单里的一项：task("编号")',
    "tasks": '一个栏目的全部任务，各成一段：tasks("栏目")',
    "slogan": '现行提法：slogan("八八战略")',
    "programme": '专项工程的名称：programme("“2211”工程")',
    "projects": '一组项目的名称，用顿号连接：projects("重点项目")',
    "period": '报告期：period()为上半年，period("name")为2018年上半年，period("months")为1—6月，period("end")为6月底，period("month")为6月，period("2018-Q1")为一季度',
    "ahead_period": "年内余下的时间：下半年、下一阶段",
    "meeting": '会议：meeting("date")、meeting("kind")',
    "office": "单位简称",
    "office_name": "单位全称",
    "parent": "上级范围：全市",
    "own": "本级范围：全区",
    "figure": "图的编号，（见图1）",
    "table": "表的编号，（见表1）",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Numbered:
    """Numbers of figures and tables by id; 0 for one that fell out."""

    figures: Mapping[str, int]
    tables: Mapping[str, int]


class Voice:
    """Answers the placeholders of one document."""

    def __init__(
        self, snapshot: Snapshot, asked: Asked, templates: Templates, tokens: Tokens, names: Names, numbered: Numbered
    ) -> None:
        """Everything that a text may speak of."""
        self._snapshot, self._asked, self._templates = snapshot, asked, templates
        self._tokens, self._names, self._numbered = tokens, names, numbered
        self._saying = Saying(tokens)
        self._narrator, self._rows = Narrator(snapshot, asked, self._saying), Rows(snapshot, asked, self._saying)
        self.judge = Judge(snapshot.office.wording, asked)
        self._public = snapshot.report.cut == "public"
        self._events = {row.id: row for row in snapshot.registers.events}
        self._tasks = {row.id: row for row in snapshot.registers.tasks}
        self.quoted: dict[Place, str] = {}
        """The texts of events and tasks that were told, by where they stand."""
        self._period = snapshot.key.period
        self._words: dict[str, Any] = {name: self._answer(name) for name in WORDS if name != "day"}

    def _answer(self, word: str) -> Callable[..., str]:
        """Who answers a word."""
        holder = next(one for one in (self, self._narrator, self._rows, self.judge) if hasattr(one, word))
        found: Callable[..., str] = getattr(holder, word)
        return found

    def fill(self, text: str, place: Place, event: Event | None = None, *, optional: Collection[str] = ()) -> str:
        """The text with every placeholder answered and every name that holds a numeral made a token.

        What is missing of an ``optional`` indicator is not listed as unreported.
        """
        context: dict[str, Any] = {name: self._fact(name, optional=optional) for name in self._asked.kinds}
        context |= self._words
        if event:
            context["day"] = lambda: self._tokens.put(self._day(event))
        before = len(self._asked.missing)
        filled = self._templates.fill(text, context, place)
        if len(self._asked.missing) > before:
            themes = {name: one.theme for name, one in self._snapshot.indicators.items()}
            self._asked.placed(text, place, list(self._asked.missing.values())[before:], themes)
        return self._names.tokenised(filled, self._tokens)

    def _fact(self, kind: str, *, optional: Collection[str]) -> Callable[..., str]:
        """The placeholder of a kind of fact."""
        lenient = optional

        def say(subject: str, *, bare: bool = False, optional: bool = False, **options: str) -> str:
            ask = self._asked.ask if optional or subject in lenient else self._asked.require
            fact = ask(kind, subject, **options)
            return self._saying.fact(fact, bare=bare) if isinstance(fact, Fact) else DROP

        return say

    def fact(self, ident: str, *, bare: bool = False) -> str:
        """The very fact of an id; its period, and with ``bare`` its sign, are left to the sentence."""
        fact = self._asked.recall(ident)
        return self._saying.exact(fact, bare=bare) if isinstance(fact, Fact) else DROP

    def date(self, words: str) -> str:
        """A date typed by hand; raises ``ValueError`` for words that hold another number."""
        if not dates.is_date(words):
            message = f"“{words}”不是日期"
            raise ValueError(message)
        return self._tokens.put(When(words))

    def peg(self, ident: str) -> str:
        """What happened, in the words of the register; nothing when it lies outside the report's reach."""
        event = self._events[ident]
        last = event.until or event.date
        if last < self._period.starts or event.date > self._snapshot.report_date or (self._public and not event.public):
            return DROP
        return self._quote(event.text, event.place, event)

    def _quote(self, text: str, place: Place, event: Event | None = None) -> str:
        """The words of a register, remembered because they may claim what the figures deny."""
        self.quoted[place] = text
        filled = self.fill(text.strip(), place, event)
        return "\n\n".join(" ".join(map(str.strip, part.split("\n"))) for part in _PARAGRAPHS.split(filled))

    def _day(self, event: Event) -> When:
        """The day of an event, as it may be said."""
        year = "" if event.date.year == self._period.year else f"{event.date.year}年"
        day = event.said or f"{event.date.month}月{event.date.day}日"
        return When(f"{year}{day}", event.date.isoformat() if not event.until else event.date.isoformat()[:7])

    def task(self, ident: str) -> str:
        """One task in the words of the register, when it applies and may be told."""
        task = self._tasks[ident]
        return self._quote(task.text, task.place) if self._applies(task) else DROP

    def tasks(self, section: str) -> str:
        """All tasks of a section, a paragraph each."""
        rows = [task for task in self._tasks.values() if task.section == section and self._applies(task)]
        return "\n\n".join(self._quote(task.text, task.place) for task in rows) or DROP

    def _applies(self, task: Task) -> bool:
        """Whether a task lies in the rest of the year and may be told."""
        return (
            task.until > self._period.ends
            and task.since <= self._period.whole_year.ends
            and (task.public or not self._public)
        )

    def slogan(self, words: str) -> str:
        """Fixed words in quotation marks, while they are approved."""
        day = self._snapshot.report_date
        for row in self._snapshot.registers.slogans:
            if row.words == words and row.since <= day and (row.until is None or day <= row.until):
                return self._tokens.put(Name(f"“{words}”"))
        return DROP

    def programme(self, name: str) -> str:
        """The name of a programme that runs."""
        period = self._period
        for row in self._snapshot.registers.programmes:
            runs = (row.since is None or row.since <= period.ends) and (row.until is None or row.until >= period.starts)
            if row.name == name and runs:
                return self._tokens.put(Name(name))
        return DROP

    def projects(self, group: str) -> str:
        """The names of the projects of a group."""
        named = [row.name for row in self._snapshot.registers.projects if row.group == group]
        return "、".join(named) or DROP

    def period(self, what: str = "said") -> str:
        """The report's period in one of its spellings."""
        period = self._period
        spelt = {
            "said": period.said, "name": period.name, "months": period.months_said, "end": f"{period.last}月底",
            "year": f"{period.year}年", "month": f"{period.last}月",
        }  # fmt: skip
        if what not in spelt:
            other = Period.parse(what)
            said = other.said if other.year == period.year else other.name
            return self._tokens.put(When(said, other.code))
        return self._tokens.put(When(spelt[what], str(period.year) if what == "year" else period.code))

    def ahead_period(self) -> str:
        """What is left of the year, or the time after it."""
        if self._period.last >= MONTHS_A_YEAR:
            return "下一阶段"
        rest = Period(self._period.year, self._period.last + 1, MONTHS_A_YEAR)
        return self._tokens.put(When("下半年" if rest.code.endswith("H2") else "后几个月", rest.code))

    def _meeting(self) -> Meeting | None:
        """The latest meeting after the period that has taken place."""
        report = self._snapshot.report
        held = [row for row in report.meetings if self._period.ends < row.date <= self._snapshot.report_date]
        return max(held, key=lambda row: row.date, default=None)

    def meeting(self, what: str = "kind") -> str:
        """Day or kind of the work meeting; nothing when none was held."""
        held = self._meeting()
        if held is None:
            return DROP
        if what == "date":
            return self._tokens.put(When(f"{held.date.month}月{held.date.day}日", held.date.isoformat()))
        return {"kind": held.kind, "venue": held.venue or DROP}[what]

    def office(self) -> str:
        """What a text calls the office."""
        return self._snapshot.office.short

    def office_name(self) -> str:
        """The office's full name."""
        return self._snapshot.office.name

    def parent(self) -> str:
        """Scope word of the parent area."""
        return self._snapshot.office.parent

    def own(self) -> str:
        """Scope word of the own area."""
        return self._snapshot.office.own

    def figure(self, ident: str) -> str:
        """A reference to a figure, in brackets; nothing when the figure fell out."""
        number = self._numbered.figures[ident]
        return f"（见{self._tokens.put(Numbering(f'图{number}'))}）" if number else ""

    def table(self, ident: str) -> str:
        """A reference to a table, in brackets; nothing when the table fell out."""
        number = self._numbered.tables[ident]
        return f"（见{self._tokens.put(Numbering(f'表{number}'))}）" if number else ""
