"""Turn an edition, and what is known about it, into the next step: a value, nothing is done here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from reporter.ledger.delivery import back_off, earliest
from reporter.model.edition import FINAL
from reporter.model.office import SECRET

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reporter.ledger.signing import Turn
    from reporter.model.edition import Edition, State
    from reporter.model.message import Delivery
    from reporter.model.office import Report

Step = Literal["produce", "sign-off", "issue", "dispatch", "wait", "hold", "fail", "done"]
WORK: frozenset[Step] = frozenset({"produce", "issue", "dispatch"})
"""Steps that take time and are handed to a thread."""
MOST_ATTEMPTS = 5
"""Starts without a step forward, after which an edition is poison."""
_MADE: frozenset[State] = frozenset({"produced", "awaiting sign-off"})
POLL = dt.timedelta(minutes=5)
"""How often an edition that waits for data, words or people is looked at again."""
_TOLERANCE = dt.timedelta(minutes=2)
"""A row that lies further in the future than that was written before the clock was set back."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What comes next for an edition."""

    step: Step
    why: str = ""
    """In Chinese, for status and for the edition's own ``why``."""
    until: dt.datetime | None = None
    """When to look again, where that is known."""


def decide(
    edition: Edition,
    report: Report | None,
    deliveries: Sequence[Delivery],
    now: dt.datetime,
    signing: Turn | None = None,
) -> Decision:
    """The next step of an edition.

    ``report`` is ``None`` when ``schedules.yaml`` does not name it any longer, ``signing`` where nobody signs.
    """
    if edition.state in FINAL:
        return Decision("done")
    if edition.leased_until is not None and now <= edition.leased_until:
        return Decision("wait", "正在处理", edition.leased_until)
    if report is None:
        return Decision("wait", "schedules.yaml中已没有这份报告")
    decision = _wanted(edition, report, deliveries, now, signing)
    return _spared(edition, decision, now) if edition.attempts and decision.step in WORK else decision


def _wanted(
    edition: Edition, report: Report, deliveries: Sequence[Delivery], now: dt.datetime, signing: Turn | None
) -> Decision:
    """The next step, had nothing failed before."""
    if edition.state in _MADE:
        return _made(edition, report, now, signing)
    if edition.state in {"waiting", "held"}:
        left = edition.state == "held" and (edition.issued_hash or _tried(deliveries))
        return Decision("wait", edition.why) if left else _polled(edition, now, edition.why)
    return _sent(deliveries, now) if edition.state == "sending" else Decision("produce")


def _spared(edition: Edition, decision: Decision, now: dt.datetime) -> Decision:
    """Work that came to nothing is tried again after a pause, and in the end not any more: what is made is held."""
    if edition.attempts >= MOST_ATTEMPTS:
        made = edition.state in _MADE or edition.state in {"sending", "held"}
        return Decision("hold" if made else "fail", f"连续{edition.attempts}次没有做成，已停止重试，请查看日志")
    until = _pause(edition, back_off(edition.attempts), now)
    return Decision("wait", "上次没有做成，稍后重试", until) if until else decision


def _tried(deliveries: Sequence[Delivery]) -> bool:
    """Whether it was on its way to somebody."""
    return any(not row.trial and row.attempts for row in deliveries)


def _made(edition: Edition, report: Report, now: dt.datetime, signing: Turn | None) -> Decision:
    """An edition that is made: up to date, then signed, then issued, then sent."""
    if not edition.issued_hash and edition.cut_off and edition.produced and edition.produced < edition.cut_off <= now:
        return Decision("produce", "生成早于数据截止时间，重新生成")
    if edition.issued_hash or (report.sign_off == "automatic" and not report.numbering):
        return _ready(edition, report)
    if report.sign_off == "automatic":
        return Decision("issue")
    if signing and signing.complete:
        return Decision("issue")
    said = signing.said if signing and report.sign_off else "待签发：schedules.yaml没有写明由谁签发"
    if edition.state == "produced":
        return Decision("sign-off", said)
    return _polled(edition, now, said)


def _ready(edition: Edition, report: Report) -> Decision:
    """An edition that may leave the house, if it may leave at all."""
    if not edition.mailed:
        return Decision("wait", "只生成，不发送")
    if report.secrecy in SECRET:
        return Decision("hold", f"标为{report.secrecy}，不得用电子邮件发送，请按涉密载体管理规定送达")
    return Decision("dispatch")


def _polled(edition: Edition, now: dt.datetime, why: str) -> Decision:
    """An edition that waits for data, words or people: looked at from time to time."""
    until = _pause(edition, POLL, now)
    return Decision("wait", why, until) if until else Decision("produce")


def _pause(edition: Edition, pause: dt.timedelta, now: dt.datetime) -> dt.datetime | None:
    """Until when to leave it alone; not at all when the clock was set back since."""
    if edition.updated is None or edition.updated > now + _TOLERANCE:
        return None
    until = edition.updated + pause
    return until if now < until else None


def _sent(deliveries: Sequence[Delivery], now: dt.datetime) -> Decision:
    """An edition that is on its way: as soon as the next recipient is due, and once more when all are settled."""
    due = earliest(deliveries, now)
    if due is None or due <= now:
        return Decision("dispatch")
    return Decision("wait", "部分收件人稍后重试", due)
