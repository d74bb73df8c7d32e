"""Turn section files and registers into findings: what they ask for that does not exist, and numbers typed by hand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from reporter.document import chart_check, exact_check, section_file, tables, typed
from reporter.document.forbidden import forbidden
from reporter.document.naming import names_of
from reporter.document.prose import fits
from reporter.document.prose.voice import FACT_OPTIONS, WORDS
from reporter.errors import Faults
from reporter.model.finding import Finding, Place
from reporter.model.office import RANKED
from reporter.model.period import Period
from reporter.model.wording import TABLES
from reporter.templating import placeholders

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from types import ModuleType

    from reporter.document.prose.names import Names
    from reporter.document.section_file import SectionFile
    from reporter.model.indicator import Indicator
    from reporter.model.office import Report
    from reporter.model.record import Registers
    from reporter.templating import Call

WORD_OPTIONS: Mapping[str, tuple[str, ...]] = {
    "list": ("joint", "respectively"), "narrate": ("theme",), "aims": ("theme",), "problems": ("theme",), "progress": ("named",),
    "fact": ("bare",),
}  # fmt: skip
_KIND_OPTIONS = ("period", "area")
"""What every kind of fact knows."""
_MONTH = "month"
_ONE_ARGUMENT = ("peg", "task", "tasks", "slogan", "programme", "projects", "figure", "table")
SPELLINGS = {"period": ("said", "name", "months", "end", "year", "month"), "meeting": ("date", "kind", "venue")}
_TOLD = frozenset({"narrate", "aims", "problems", "compare", "progress", "judged"})
_PERIODS = "texts/{report}/"


@dataclass(frozen=True, slots=True)
class _Known:
    """What texts may refer to."""

    indicators: Mapping[str, Indicator]
    kinds: Mapping[str, ModuleType]
    """Kinds of facts."""
    subjects: Mapping[str, Collection[str]]
    """What each word may name."""
    names: Names
    public: bool
    """Whether the report is a public cut."""

    def registered(self, kind: str) -> bool:
        """Whether a kind's subject comes from a register."""
        return bool(getattr(self.kinds.get(kind), "FROM_REGISTER", False))


def check(
    files: Mapping[str, bytes], report: Report, indicators: Mapping[str, Indicator], registers: Registers,
    kinds: Mapping[str, ModuleType],
) -> tuple[Finding, ...]:  # fmt: skip
    """Every fault of the section files of a report and of the registers' texts, with file and line.

    ``kinds`` are the kinds of facts that placeholders may ask for.
    """
    try:
        sections = _sections(files, report)
    except Faults as faults:
        return faults.findings
    known = _known(indicators, registers, kinds, sections, public=report.cut == "public")
    found: list[Finding] = [*_chosen(report, indicators)]
    for section in sections:
        kept = replace(known, public=False) if section.head.get("cut") == "internal" else known
        found += _text(section.body, section.place(), kept)
        found += _front_matter(section, kept)
    for event in registers.events:
        found += _text(event.text, event.place, known, inside=("day",))
    for task in registers.tasks:
        found += _text(task.text, task.place, known)
    return tuple(dict.fromkeys(found))


def _chosen(report: Report, indicators: Mapping[str, Indicator]) -> Iterator[Finding]:
    """Whether the list of the public cut names what the dictionary knows and what may leave the house."""
    place = Place(file="schedules.yaml", part=f"reports.{report.name}.indicators")
    for entry in report.chosen:
        name = entry.removesuffix(RANKED)
        yield from _name(name, indicators, place, "指标词典")
        if report.cut == "public" and name in indicators and not indicators[name].public:
            yield Finding("internal_chosen", "error", place, f"“{name}”是内部指标，不能列入公开版", "从清单里去掉")


def _sections(files: Mapping[str, bytes], report: Report) -> tuple[SectionFile, ...]:
    """The sections of the template and the texts of every period."""
    start = _PERIODS.format(report=report.name)
    periods = sorted({path.removeprefix(start).split("/")[0] for path in files if path.startswith(start)})
    found: dict[str, SectionFile] = {}
    for period in ("", *periods):
        for section in section_file.read(files, report.template, report.name, period):
            found[section.path] = section
    return tuple(found.values())


