"""The office and what it has arranged: reports, schedules, recipients, mail. The values of ``schedules.yaml``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from reporter.model.finding import Place
from reporter.model.imprint import Imprint
from reporter.model.observation import Status
from reporter.model.record import Meeting, Photo
from reporter.model.sign_off import Numbering, Step
from reporter.model.wording import Wording

Secrecy = Literal["公开", "内部资料", "秘密", "机密", "绝密"]
SECRECY: tuple[Secrecy, ...] = ("公开", "内部资料", "秘密", "机密", "绝密")
SECRET: frozenset[Secrecy] = frozenset({"秘密", "机密", "绝密"})
"""What never goes over a network: 涉密不上网."""


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
    peers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Other areas with which it is ranked, by the words for all of them: 全市 -> 甲区, 乙区; itself is not among them."""
    wording: Wording = field(default_factory=Wording)
    """How it rounds, and which judgement words figures must earn."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures come from."""

    name: str
    kind: str
    """Name of a file in ``reporter/sources/``: excel, csv_file, sql, json_api, nbs."""
    path: str = ""
    """File or glob below the project folder; empty for kinds that read no file."""
    department: str = ""
    released: dt.date | None = None
    """When the department issued it, if the file does not say."""
    period: str = ""
    """Pins the period where file and sheet do not tell."""
    options: dict[str, Any] = field(default_factory=dict)
    """Options of the kind; its own dataclass validates them."""
    layout: dict[str, Any] = field(default_factory=dict)
    """What its tables do not tell; :class:`reporter.sources.shape.Layout` validates it."""
    inbox: bool = False
    """Whether its files are dropped into the inbox: none need be there, and those that were read are put away."""
    place: Place = Place()
    """Where it is defined."""
    register: str = ""
    """The register of which it brings rows: projects, tasks, honours, events; empty for a source of figures."""


