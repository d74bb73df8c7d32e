"""Turn what was read into observations that can be trusted, and everything else into findings with their place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from reporter.model import unit as units
from reporter.model.batch import Batch
from reporter.model.finding import Finding, Place, Severity
from reporter.model.indicator import Indicator
from reporter.model.observation import AS_SENT, MEASURE_WORDS, Measure, Observation
from reporter.model.office import Source
from reporter.model.period import Period
from reporter.sources.shape import number
from reporter.sources.shape.grid import Value, fold, words
from reporter.sources.shape.kept import Kept
from reporter.sources.shape.layout import UNREAD, Layout
from reporter.sources.shape.names import Dictionary
from reporter.sources.shape.number import Number

POINTS = "个百分点"
_SAME_UNIT = {"百分点": POINTS, "％": "%", "平米": "平方米", "㎡": "平方米", "万㎡": "万平方米", "人民币亿元": "亿元"}
_RATE_UNITS: dict[Measure, str] = {"growth": "%", "share": "%", "completion": "%", "difference": POINTS, "rank": "位"}
_MULTIPLES = ("万", "亿")
_NUMBER_ADVICE = "填写数字；缺数填“——”或空着；概数写作约3、700余、50%以上"
_BEFORE = ("约", "近", "突破")
"""概数 words that stand before their number; the others stand behind it."""
_MOST_ERRORS = 500


@dataclass(frozen=True, slots=True)
class Understood:
    """What a cell was taken for."""

    place: Place
    role: str
    """标题, 表头, 名称, 单位, 数, 附注, 不读 … in the reader's words."""
    text: str
    """What the cell holds."""
    meaning: str = ""
    """What was understood, in the reader's words."""


