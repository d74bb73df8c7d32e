"""Turn an edition, and what is known about it, into the next step: a value, nothing is done here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from reporter.ledger.delivery import back_off, earliest
from reporter.model.edition import FINAL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reporter.model.edition import Edition, State
    from reporter.model.message import Delivery
    from reporter.model.office import Report

Step = Literal["produce", "sign-off", "dispatch", "wait", "hold", "fail", "done"]
MOST_ATTEMPTS = 5
"""Starts without a step forward, after which an edition is poison."""
_MADE: frozenset[State] = frozenset({"produced", "awaiting sign-off"})
POLL = dt.timedelta(minutes=5)
"""How often an edition that waits for data is tried again."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What comes next for an edition."""

    step: Step
    why: str = ""
    """In Chinese, for status and for the edition's own ``why``."""
    until: dt.datetime | None = None
    """When to look again, where that is known."""


def decide(edition: Edition, report: Report | None, deliveries: Iterable[Delivery], now: dt.datetime) -> Decision:
    """The next step of an edition.

    ``report`` is ``None`` when ``schedules.yaml`` does not name it any longer.
    """
    if edition.state in FINAL:
        return Decision("done")
    if edition.leased_until is not None and now <= edition.leased_until:
        return Decision("wait", "正在处理", edition.leased_until)
    if edition.state == "held" or report is None:
        return Decision("wait", edition.why if report else "schedules.yaml中已没有这份报告")
    if edition.state in _MADE:
        return _made(edition, report, now)
    return _polled(edition, now) if edition.state == "waiting" else _worked(edition, deliveries, now)


def _made(edition: Edition, report: Report, now: dt.datetime) -> Decision:
    """An edition that is made: up to date, then signed, then sent."""
    if edition.cut_off and edition.produced and edition.produced < edition.cut_off <= now:
        return Decision("produce", "生成早于数据截止时间，重新生成")
    if edition.state == "awaiting sign-off":
        return Decision("wait", "待签发")
    if report.sign_off == "automatic":
        return Decision("dispatch")
    return Decision("sign-off", "待签发")


def _polled(edition: Edition, now: dt.datetime) -> Decision:
    """An edition that waits for data."""
    until = edition.updated + POLL if edition.updated else now
    return Decision("wait", edition.why, until) if now < until else Decision("produce")


def _worked(edition: Edition, deliveries: Iterable[Delivery], now: dt.datetime) -> Decision:
    """An edition to be produced or dispatched, perhaps not for the first time."""
    sending = edition.state == "sending"
    if edition.attempts >= MOST_ATTEMPTS:
        return Decision("hold" if sending else "fail", f"连续{edition.attempts}次没有做成，已停止重试，请查看日志")
    if edition.attempts and edition.updated:
        until = edition.updated + back_off(edition.attempts)
        if now < until:
            return Decision("wait", "上次没有做成，稍后重试", until)
    if not sending:
        return Decision("produce")
    due = earliest(deliveries, now)
    if due is None or due <= now:
        return Decision("dispatch")
    return Decision("wait", "部分收件人稍后重试", due)