def _known(
    indicators: Mapping[str, Indicator],
    registers: Registers,
    kinds: Mapping[str, ModuleType],
    sections: Iterable[SectionFile],
    *,
    public: bool,
) -> _Known:
    """What the texts of this project may name."""
    programmes = [row.name for row in registers.programmes]
    events = [row.id for row in registers.events]

    def ids(key: str) -> list[str]:
        return [str(spec.get("id")) for section in sections for spec in section.blocks(key)]

    subjects: dict[str, Collection[str]] = {
        "peg": events, "task": [row.id for row in registers.tasks], "tasks": {row.section for row in registers.tasks},
        "slogan": [row.words for row in registers.slogans], "programme": programmes, "first": [*events, *programmes],
        "projects": {row.group for row in registers.projects}, "figure": ids("charts"), "table": ids("tables"),
    }  # fmt: skip
    return _Known(indicators, kinds, subjects, names_of(registers, indicators), public)


def _text(text: str, place: Place, known: _Known, inside: tuple[str, ...] = ()) -> Iterator[Finding]:
    """Faults of one text: placeholders, and numbers outside them."""
    try:
        yield from fits.verbs(text, place)
        yield from fits.parts(text, place, known.indicators)
        for call in placeholders(text, place):
            yield from _call(call, place.below(call.line - 1), known, inside)
        yield from typed.outside(text, place, known.names)
    except Faults as faults:
        yield from faults.findings


def _call(call: Call, place: Place, known: _Known, inside: tuple[str, ...]) -> Iterator[Finding]:
    """Faults of one placeholder."""
    if call.name not in known.kinds and call.name not in WORDS and call.name not in inside:
        near = get_close_matches(call.name, [*known.kinds, *WORDS], 1)
        advice = f"是不是{near[0]}？" if near else f"可用：{'、'.join([*known.kinds, *WORDS])}"
        yield Finding("unknown_placeholder", "error", place, f"没有“{call.name}”这个占位符", advice)
        return
    if call.name == "day" and "day" not in inside:
        yield Finding("misplaced_placeholder", "error", place, "day()只用于大事记条目", "改用period()")
    if not call.constant:
        yield Finding(
            "computed_placeholder", "error", place, f"“{call.name}”括号里应直接写名称", "名称写在引号里，不用变量"
        )
        return
    options = WORD_OPTIONS.get(call.name, ())
    if call.name in known.kinds:
        options = (*FACT_OPTIONS, *_KIND_OPTIONS, *getattr(known.kinds[call.name], "OPTIONS", ()))
    for option in sorted(set(call.options) - set(options)):
        yield Finding(
            "unknown_option",
            "error",
            place,
            f"“{call.name}”没有“{option}”这个选项",
            f"可用：{'、'.join(options) or '无'}",
        )
    yield from _subjects(call, place, known)
    yield from forbidden(call, place, known.indicators)


def _subjects(call: Call, place: Place, known: _Known) -> Iterator[Finding]:
    """Faults of what a placeholder names."""
    code = str(call.options.get("period", ""))
    if code not in {"", _MONTH} and not Period.reads(code):
        yield Finding(
            "bad_period",
            "error",
            place,
            f"报告期“{code}”无法识别",
            "写成2018、2018-H1、2018-Q2、2018-M06或2018-M01..M05",
        )
    if call.name in SPELLINGS:
        for what in call.arguments:
            if what not in SPELLINGS[call.name] and not (call.name == "period" and Period.reads(what)):
                yield Finding(
                    "unknown_spelling",
                    "error",
                    place,
                    f"“{call.name}”没有“{what}”这种写法",
                    f"可用：{'、'.join(SPELLINGS[call.name])}",
                )
        return
    if call.name in {"fact", "date"}:
        yield from exact_check.faults(call, place, known.indicators, known.kinds)
        return
    if asks := {"list": _listing}.get(call.name, _told if call.name in _TOLD else None):
        yield from asks(call, place, known)
        return
    if call.name not in known.kinds and call.name not in _ONE_ARGUMENT:
        return
    if len(call.arguments) != 1:
        yield Finding("wrong_arguments", "error", place, f"“{call.name}”括号里应有且只有一个名称", "名称写在引号里")
        return
    register = call.name not in known.kinds or known.registered(call.name)
    allowed = known.subjects.get(call.name, ()) if register else known.indicators
    yield from _name(call.arguments[0], allowed, place, "登记的条目" if register else "指标词典")
    for extra in filter(None, str(call.options.get("plus", "")).split("、")):
        yield from _name(extra, known.indicators, place, "指标词典")