@dataclass(frozen=True, slots=True)
class Report:
    """One kind of report that the office issues."""

    name: str
    """Key in ``schedules.yaml`` and in every command: half_year."""
    title: str
    """What people call it: 半年度工作会议报告."""
    template: str
    """Folder in ``templates/`` that holds the sections."""
    look: str = "news"
    """How it is printed: a layout and a style sheet of that name in ``templates/looks/``."""
    imprint: Imprint = Imprint()
    """What stands around the text."""
    cut: Literal["public", "internal"] = "public"
    chosen: tuple[str, ...] = ()
    """The indicators that the public cut may say, as people chose them; ``指标 位次`` lets it say the rank as well.

    Without a list the texts choose, among the indicators that are not internal.
    """
    sign_off: Literal["automatic"] | tuple[Step, ...] = ()
    """``automatic``, or the steps of sign-off; without any it waits for a person."""
    numbering: Numbering | None = None
    """How it is numbered when it is issued; ``None`` for reports without 期号 or 文号."""
    secrecy: Secrecy = "公开"
    keywords: tuple[str, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    photos: dict[str, tuple[Photo, ...]] = field(default_factory=dict)
    """Photos by period code."""
    source_line: str = ""
    """来源 in the dateline."""
    missing: Literal["hold", "mark", "skip"] = "mark"
    """What happens at the deadline when a required figure is not in: hold, send marked 缺数, skip."""
    least: Status = ""
    """An edition waits for figures of at least this status, if they have one: 快报, 初步核算, 核实."""


RANKED = " 位次"
"""Behind an indicator in a report's list: its rank may be said too."""
_DAYS = {"hour": 1, "day": 1, "week": 7, "month": 31, "cron": 31, "quarter": 92, "half-year": 184, "year": 366}
"""From one due time to the next."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a report is due."""

    name: str
    report: str
    every: Literal["month", "quarter", "half-year", "year", "week", "day", "hour", "cron"]
    day: int | Literal["last"]
    """Day of the due month, from 1; of a week's schedule the weekday, Monday is 1."""
    time: dt.time
    """Time of day where the office is; of an hourly schedule only its minute counts."""
    month: int = 1
    """Which month after the period's end is the due month: 1 is the next one."""
    workday: Literal["following", "preceding", "none"] = "following"
    to: tuple[str, ...] = ()
    """Names of recipient groups."""
    start: dt.date | None = None
    """First day on which it may be due."""
    end: dt.date | None = None
    paused: bool = False
    nth: Literal["day", "workday"] = "day"
    """What ``day`` counts in the due month: its days, or its workdays."""
    cron: str = ""
    """A crontab line of five fields with its standard meaning, in place of ``every``, ``day`` and ``time``."""
    period: str = ""
    """``previous month`` and the like; empty where the due month tells it."""
    catch_up: Literal["latest", "all", "none"] = "latest"
    """Of what was missed while the service was down: the last one, all of it, nothing."""
    catch_up_days: int = 0
    """What is longer overdue than that is skipped, with a row that says so; 0 is about the time to the next one."""
    overlap: Literal["queue", "skip"] = "queue"
    """What happens to a due time that comes while the one before is still at work."""
    deadline_hours: int = 24
    """How long after its due time an edition must be out."""

    @property
    def span(self) -> str:
        """What one report is about: ``month``, ``quarter``, ``half-year``, ``year``; empty where only the due time tells."""
        said = self.period.rpartition(" ")[2] or self.every
        return said if said in {"month", "quarter", "half-year", "year"} else ""

    @property
    def patience(self) -> dt.timedelta:
        """How long after its due time a missed report is still made up for."""
        return dt.timedelta(days=self.catch_up_days or _DAYS[self.every])

    @property
    def hourly(self) -> bool:
        """Whether it rings by the hour and not at fixed times of day: then an hour that comes twice counts twice."""
        minute, hour = self.cron_line.split()[:2] if self.cron or self.every == "hour" else ("0", "0")
        return minute.startswith("*") or hour.startswith("*")

    @property
    def cron_line(self) -> str:
        """The crontab line of a schedule that goes by weeks, days, hours or such a line; else empty."""
        minute, hour = self.time.minute, self.time.hour
        lines = {
            "hour": f"{minute} * * * *",
            "day": f"{minute} {hour} * * *",
            "week": f"{minute} {hour} * * {self.day}",
        }
        return self.cron or lines.get(self.every, "")


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person who gets mail."""

    address: str
    name: str = ""
    department: str = ""
    role: str = ""
    """职务."""


@dataclass(frozen=True, slots=True)
class Group:
    """People who get the same."""

    name: str
    people: tuple[Recipient, ...]
    kind: Literal["", "报", "送", "发"] = ""
    """To superiors, to equals, to subordinates."""
    cc: tuple[Recipient, ...] = ()
    """抄送: they get it too, as a copy."""
    copies: Literal["personal", "shared"] = "personal"
    """``shared`` names everybody of the group in To and Cc; a personal copy names its own recipient alone."""
    up_to: Secrecy = "内部资料"
    """The highest secrecy of a report that this group gets."""
    largest_mb: float = 0
    """Above this a message goes without its attachments and says so; 0 leaves it to ``mail``."""

    def may_get(self, level: Secrecy) -> bool:
        """Whether a report of that secrecy may go to this group."""
        return SECRECY.index(level) <= SECRECY.index(self.up_to)


@dataclass(frozen=True, slots=True)
class Window:
    """When mail may leave."""

    opens: dt.time
    closes: dt.time
    days: Literal["workdays", "all"] = "workdays"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A mailbox read over IMAP: where returned mail arrives."""

    host: str
    port: int = 993
    tls: Literal["implicit", "starttls", "none"] = "implicit"
    """``none`` is accepted for loopback only."""
    user: str = ""
    secret: str = ""
    """``env:NAME`` or ``file:PATH``."""
    folder: str = "INBOX"


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address on the web that takes messages: a group robot, an office platform."""

    name: str
    url: str
    """``https:…``, or ``env:NAME`` or ``file:PATH`` where the address is itself a secret."""
    format: Literal["json", "wecom", "dingtalk"] = "json"
    secret: str = ""
    """``env:NAME`` or ``file:PATH``: signs what is posted."""


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
    bounces_to: str = ""
    """Address in the envelope, to which mail returns; the sender where empty."""
    user: str = ""
    secret: str = ""
    """``env:NAME`` or ``file:PATH``; never the secret itself."""
    ca_file: str = ""
    """Extra certificate authority, below the project folder."""
    plaintext: bool = False
    """``tls: none`` to another machine, by the office's explicit word; never with a log-in."""
    domains: tuple[str, ...] = ()
    """Mail leaves only for these domains; empty allows all."""
    internal_domains: tuple[str, ...] = ()
    """内部资料 leaves only for these; empty means the same as ``domains``."""
    on_uncertain: Literal["resend", "hold"] = "resend"
    give_up_hours: float = 24
    connections: int = 2
    """Connections to the server at the same time, of all processes on one store together."""
    per_minute: int = 0
    """Messages in a minute, of all processes on one store together; 0 is no limit."""
    window: Window | None = None
    """When reports may leave; at any time where there is none. Trial copies and alerts do not wait."""
    attach: tuple[str, ...] = ("pdf",)
    """What is attached: pdf, xlsx (核对表), facts (facts.csv)."""
    largest_mb: float = 0
    """Above this a message goes without its attachments and says so; 0 is no limit."""
    mailbox: Mailbox | None = None
    """Where returned mail is read."""
    webhooks: Mapping[str, Webhook] = field(default_factory=dict)

    @property
    def relay(self) -> str:
        """What the server is called where its pauses are kept."""
        return f"{self.host}:{self.port}"
