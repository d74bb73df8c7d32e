"""Turn what happened to an edition into what people must be told: a value, nothing is sent here.

Every notice has a key; a second one with the same key is never written, so that everybody is told once.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from reporter import clock
from reporter.model.edition import STATE_WORDS
from reporter.model.period import Period

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from reporter.ledger.signing import Turn
    from reporter.model.edition import Edition, State
    from reporter.model.occurrence import Occurrence
    from reporter.model.office import Report
    from reporter.model.sign_off import Signer

TOLD: frozenset[State] = frozenset({"held", "failed", "partly sent", "skipped"})
"""States that operators hear of."""
_ADVICE: dict[State, str] = {
    "held": "处理好之后会自动继续；急需时用reporter run重新生成。",
    "failed": "查看日志，改正后用reporter run重新生成；不再需要时用reporter admin cancel注销。",
    "partly sent": "用reporter show查看每位收件人的情况，用reporter resend补发。",
    "skipped": "如仍需要，用reporter run生成。",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell."""

    kind: Literal["alert", "reminder", "draft"]
    key: str
    subject: str
    text: str
    to: str = ""
    """The department that owes a figure; empty for operators."""
    signer: Signer | None = None
    """Who is to sign."""


def state(edition: Edition, report: Report | None) -> Notice:
    """That an edition came into a state that a person must know."""
    title = report.title if report else edition.key.report
    word = STATE_WORDS[edition.state]
    since = f"{edition.since:%Y%m%dT%H%M%S}" if edition.since else str(edition.fence)
    text = f"{title}（{edition.key}）：{word}。\n原因：{edition.why or '未说明'}\n{_ADVICE.get(edition.state, '')}\n详见reporter show {edition.key}。"
    return Notice(
        "alert", f"state:{edition.key}:{edition.state}:{since}", f"{word}：{title} {edition.key.period.name}", text
    )


def overdue(edition: Edition, report: Report | None, zone: str) -> Notice:
    """That an edition should have been out by now."""
    title = report.title if report else edition.key.report
    due = clock.written(edition.deadline, zone) if edition.deadline else ""
    text = (
        f"{title}（{edition.key}）应在{due}前发出，现在是“{STATE_WORDS[edition.state]}”。\n原因：{edition.why or '未说明'}\n"
        "用reporter status查看正在等谁。"
    )
    return Notice("alert", f"overdue:{edition.key}", f"逾期未发：{title} {edition.key.period.name}", text)


def still_held(edition: Edition, report: Report | None, now: dt.datetime, every: dt.timedelta) -> Notice | None:
    """That an edition is held day after day; ``None`` before the first of them is over."""
    times = _times(edition, now, every)
    if not times:
        return None
    title = report.title if report else edition.key.report
    text = f"{title}（{edition.key}）仍在暂缓，已有{_lasting(edition.since, now)}。\n原因：{edition.why or '未说明'}\n{_ADVICE['held']}"
    return Notice("alert", f"held:{edition.key}:{times}", f"仍在暂缓：{title} {edition.key.period.name}", text)


def caught_up(skipped: Iterable[Occurrence]) -> Iterator[Notice]:
    """What was missed and is not made up for, one notice for each schedule."""
    for name, rows in groupby(skipped, key=lambda row: row.schedule):
        missed = list(rows)
        lines = "\n".join(f"{row.nominal} {row.period.name}：{row.why}" for row in missed[:20])
        more = f"\n……共{len(missed)}次" if len(missed) > 20 else ""  # noqa: PLR2004 - as many as one reads
        text = f"日程“{name}”有{len(missed)}次到期没有出报告：\n{lines}{more}\n需要补出的，用reporter backfill。"
        yield Notice("alert", f"missed:{name}:{missed[0].nominal}:{len(missed)}", f"错过{len(missed)}次：{name}", text)


