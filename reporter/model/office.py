"""The office and what it has arranged: reports, schedules, recipients, mail. The values of ``schedules.yaml``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Literal

from reporter.model.finding import Place
from reporter.model.record import Meeting, Photo


@dataclass(frozen=True, slots=True)
class Office:
    """Whose report it is."""

    name: str
    """Full name: 杭州经济技术开发区."""
    short: str
    """What a text calls it: 开发区."""
    parent: str = "全市"
    """Scope word of the parent area."""
    own: str = "全区"
    """Scope word of the own area."""
    time_zone: str = "Asia/Shanghai"
    byline: str = ""
    """Who wrote it, as printed in the dateline."""
    editor: str = ""
    """责任编辑, printed at the foot."""
    contact: str = ""
    """Telephone or address, printed at the foot."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures come from."""

    name: str
    kind: str
    """Name of a file in ``reporter/sources/``: excel, csv_file."""
    path: str
    """File or glob below the project folder."""
    department: str = ""
    released: dt.date | None = None
    """When the department issued it, if the file does not say."""
    period: str = ""
    """Pins the period where file and sheet do not tell."""
    options: dict[str, Any] = field(default_factory=dict)
    """Options of the kind; its own dataclass validates them."""
    place: Place = Place()
    """Where it is defined."""


@dataclass(frozen=True, slots=True)
class Report:
    """One kind of report that the office issues."""

    name: str
    """Key in ``schedules.yaml`` and in every command: half_year."""
    title: str
    """What people call it: 半年度工作会议报告."""
    template: str
    """Folder in ``templates/``."""
    cut: Literal["public", "internal"] = "public"
    sign_off: Literal["automatic"] | tuple[str, ...] = ()
    """``automatic``, or the names of the people who sign; nobody named means it waits for a person."""
    secrecy: Literal["公开", "内部资料", "秘密", "机密", "绝密"] = "公开"
    keywords: tuple[str, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    photos: dict[str, tuple[Photo, ...]] = field(default_factory=dict)
    """Photos by period code."""
    source_line: str = ""
    """来源 in the dateline."""
    missing: Literal["hold", "mark", "skip"] = "mark"
    """What happens at the deadline when a required figure is not in: hold, send marked 缺数, skip."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a report is due."""

    name: str
    report: str
    every: Literal["month", "quarter", "half-year", "year"]
    day: int | Literal["last"]
    """Day of the due month."""
    time: dt.time
    month: int = 1
    """Which month after the period's end is the due month: 1 is the next one."""
    workday: Literal["following", "preceding", "none"] = "following"
    to: tuple[str, ...] = ()
    """Names of recipient groups."""
    start: dt.date | None = None
    """First day on which it may be due."""
    end: dt.date | None = None
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person who gets mail."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """How mail leaves the house."""

    host: str
    port: int = 465
    tls: Literal["implicit", "starttls", "none"] = "implicit"
    """``none`` is accepted for loopback only."""
    sender: str = ""
    """Address in From."""
    sender_name: str = ""
    reply_to: str = ""
    """Address in Reply-To; replies go to the sender where empty."""
    user: str = ""
    secret: str = ""
    """``env:NAME`` or ``file:PATH``; never the secret itself."""
    ca_file: str = ""
    """Extra certificate authority, below the project folder."""
    domains: tuple[str, ...] = ()
    """Mail leaves only for these domains; empty allows all."""
    on_uncertain: Literal["resend", "hold"] = "resend"
    give_up_hours: float = 24