class Collector:
    """Gathers the observations and the findings of one file."""

    def __init__(
        self, source: Source, indicators: Mapping[str, Indicator], layout: Layout, *, explain: bool = False
    ) -> None:
        """``indicators`` is the dictionary by full name; ``explain`` keeps what every cell was taken for."""
        self.source = source
        self.dictionary = Dictionary(indicators)
        self.layout = layout
        self.explains = explain
        self.findings: list[Finding] = []
        self.kept = Kept()
        """The figures that were read."""
        self.stopped = False
        """Whether nothing more is worth reading: the header is wrong, or too much is."""
        self._errors = 0
        self._understood: dict[Place, Understood] = {}
        self._marks = frozenset(fold(mark) for mark in layout.missing)

    @property
    def observations(self) -> tuple[Observation, ...]:
        """Every observation that was not handed over yet, in the order of the file."""
        return tuple(self.kept)

    @property
    def sound(self) -> bool:
        """Whether nothing was found so far that keeps the file from being stored."""
        return not self._errors

    def handed_over(self) -> Batch | None:
        """The figures that have been collected since the last time; they are looked at as a whole, and forgotten."""
        self.finish()
        return self.kept.handed_over()

    @property
    def understood(self) -> tuple[Understood, ...]:
        """What the cells were taken for, in the order in which they were read; empty unless it was asked for."""
        return tuple(self._understood.values())

    def explain(self, place: Place, role: str, text: str, meaning: str = "") -> None:
        """Keep what a cell was taken for, where that is asked for; the first word counts, more are added to it."""
        if not self.explains:
            return
        known = self._understood.get(place)
        if known and meaning and meaning not in known.meaning:
            self._understood[place] = replace(
                known, meaning=f"{known.meaning}；{meaning}" if known.meaning else meaning
            )
        elif not known:
            self._understood[place] = Understood(place, role, text, meaning)

    def find(
        self, severity: Severity, rule: str, place: Place, message: str, advice: str = "", remedy: tuple[str, ...] = ()
    ) -> None:
        """Note a finding; of a file that is wrong throughout the first ones are enough."""
        self._errors += severity == "error"
        if self._errors > _MOST_ERRORS:
            message, advice = f"错误超过{_MOST_ERRORS}处，其余没有再读", "改正列出的各处后再看一次"
            self.findings += [] if self.stopped else [Finding("too_many_faults", "error", place, message, advice)]
            self.stopped = True
            return
        self.findings.append(Finding(rule, severity, place, message, advice, remedy=remedy))

    def error(self, rule: str, place: Place, message: str, advice: str = "", remedy: tuple[str, ...] = ()) -> None:
        """Note a fault that keeps the file from being stored."""
        self.find("error", rule, place, message, advice, remedy)

    def indicator(
        self, names: Iterable[str], period: Period | None, place: Place, pinned: str = ""
    ) -> Indicator | None:
        """The indicator that one of several spellings means; an unknown one is an error with the nearest names.

        ``pinned`` is the part of the layout that can say what the name means: ``names`` or ``columns``.
        """
        spelled = tuple(names)
        for name in spelled:
            indicator = self.dictionary.find(name, period)
            if indicator:
                return indicator
        shortest = min(spelled, key=len)
        near = self.dictionary.nearest(shortest)
        advice = f"最接近的名称：{'、'.join(near)}" if near else "请核对名称"
        remedy = ("layout", pinned, spelled[0], UNREAD) if pinned else ()
        message, advice = f"指标词典里没有“{shortest}”", f"{advice}；如是新指标，先加进指标词典"
        self.error("unknown_indicator", place, message, advice, remedy)
        return None

    def number(self, value: Value, place: Place, measure: Measure = "level") -> Number | None:
        """The number in a cell; anything else is an error that says what was found and what belongs there."""
        if self._marks and isinstance(value, str) and fold(value) in self._marks:
            return number.missing(words(value))
        try:
            found = number.parse(number.said_in(measure, value))
        except number.NotANumberError as fault:
            self.explain(place, "数", words(value), "读不出数")
            mark = words(value)
            remedy = () if any(map(str.isdigit, mark)) else ("layout", "missing", mark)
            self.error("not_a_number", place, f"这里应为{number.EXPECTED}，读到的是{fault}", _NUMBER_ADVICE, remedy)
            return None
        return number.missing(words(value)) if self.layout.zero_is_missing and found.value == 0 else found

    def measured(
        self, indicator: Indicator, measure: Measure, found: Number, written: Iterable[str], place: Place
    ) -> tuple[Decimal | None, str, str] | None:
        """Value, unit and note of a figure beside which these units are written; an error where none of them fits.

        A level in another unit of the same kind (万元 for 亿元) is converted, and the note keeps what was sent.
        """
        expected = _RATE_UNITS.get(measure, indicator.unit)
        seen = [_SAME_UNIT.get(fold(one), fold(one)) for one in written if one]
        if not seen or fold(expected) in seen or found.value is None:
            return found.value, expected, found.reason
        if measure == "target" and "%" in seen:
            return found.value, "%", ""  # the growth that is aimed at: 增长7%左右
        if any(one in _MULTIPLES and expected.startswith(one) for one in seen):
            return found.value, expected, ""
        for one in seen if measure in ("level", "target") else ():
            value = units.converted(found.value, one, expected)
            if value is not None:
                return value, expected, f"{AS_SENT}为{found.value:f}{one}"
        what = f"“{indicator.name}”的{MEASURE_WORDS[measure]}"
        message = f"{what}单位写作{'、'.join(seen)}，应为{expected or '无单位'}"
        self.error("unit_mismatch", place, message, "统一单位后重新报送，或在指标词典里改正单位")
        return None

    def put(self, observation: Observation) -> None:
        """Keep a figure; the same one twice with another value is an error."""
        if observation.measure == "rank" and not self._rank_holds(observation):
            return
        if self.explains:
            self._explain(observation)
        other = self.kept.put(observation)
        if other is not None:
            self.clash(other, observation)

    def clash(self, first: Observation, second: Observation) -> None:
        """Two rows of one file contradict each other."""
        found = duplicate(first, second)
        self.error(found.rule, found.place, found.message, found.advice)

    def finish(self) -> None:
        """Look at the whole: zeros in January beside other months suggest that zero stands for missing."""
        found = [] if self.layout.zero_is_missing else self.kept.winter_zeros()
        if found and all(one.period.first == 1 or len(found) > 1 for one in found):
            names = "、".join(dict.fromkeys(f"{one.indicator}{one.period.name}" for one in found))
            message = f"{names}是0，其他月份不是，可能把缺数存成了0"
            advice = "确认后在数据源的layout里写zero_is_missing: true；确实是0的不必处理"
            remedy = ("layout", "zero_is_missing", "true")
            self.find("warning", "perhaps_missing", found[0].origin, message, advice, remedy)

    def _explain(self, observation: Observation) -> None:
        """What a figure's cell was taken for."""
        measure = f"{observation.basis}{MEASURE_WORDS[observation.measure]}"
        who = f"{observation.area} " if observation.area else ""
        scope = f"（{observation.scope}）" if observation.scope else ""
        before = observation.qualifier if observation.qualifier in _BEFORE else ""
        value = f"{before}{_said(observation)}{'' if before else observation.qualifier}"
        note = f"（{observation.note}）" if observation.note else ""
        meaning = f"{who}{observation.indicator} {observation.period.name} {measure}{scope} {value}{note}"
        self.explain(observation.origin, "数", "", meaning)

    def _rank_holds(self, observation: Observation) -> bool:
        """Whether a rank is a whole number from 1 and says among whom."""
        value, what = observation.value, f"“{observation.indicator}”的位次"
        if value is not None and (value < 1 or value != value.to_integral_value()):
            self.error("bad_rank", observation.origin, f"{what}应为1以上的整数，读到的是{value}")
            return False
        if not observation.scope:
            if value is not None:
                advice = "表头写成“增速全市位次”，或在scope一栏写“全市 增速”"
                remedy = ("layout", "scope", "全市 增速")
                self.error("rank_without_scope", observation.origin, f"{what}没有写明范围和对象", advice, remedy)
            return False
        return True


def duplicate(first: Observation, second: Observation) -> Finding:
    """What to tell of two rows of one file that contradict each other."""
    what = f"“{second.indicator}”{second.period.name}的{MEASURE_WORDS[second.measure]}"
    said = f"{_said(first)}（{_cell(first.origin)}）和{_said(second)}"
    message = f"{what}在同一文件里有两个不同的数：{said}"
    return Finding("duplicate_figure", "error", second.origin, message, "留下正确的一个，删去另一个")


def _said(observation: Observation) -> str:
    """The value as a finding says it."""
    return "缺数" if observation.value is None else f"{observation.value:f}{observation.unit}"


def _cell(place: Place) -> str:
    """The place without the file, which both rows share."""
    return place.cell or place.part or f"第{place.line}行"