def reminders(
    edition: Edition, report: Report | None, now: dt.datetime, every: dt.timedelta, zone: str, written: Collection[str] = (),
) -> Iterator[Notice]:  # fmt: skip
    """催报: to each department what it owes, for when, and how often it was reminded; again after ``every``.

    ``written`` are the keys of the reminders about this edition that were written so far.
    """
    title = report.title if report else edition.key.report
    times = _times(edition, now, every)
    until = _by(edition.deadline, now, zone)
    for department, rows in groupby(sorted(edition.lacking), key=lambda one: one.department):
        figures = list(rows)
        lines = "\n".join(f"　· {one.indicator}（{Period.parse(one.period).name}）{one.why}" for one in figures)
        key = f"owed:{edition.key}:{department}:"
        told = sum(one.startswith(key) for one in written)
        before = f"此前已提醒{told}次。" if told else ""
        text = (
            f"{department or '有关部门'}：\n{title}（{edition.key.period.name}）还缺以下数据，请{until}报送：\n{lines}\n"
            f"{before}数据一到，报告会自动继续。"
        )
        yield Notice(
            "reminder", f"{key}{times}",
            f"催报{f'（第{told + 1}次）' if told else ''}：{title} {edition.key.period.name}还缺{len(figures)}项", text, department,
        )  # fmt: skip


def _by(deadline: dt.datetime | None, now: dt.datetime, zone: str) -> str:
    """By when a figure is wanted."""
    if deadline is None:
        return "尽快"
    day = clock.written(deadline, zone, year=True)
    return f"在{day}前" if now < deadline else f"尽快（期限{day}已过）"


def reminded(keys: Iterable[str]) -> int:
    """How often a department was reminded, by the keys of the letters that were written; of several, the one most often."""
    return max(Counter(key.rpartition(":")[0] for key in keys).values(), default=0)


def to_sign(
    edition: Edition, report: Report, turn: Turn, findings: Iterable[str], now: dt.datetime, every: dt.timedelta, void: str = "",
) -> Iterator[Notice]:  # fmt: skip
    """The draft to everybody whose turn it is, and to the deputy once their time is over; again after ``every``.

    ``void`` says why signatures under an earlier draft do not count any longer.
    """
    if turn.step is None:
        if turn.rejected:
            yield from _sent_back(edition, report, turn)
        return
    draft = edition.content_hash[:16]
    role, said = turn.step.role, "\n".join(findings) or "校对没有发现问题。"
    times = int((now - turn.since) / every) if turn.since else 0
    before = f"{void}。\n" if void else ""
    for one in (*turn.awaited, *((turn.deputy,) if turn.deputy else ())):
        instead = f"（{'、'.join(person.name for person in turn.awaited)}已超时，请代签）" if one is turn.deputy else ""
        text = (
            f"{one.name}：\n{before}请{role}{instead}：{report.title}（{edition.key.period.name}），全文见附件。\n"
            f"同意：reporter sign {edition.key} --as {one.name} --draft {draft} --note 意见\n"
            f"退回：reporter reject {edition.key} --as {one.name} --draft {draft} --note 意见\n"
            f"签批针对的内容：{draft}。数据或文字如有改动，签批作废，会重新送审。\n\n校对意见：\n{said}"
        )
        again = f"（已等{_lasting(turn.since, now)}）" if times else ""
        key = f"sign:{_draft(edition)}:{role}:{one.name}:{times}"
        yield Notice("draft", key, f"请{role}{again}：{report.title} {edition.key.period.name}", text, signer=one)


def _sent_back(edition: Edition, report: Report, turn: Turn) -> Iterator[Notice]:
    """To whoever drafted it, that it came back."""
    steps = () if report.sign_off == "automatic" else report.sign_off
    text = f"{report.title}（{edition.key.period.name}）：{turn.said}。\n改好数据或文字后会自动重新生成、重新送审。"
    for step in steps:
        if step.role == "拟稿":
            for one in step.people:
                key = f"back:{_draft(edition)}:{one.name}"
                yield Notice("draft", key, f"退回修改：{report.title} {edition.key.period.name}", text, signer=one)


def _draft(edition: Edition) -> str:
    """What tells one draft from another: its content, and when it was laid before people; a cell may be changed back."""
    laid = f"{edition.since:%Y%m%dT%H%M%S}" if edition.since else ""
    return f"{edition.key}:{edition.content_hash[:16]}:{laid}"


def _lasting(since: dt.datetime | None, now: dt.datetime) -> str:
    """How long something has lasted, in whole days, or hours of the first."""
    lasted = now - since if since else dt.timedelta()
    return f"{lasted.days}天" if lasted.days else f"{lasted.seconds // 3600}小时"


def _times(edition: Edition, now: dt.datetime, every: dt.timedelta) -> int:
    """How many intervals have passed since it came into its state."""
    return max(0, int((now - edition.since) / every)) if edition.since else 0
