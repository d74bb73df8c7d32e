"""Turn the label of a row into what its figures are about: an indicator, a period or an area."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from reporter.model.finding import Place
from reporter.model.period import MONTHS_A_YEAR
from reporter.sources.shape import header, period_words
from reporter.sources.shape.collect import Collector
from reporter.sources.shape.frame import Frame
from reporter.sources.shape.grid import Grid, fold
from reporter.sources.shape.header import Column
from reporter.sources.shape.layout import UNREAD
from reporter.sources.shape.names import unnumbered
from reporter.sources.shape.number import is_mark
from reporter.sources.shape.period_words import SILENT, Said

_PARTLY = re.compile(r"#|其中:?")
_PART = re.compile(r"\s*(?:#|其\s*中[:：]?)")
_TOTAL = re.compile(r"(?:合|总|小)计|共计|总\s+计|合\s+计")
_WHOLE = re.compile(r"[全本][区市县省]|合计|总计")
_INDENT = re.compile(r"[\s　]*")


@dataclass(frozen=True, slots=True)
class Head:
    """What the label of a row says."""

    place: Place
    names: tuple[str, ...] = ()
    """What it calls its indicator: every reading of it."""
    unit: str = ""
    """The unit within it."""
    column: Column | None = None
    """The measure that it names, where the columns only tell periods, as a header would tell it."""
    said: Said = SILENT
    """The period that it names, where it names no measure."""
    area: str = ""


@dataclass(slots=True)
class Heads:
    """Reads the labels of one table from the top down; it remembers whom a part belongs to."""

    grid: Grid
    frame: Frame
    collector: Collector
    _parents: list[tuple[int, str]] = field(default_factory=list)
    """(indent, name) of the rows that the next one may be a part of."""
    _last: str = ""
    """The name of the last row that had one of its own."""
    _ignored: frozenset[str] = frozenset()
    _year: Said = SILENT
    _wholes: set[str] = field(default_factory=set)
    """Areas that may be the office's own, told once."""
    _above: dict[int, str] = field(default_factory=dict)
    """The last words in each column of labels: a merged cell counts for all rows that it covers."""

    def __post_init__(self) -> None:
        """Fold what is compared in every row once."""
        self._ignored = frozenset(fold(label) for label in self.frame.layout.ignore)

    def read(self, row: int, *, figures: bool) -> Head | None:
        """What a row is about; ``None`` for a heading, a total, or one that is not wanted."""
        said, area = SILENT, ""
        if self.frame.months:
            dated = self._period(row, figures=figures)
            if dated is None:
                return None
            said = dated
        if self.frame.areas:
            where, label = self._words(row, self.frame.areas)
            if self._unwanted(label, where) or not (figures or self.frame.labels):
                return None
            named = self.frame.layout.named(label)
            area = fold(label) if named is None else named
            if named is None and _WHOLE.fullmatch(area):
                self._tell_whole(area, where)
            self.collector.explain(where, "区域", label, area or "本单位")
        if not self.frame.labels:
            place = (self.frame.months or self.frame.areas or (0,))[0]
            return Head(self.grid.place(row, place), said=said, area=area)
        head = self._indicator(row, figures=figures)
        return replace(head, said=said if self.frame.months else head.said, area=area) if head else None

    def _tell_whole(self, area: str, where: Place) -> None:
        """A row for all areas together may be the office's own; who arranges the sources knows."""
        if area not in self._wholes:
            self._wholes.add(area)
            advice = f'就是本单位的，在layout里写names: {{{area}: ""}}'
            message, remedy = f"“{area}”一行记作区域“{area}”", ("layout", "names", area, "")
            self.collector.find("note", "whole_area", where, message, advice, remedy)

    def _unwanted(self, label: str, where: Place) -> bool:
        """Whether the layout leaves the row out."""
        spellings = [fold(name) for name, _ in self.collector.dictionary.spellings(label)]
        left_out = any(name in self._ignored for name in spellings) or self.frame.layout.named(label) == UNREAD
        if left_out:
            self.collector.explain(where, "不读", label, "layout写明不读")
        return left_out

    def _label(self, row: int) -> tuple[int, str]:
        """Column and words of a row's label; of several label columns, the innermost."""
        places = self.frame.labels
        for place in reversed(places):
            value = self.grid.value(row, place)
            text = self.grid.text(row, place)
            if isinstance(value, str) and text and not _PARTLY.fullmatch(fold(text)) and not is_mark(value):
                return place, text
        return (places[0] if places else 0), ""

    def _words(self, row: int, places: tuple[int, ...]) -> tuple[Place, str]:
        """The words in some columns of a row; an empty cell counts as what stands above it, dots as nothing."""
        texts = []
        for place in places:
            text = self.grid.text(row, place)
            if text.strip(".…"):
                self._above[place] = text
            texts.append("" if text and not text.strip(".…") else text or self._above.get(place, ""))
        return self.grid.place(row, places[0]), "".join(texts)

    def _period(self, row: int, *, figures: bool) -> Said | None:
        """The period of a row; its year may stand in an earlier row or in another column."""
        if not figures and not any(self.grid.text(row, place).strip(".…") for place in self.frame.months):
            return None
        where, label = self._words(row, self.frame.months)
        if self._unwanted(label, where):
            return None
        said = self._said(label)
        if said.year and not said.months:
            self._year = Said(said.year)
            if not figures:
                self.collector.explain(where, "时期", label, f"以下各行是{said.year}年")
                return None
            said = Said(said.year, 1, MONTHS_A_YEAR)
        said = said.within(self._year).within(self.frame.around)
        period = said.period()
        if period is None:
            if figures:
                advice = (
                    "写作2018年6月、2018年1—6月；写成日期的，在layout里写dates: month（当月）或cumulative（1月至当月）"
                )
                dated = ("layout", "dates", "cumulative") if period_words.day_in(label) else ()
                self.collector.error("unknown_period", where, f"读不懂的报告期“{label}”", advice, dated)
            return None
        self._year = Said(period.year)
        self.collector.explain(where, "时期", label, period.name)
        return said

    def _said(self, label: str) -> Said:
        """The period in a label; a day of the calendar is one where the layout says what it means."""
        day = period_words.day_in(label) if self.frame.layout.dates else None
        if day:
            period = period_words.of_day(day, self.frame.layout.dates)
            return Said(period.year, period.first, period.last)
        return period_words.find(label)

    def _indicator(self, row: int, *, figures: bool) -> Head | None:
        """The indicator of a row: by its own name, by that of its whole and its own, or by the measure that it names."""
        place, label = self._label(row)
        where = self.grid.place(row, place)
        if not label:
            if figures:
                self.collector.error("no_label", self.grid.place(row), "这一行有数字，没有指标名称")
            return None
        if self._unwanted(label, where):
            return None
        head = self._named(row, place, label, where)
        known = any(self.collector.dictionary.find(name, None) for name in head.names)
        if not known and not figures:
            return None
        if not known and _TOTAL.fullmatch(label.strip()):
            message, advice = f"“{label}”一行没有读取", "要读取的，在layout的names里写明它是哪个指标的合计"
            self.collector.find("note", "total_row", where, message, advice)
            return None
        return head

    def _named(self, row: int, place: int, label: str, where: Place) -> Head:
        """The head of a row that names an indicator, known or not."""
        dictionary = self.collector.dictionary
        written = self.frame.layout.named(label)
        spellings = [(written, "")] if written else list(dictionary.spellings(label))
        parent = self._parent(row, place, label)
        qualified = [
            (f"{parent}{between}{name}", unit) for name, unit in spellings for between in ("", "其中") if parent
        ]
        for name, unit in (*qualified, *spellings):
            if dictionary.find(name, None):
                self._parents.append((self._indent(row, place), name))
                self._last = name
                names = tuple(dict.fromkeys((name, *(other for other, _ in spellings))))
                return Head(where, names, unit, said=self._said(label) if written else SILENT)
        return self._with_measure(label, where) or Head(where, tuple(name for name, _ in spellings))

    def _with_measure(self, label: str, where: Place) -> Head | None:
        """A label that names a measure or a period, of its own indicator or of the one above.

        固定资产投资增速, 规上服务业营业收入（1—5月）; 同比增长, 占规上工业增加值比重.
        """
        dictionary = self.collector.dictionary
        plain = fold(unnumbered(label))
        found = dictionary.within(plain)
        before, _, after = plain.partition(found[0]) if found else ("", "", plain)
        own = found if found and (not before or header.is_period(before)) else None
        name, rest = (own[0], f"{before}{after}") if own else (self._last, plain)
        column = header.read(0, rest.lstrip("#其中:的"), dictionary.is_unit)
        if (
            not name
            or column.role != "figure"
            or (not own and (column.measure == "level" or (found and column.measure != "share")))
        ):
            return None
        if own:
            self._parents.append((0, name))
            self._last = name
        return Head(where, (name,), column.unit, column)

    def _parent(self, row: int, place: int, label: str) -> str:
        """The name of the whole that a row is a part of, as its indent or 其中 tells; empty for a row of its own."""
        indent = self._indent(row, place)
        while self._parents and self._parents[-1][0] >= indent and not (_PART.match(label) and len(self._parents) == 1):
            self._parents.pop()
        return self._parents[-1][1] if self._parents and (indent or _PART.match(label)) else ""

    def _indent(self, row: int, place: int) -> int:
        """How far a label is moved in: blanks before it, and a column for each that stands to the right."""
        value = self.grid.value(row, place)
        text = value if isinstance(value, str) else ""
        blanks = _INDENT.match(text)
        part = 1 if _PART.match(text) else 0
        return len(blanks[0] if blanks else "") + 4 * self.frame.labels.index(place) + part
