"""Turn what was read into observations that can be trusted, and everything else into findings with their place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reporter.model.finding import Finding, Place, Severity
from reporter.model.indicator import Indicator
from reporter.model.observation import MEASURE_WORDS, Measure, Observation
from reporter.model.office import Source
from reporter.model.period import Period
from reporter.sources.shape import number
from reporter.sources.shape.grid import Value, fold
from reporter.sources.shape.names import Dictionary
from reporter.sources.shape.number import Number

POINTS = "个百分点"
_SAME_UNIT = {"百分点": POINTS, "％": "%", "平米": "平方米", "㎡": "平方米", "万㎡": "万平方米", "人民币亿元": "亿元"}
_RATE_UNITS: dict[Measure, str] = {"growth": "%", "share": "%", "completion": "%", "difference": POINTS, "rank": "位"}
_NUMBER_ADVICE = "填写数字；缺数填“——”或空着；概数写作约3、700余、50%以上"


@dataclass(frozen=True, slots=True)
class Layout:
    """What ``schedules.yaml`` pins because a file does not tell it."""

    area: str = ""
    """The area that every figure describes unless its row names one."""
    ignore: tuple[str, ...] = ()
    """Labels of rows that are not wanted."""


class Collector:
    """Gathers the observations and the findings of one file."""

    def __init__(self, source: Source, indicators: Mapping[str, Indicator], layout: Layout) -> None:
        """``indicators`` is the dictionary by full name."""
        self.source = source
        self.dictionary = Dictionary(indicators)
        self.layout = layout
        self.ignored = frozenset(fold(label) for label in layout.ignore)
        self.findings: list[Finding] = []
        self._kept: dict[tuple[str, ...], Observation] = {}

    @property
    def observations(self) -> tuple[Observation, ...]:
        """Every observation, in the order of the file."""
        return tuple(self._kept.values())

    def find(self, severity: Severity, rule: str, place: Place, message: str, advice: str = "") -> None:
        """Note a finding."""
        self.findings.append(Finding(rule, severity, place, message, advice))

    def error(self, rule: str, place: Place, message: str, advice: str = "") -> None:
        """Note a fault that keeps the file from being stored."""
        self.find("error", rule, place, message, advice)

    def indicator(self, names: Iterable[str], period: Period | None, place: Place) -> Indicator | None:
        """The indicator that one of several spellings means; an unknown one is an error with the nearest names."""
        spelled = tuple(names)
        for name in spelled:
            indicator = self.dictionary.find(name, period)
            if indicator:
                return indicator
        shortest = min(spelled, key=len)
        near = self.dictionary.nearest(shortest)
        advice = f"最接近的名称：{'、'.join(near)}" if near else "请核对名称"
        self.error("unknown_indicator", place, f"指标词典里没有“{shortest}”", f"{advice}；如是新指标，先加进指标词典")
        return None

    def number(self, value: Value, place: Place) -> Number | None:
        """The number in a cell; anything else is an error that says what was found and what belongs there."""
        try:
            return number.parse(value)
        except number.NotANumberError as fault:
            self.error("not_a_number", place, f"这里应为{number.EXPECTED}，读到的是{fault}", _NUMBER_ADVICE)
            return None

    def unit(self, indicator: Indicator, measure: Measure, written: Iterable[str], place: Place) -> str | None:
        """The unit of a figure; an error when what is written beside it is another one."""
        expected = _RATE_UNITS.get(measure, indicator.unit)
        seen = [_SAME_UNIT.get(fold(unit), fold(unit)) for unit in written if unit]
        if not seen or fold(expected) in seen:
            return expected
        what = f"“{indicator.name}”的{MEASURE_WORDS[measure]}"
        message = f"{what}单位写作{'、'.join(seen)}，应为{expected or '无单位'}"
        self.error("unit_mismatch", place, message, "统一单位后重新报送，或在指标词典里改正单位")
        return None

    def put(self, observation: Observation) -> None:
        """Keep a figure; the same one twice with another value is an error."""
        place = observation.origin
        if observation.measure == "rank" and not self._rank_holds(observation):
            return
        first = self._kept.setdefault(observation.key, observation)
        if first is not observation and _content(first) != _content(observation):
            what = f"“{observation.indicator}”{observation.period.name}的{MEASURE_WORDS[observation.measure]}"
            message = f"{what}在同一文件里有两个不同的数：{_said(first)}（{_cell(first.origin)}）和{_said(observation)}"
            self.error("duplicate_figure", place, message, "留下正确的一个，删去另一个")

    def _rank_holds(self, observation: Observation) -> bool:
        """Whether a rank is a whole number from 1 and says among whom."""
        value, what = observation.value, f"“{observation.indicator}”的位次"
        if value is not None and (value < 1 or value != value.to_integral_value()):
            self.error("bad_rank", observation.origin, f"{what}应为1以上的整数，读到的是{value}")
            return False
        if not observation.scope:
            if value is not None:
                advice = "表头写成“增速全市位次”，或在scope一栏写“全市 增速”"
                self.error("rank_without_scope", observation.origin, f"{what}没有写明范围和对象", advice)
            return False
        return True


def _content(observation: Observation) -> tuple[object, ...]:
    """What two rows about one figure must agree in."""
    return observation.value, observation.qualifier, observation.unit, observation.comparator


def _said(observation: Observation) -> str:
    """The value as a finding says it."""
    return "缺数" if observation.value is None else f"{observation.value}{observation.unit}"


def _cell(place: Place) -> str:
    """The place without the file, which both rows share."""
    return place.cell or f"第{place.line}行"
