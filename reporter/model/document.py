"""The document: pieces of text that know their facts, figures, tables, and the whole that is printed.

A :data:`Phrase` is a run of pieces. Plain words are strings; everything that carries a numeral is a piece of its own,
so that a printed number can always be traced to a fact, a date, a name or a numbering.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, Protocol

from reporter.model.fact import Fact, Missing
from reporter.model.finding import Finding
from reporter.model.imprint import Imprint
from reporter.model.issue import Issue
from reporter.model.period import Period


@dataclass(frozen=True, slots=True)
class Mention:
    """A fact's number where it is printed."""

    fact: str
    """Id of the fact."""
    text: str
    """The number in print, with unit: 11.6%."""
    value: str = ""
    """The machine-readable value, for the ``value`` attribute of ``<data>``."""

    @classmethod
    def of(cls, fact: Fact) -> Mention:
        """The fact's own number."""
        return cls(fact.id, fact.number, format(fact.value, "f"))


@dataclass(frozen=True, slots=True)
class When:
    """A date or a period where it is printed."""

    text: str
    code: str = ""
    """ISO date or period code."""


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name that holds a numeral: “2211”工程, 加速器二期."""

    text: str


@dataclass(frozen=True, slots=True)
class Numbering:
    """A number that we give: 图1, 表2, 第3期."""

    text: str


Piece = str | Mention | When | Name | Numbering
Phrase = tuple[Piece, ...]


def plain(phrase: Phrase) -> str:
    """The phrase as bare text."""
    return "".join(piece if isinstance(piece, str) else piece.text for piece in phrase)


def said(fact: Fact) -> Phrase:
    """The fact within its verb: 增长11.6%; with its own period where that is not the report's: 1—5月增长4.2%."""
    before, found, after = fact.phrase.partition(fact.number)
    own: Phrase = (When(fact.period.months_said, fact.period.code),) if fact.lagging else ()
    number: Phrase = (Mention.of(fact),) if found else ()
    return own + _timed(before, fact.times) + number + _timed(after, fact.times)


def _timed(words: str, times: tuple[str, ...]) -> Phrase:
    """Words in which the spans of time are pieces of their own."""
    for time in times:
        before, found, after = words.partition(time)
        if found:
            return (*_timed(before, times), When(time), *_timed(after, times))
    return (words,) if words else ()


class FactBook(Protocol):
    """All facts of one period, computed when they are asked for."""

    @property
    def period(self) -> Period:
        """The report's period."""
        ...

    @property
    def kinds(self) -> Mapping[str, str]:
        """Name of every fact kind, with one line on what it says."""
        ...

    def ask(self, kind: str, subject: str, **options: str) -> Fact | Missing:
        """The fact of ``kind`` about ``subject``; raises ``KeyError`` for an unknown kind or subject."""
        ...

    def recall(self, ident: str) -> Fact | Missing:
        """The fact with this id; raises ``KeyError`` for an id that is none, or an unknown kind or subject."""
        ...

    def inputs(self, fact: Fact) -> tuple[Fact, ...]:
        """The facts that one was computed from, and theirs."""
        ...


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark of a figure: what is drawn, where, and the fact behind it."""

    label: str
    """Category label."""
    value: Decimal
    """Position or length, in the figure's unit."""
    text: str
    """The label printed at the mark; the fact's own number."""
    fact: str
    """Id of the fact."""
    group: str = ""
    """Series within the figure: this year, last year, target, parent."""
    qualifier: str = ""
    """约, 余, 以上 …: drawn with an open end."""
    note: str = ""
    """A second label in words beside the mark: 超序时进度22.3个百分点."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: the finding, the marks, and the words around them. Its plot is drawn by ``document.charts``."""

    id: str
    kind: str
    """Name of a file in ``document/charts/``."""
    title: Phrase
    """The finding."""
    subtitle: Phrase
    """Indicator, unit, period."""
    marks: tuple[Mark, ...]
    alt: str
    """What the chart shows, for those who cannot see it."""
    size: Literal["full", "half"] = "full"
    """The width of the type area, or half of it."""
    source: str = ""
    """数据来源."""
    notes: tuple[Phrase, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    """What the kind needs to draw besides the marks: reference lines, cut-off."""
    names: Mapping[str, str] = field(default_factory=dict)
    """The indicator or area that a shorter label stands for, as the section file gives them."""
    number: int = 0
    """图1, 图2 … by order of appearance; set when the document is composed."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    title: str
    align: Literal["left", "right", "center", "decimal"] = "left"
    """``decimal``: numbers stand with their decimal points below each other."""
    width: str = ""
    """CSS width; ``table-layout: fixed`` makes wide tables cheap."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table."""

    cells: tuple[Phrase, ...]
    indent: int = 0
    """1 for 其中 rows."""
    group: bool = False
    """A row that only names the group of those below it."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the annex."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    unit: str = ""
    notes: tuple[Phrase, ...] = ()
    number: int = 0
    """表1, 表2 … by order of appearance."""
    sheet: tuple[Row, ...] = ()
    """All rows of a table that is too long to be printed: they travel in a sheet of their own."""


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One cell of the strip of key figures."""

    label: str
    value: Phrase
    """The big number with its unit."""
    note: Phrase = ()
    """One comparison in words: 高于上年同期5.1个百分点."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section as printed."""

    id: str
    title: str
    """HTML of the heading, escaped and marked; empty for the lead."""
    html: str
    """HTML of the paragraphs, escaped and marked."""
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that is printed, before it is laid out."""

    title: str
    """Plain title for metadata and file names: 2018年上半年…."""
    kicker: str
    """HTML, may be empty."""
    headline: str
    """HTML."""
    dateline: tuple[str, ...]
    """HTML of its parts: date, source, byline, photo credit."""
    office: str
    period: Period
    period_said: Phrase
    cut_off: dt.datetime
    report_date: dt.date
    lead: str
    """HTML of the lead's paragraphs."""
    strip: tuple[KeyFigure, ...]
    photos: tuple[tuple[str, str, str], ...]
    """(asset name, caption HTML, alt text)."""
    sections: tuple[Section, ...]
    notes: tuple[str, ...]
    """HTML of the notes: 口径, 推算, 数据截止, 未报送."""
    keywords: tuple[str, ...]
    editor: str
    contact: str
    secrecy: str
    facts: tuple[Fact, ...]
    """Every fact that is said anywhere, in order of first mention."""
    missing: tuple[Missing, ...]
    """Every fact that was asked for and is not there."""
    findings: tuple[Finding, ...] = ()
    mailed: tuple[str, ...] = ()
    """Ids of the figures that the message shows."""
    issue: Issue = Issue()
    """What stands in the reserved slots; a layout prints each in an element with ``data-slot``."""
    imprint: Imprint = Imprint()
    number: int = 1
    """Of the edition; more than 1 for a corrected one."""
    areas: tuple[str, str] = ("", "")
    """Scope words of the office's own area and of the one above: 全区, 全市."""
    names: tuple[str, ...] = ()
    """What stays in one line of a heading, the longest first."""
