"""An edition: one production of a report for a period; and what lies sealed in its folder."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal

from reporter.model.issue import Issue
from reporter.model.owed import Owed
from reporter.model.period import Period

State = Literal[
    "due", "waiting", "producing", "produced", "awaiting sign-off", "sending",
    "sent", "partly sent", "held", "failed", "skipped", "cancelled",
]  # fmt: skip
STATE_WORDS: dict[State, str] = {
    "due": "到期", "waiting": "等待数据", "producing": "生成中", "produced": "已生成", "awaiting sign-off": "待签发",
    "sending": "发送中", "sent": "已发送", "partly sent": "部分送达", "held": "暂缓", "failed": "失败",
    "skipped": "跳过", "cancelled": "取消",
}  # fmt: skip
MANIFEST = "manifest.json"
"""The file of an edition that names the others, by hash."""
MESSAGE = "message.eml"
"""The message without its per-recipient headers."""
NOTE = "message-note.eml"
"""The same message with a note in the place of its attachments, for those whose mailbox takes no large mail."""
FINDINGS = "findings.json"
FACTS = "facts.csv"
"""Every fact that is said, with its inputs and sources."""
CHECKLIST = "checklist.xlsx"
"""核对表: every printed number with its sentence and source, to be ticked off; it never leaves with the public cut."""
INPUTS = "inputs.json"
"""What an edition was made from, by hash."""
BEFORE = "before.json"
"""What the edition before it said, where its message tells what has changed since."""
SEALED_STATES: frozenset[State] = frozenset({"produced", "awaiting sign-off", "held"})
"""States in which a sealed edition lies there and nothing of it has left the house."""
FINAL: frozenset[State] = frozenset({"sent", "partly sent", "failed", "skipped", "cancelled"})


@dataclass(frozen=True, slots=True)
class EditionKey:
    """What makes an edition unique; the scheduled and the manual trigger meet here."""

    report: str
    cut: str
    area: str
    """Empty for the office's own."""
    period: Period
    number: int = 1

    @property
    def folder(self) -> str:
        """Its folder below ``output/``: ``half_year/2018-H1/1``."""
        return f"{self.report}/{self.period.code}/{self.number}"

    def __str__(self) -> str:
        """The folder, which is how commands name an edition."""
        return self.folder


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition as the store knows it."""

    id: int
    key: EditionKey
    state: State
    why: str = ""
    """Why it is held, failed or skipped, in Chinese."""
    cut_off: dt.datetime | None = None
    """数据截止, with time zone."""
    report_date: dt.date | None = None
    """The date of issue printed in it."""
    content_hash: str = ""
    """SHA-256 of the sealed content; empty before it is produced."""
    fence: int = 0
    """Raised with every lease; a write with an older one is refused."""
    updated: dt.datetime | None = None
    produced: dt.datetime | None = None
    """When it was last produced; data that came in since then are not in it."""
    deadline: dt.datetime | None = None
    """When it must be out; fixed when it fell due."""
    attempts: int = 0
    """Starts of work since the last step that it made, counted before the work."""
    owner: str = ""
    """Who holds the lease; empty when nobody does."""
    leased_until: dt.datetime | None = None
    mailed: bool = True
    """Whether it goes to its recipients; a backfilled one does not."""
    wanted: bool = False
    """Whether a person asked for it to be sent, without any due time."""
    reason: str = ""
    """Why it replaces an earlier edition (更正), in Chinese."""
    lacking: tuple[Owed, ...] = ()
    """The figures that it waits for, or was made without."""
    issue: Issue = Issue()
    """What its reserved slots were filled with when it was signed."""
    issued_hash: str = ""
    """SHA-256 of the PDF that was issued, its slots filled; empty before that."""
    since: dt.datetime | None = None
    """When it came into its present state."""
    told: str = ""
    """The state of which the operators were told last."""

    def moved(self, state: State, why: str = "") -> Edition:
        """The same edition in another state."""
        return replace(self, state=state, why=why)
