"""Sign-off: the steps that a report goes through before it leaves the house, and what people decided there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Role = Literal["拟稿", "核稿", "会签", "签发"]
ROLES: tuple[Role, ...] = ("拟稿", "核稿", "会签", "签发")
"""In their order; 拟稿 signs nothing, but hears of everything that comes back."""
Verdict = Literal["signed", "rejected"]
VERDICT_WORDS: dict[Verdict, str] = {"signed": "同意", "rejected": "退回"}


@dataclass(frozen=True, slots=True)
class Signer:
    """A person who takes part in sign-off, and how we know that it is him."""

    name: str
    address: str = ""
    """Where drafts are mailed to; empty means that nothing is mailed."""
    user: str = ""
    """His account in the operating system."""
    token: str = ""
    """``env:NAME`` or ``file:PATH``: where the token lies that he shows instead; never the token itself."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of sign-off."""

    role: Role
    people: tuple[Signer, ...]
    """会签 needs all of them, every other step any one."""
    hours: float = 0
    """After so many hours the deputy may sign as well; 0 waits for ever."""
    deputy: Signer | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """What one person decided; kept for ever, whatever became of it."""

    role: Role
    name: str
    verdict: Verdict
    content_hash: str
    """The content that was before him."""
    at: dt.datetime
    how: str = ""
    """How he was known: ``user zhangsan``, ``token``."""
    note: str = ""
    void: str = ""
    """Why it does not count any longer, in Chinese; empty while it does."""


@dataclass(frozen=True, slots=True)
class Numbering:
    """How a report is numbered when it is issued."""

    form: str
    """``第{n}期``, ``杭经开管〔{year}〕{n}号``."""
    series: str
    """Reports of one series share their numbers; the report's own name unless said otherwise."""
    yearly: bool = True
    """Whether every year begins with 1."""
    first: int = 1
    """The first number that this service takes."""

    def said(self, number: int, year: int) -> str:
        """The number as printed."""
        return self.form.format(n=number, year=year)
