"""Registers: rows that people keep - events, programmes, projects, tasks, slogans, names, photos, the meeting.

Texts in them may hold the same placeholders as section files; ``place`` says where each row stands.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from reporter.model.finding import Place


@dataclass(frozen=True, slots=True)
class Distinction:
    """首个, 第一台: a claim of being first, with the scope that makes it checkable."""

    words: str
    """The words in print: 首个, 第一台, 首宗."""
    of: str
    """What is the first: 新能源产业联盟."""
    scope: str
    """Among whom: 全省, 全市, 全区."""
    source: str = ""
    """Who vouches for it."""


@dataclass(frozen=True, slots=True)
class Event:
    """大事记: something dated that happened and may open a section."""

    id: str
    """Short stable key, used by ``peg("…")``."""
    date: dt.date
    """The day, or the first day of the span."""
    text: str
    """One or two sentences, written by a person, with placeholders for figures."""
    until: dt.date | None = None
    """Last day of the span, when only a span is known."""
    said: str = ""
    """How the date is said when the day itself is not known: 6月底, 7月, 5月. Must agree with ``date``."""
    theme: str = ""
    """Section theme it belongs to."""
    first: Distinction | None = None
    """The claim 首个/第一台, where it has one."""
    public: bool = True
    """Whether the public cut may tell it."""
    department: str = ""
    """Who reported it."""
    place: Place = Place()
    photos: tuple[Photo, ...] = ()


@dataclass(frozen=True, slots=True)
class Programme:
    """专项工程: a named campaign."""

    name: str
    """As quoted in print: “2211”工程."""
    since: dt.date | None = None
    until: dt.date | None = None
    department: str = ""
    first: Distinction | None = None
    """全市首个 …, where it has such a claim."""
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Milestone:
    """节点: what must be reached by when."""

    name: str
    date: dt.date


@dataclass(frozen=True, slots=True)
class Honour:
    """荣誉: what was awarded, by whom."""

    name: str
    date: dt.date
    by: str = ""
    """Who awarded it."""
    scope: str = ""
    """国家级, 省级, 市级."""
    department: str = ""
    public: bool = True
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Project:
    """项目库: a project that may be named."""

    name: str
    stage: str = ""
    """在建, 竣工, 前期 …"""
    group: str = ""
    """Which list it belongs to: 重点项目, 高端创新平台."""
    place: Place = Place()
    kind: str = ""
    """政府投资 or 产业投资."""
    level: str = ""
    """省重点, 市重点."""
    investment: Decimal | None = None
    """Total, in ``unit``."""
    plan: Decimal | None = None
    """What is to be done this year, in ``unit``."""
    done: Decimal | None = None
    """What was done this year, in ``unit``."""
    unit: str = "亿元"
    started: dt.date | None = None
    """开工."""
    department: str = ""
    milestones: tuple[Milestone, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """部署: what will be done, written by a person, for a span of time."""

    id: str
    text: str
    """One or more sentences with placeholders for every figure."""
    since: dt.date
    """First day it applies."""
    until: dt.date
    """Last day it applies."""
    theme: str = ""
    title: str = ""
    """The task in a few words, for the annex."""
    department: str = ""
    programme: str = ""
    section: str = ""
    public: bool = True
    place: Place = Place()
    goal: str = ""
    """What is to be reached."""
    deadline: dt.date | None = None
    light: Literal["", "red", "amber", "green"] = ""
    """红黄绿灯."""


@dataclass(frozen=True, slots=True)
class Slogan:
    """提法: fixed words of the day, with validity and who approved them."""

    words: str
    since: dt.date
    until: dt.date | None = None
    approved_by: str = ""
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture of the report, with what must stand under it."""

    file: str
    """Path below the project folder."""
    caption: str
    """3 to 12 characters, without a full stop."""
    credit: str = ""
    """摄影 or 供图; 示意图 for a drawing."""
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Meeting:
    """The work meeting that a half-year report tells of."""

    date: dt.date
    kind: str
    """半年度工作会议."""
    venue: str = ""


@dataclass(frozen=True, slots=True)
class Registers:
    """All registers of a project, as read for one production."""

    events: tuple[Event, ...] = ()
    programmes: tuple[Programme, ...] = ()
    projects: tuple[Project, ...] = ()
    tasks: tuple[Task, ...] = ()
    slogans: tuple[Slogan, ...] = ()
    names: tuple[str, ...] = ()
    """专名: printed whole; numerals inside them are never figures."""
    honours: tuple[Honour, ...] = ()