def _listing(call: Call, place: Place, known: _Known) -> Iterator[Finding]:
    """Faults of a row of indicators."""
    kind, *subjects = call.arguments or ("",)
    if kind not in known.kinds or known.registered(kind):
        yield Finding("unknown_placeholder", "error", place, f"没有“{kind}”这种数据", f"可用：{'、'.join(known.kinds)}")
    for subject in subjects:
        yield from _name(subject, known.indicators, place, "指标词典")


def _told(call: Call, place: Place, known: _Known) -> Iterator[Finding]:
    """Faults of what the narrator is asked to tell."""
    names, theme = call.arguments, str(call.options.get("theme", ""))
    if call.name in {"compare", "progress", "judged"}:
        names = call.arguments[:1]
        if not names:
            yield Finding("wrong_arguments", "error", place, f"“{call.name}”括号里应写指标名称", "名称写在引号里")
    elif call.name != "problems" and not (names or theme):
        yield Finding("wrong_arguments", "error", place, f"“{call.name}”应写明指标，或theme=专题", '如theme="投资"')
    if call.name == "judged" and call.arguments[1:2] and call.arguments[1] not in TABLES:
        said = f"没有“{call.arguments[1]}”这张判断词表"
        yield Finding("unknown_option", "error", place, said, f"可用：{'、'.join(TABLES)}")
    for name in names:
        yield from _name(name, known.indicators, place, "指标词典")
    themes = {one.theme for one in known.indicators.values()}
    for one in filter(None, theme.split("、")):
        if one not in themes:
            near = get_close_matches(one, themes, 1)
            advice = f"是不是“{near[0]}”？" if near else "先在词典里给指标写上theme"
            yield Finding("unknown_theme", "error", place, f"词典里没有专题“{one}”", advice)
    if call.name == "problems" and known.public:
        yield Finding("internal_only", "error", place, "“problems”只用于内部版", "公开版去掉这一句")


def _name(name: str, allowed: Collection[str], place: Place, where: str) -> Iterator[Finding]:
    """Whether a name is known; the nearest one is offered."""
    if name not in allowed:
        near = get_close_matches(name, list(allowed), 1, 0.4)
        rule = "unknown_indicator" if where == "指标词典" else "unknown_record"
        yield Finding(
            rule, "error", place, f"“{name}”不在{where}里", f"是不是“{near[0]}”？" if near else "先登记，再引用"
        )


def _front_matter(section: SectionFile, known: _Known) -> Iterator[Finding]:
    """Faults of headings, key figures, charts and tables."""
    for key in ("title", "kicker", "headline"):
        yield from _text(str(section.head.get(key) or "").replace("<wbr>", ""), section.place(key), known)
    for number, spec in enumerate(section.blocks("strip")):
        for key in ("label", "value", "note"):
            yield from _text(str(spec.get(key) or ""), section.place(f"strip[{number}].{key}"), known)
    for number, spec in enumerate(section.blocks("charts")):
        yield from chart_check.faults(spec, section.place(f"charts[{number}]"), known.indicators, known.kinds)
        yield from _block(spec, section, f"charts[{number}]", known)
    for number, spec in enumerate(section.blocks("tables")):
        place = section.place(f"tables[{number}]")
        if spec.get("kind") not in tables.kinds():
            said, advice = f"没有“{spec.get('kind')}”这种表", f"可用：{'、'.join(sorted(tables.kinds()))}"
            yield Finding("unknown_kind", "error", place, said, advice)
        if not spec.get("id"):
            yield Finding("no_id", "error", place, "表没有id", "加上id，正文用它引用")
        yield from _block(spec, section, f"tables[{number}]", known)


def _block(spec: Mapping[str, Any], section: SectionFile, key: str, known: _Known) -> Iterator[Finding]:
    """Names and labels of one chart or table, which stands at ``key`` of the front matter."""
    named = spec.get("of") or ()
    for name in [named] if isinstance(named, str) else named:
        yield from _name(str(name), known.indicators, section.place(f"{key}.of"), "指标词典")
    for words_of in (spec.get("labels") or {}).values() if isinstance(spec.get("labels"), dict) else ():
        yield from typed.faults(str(words_of), section.place(f"{key}.labels"), known.names)
