"""The command that looks at everything: status."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from reporter.cli.say import as_json, say, table
from reporter.model.edition import STATE_WORDS
from reporter.model.occurrence import OCCURRENCE_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reporter.cli.desk import Desk
    from reporter.model.edition import Edition
    from reporter.model.message import Delivery
    from reporter.store import Store

_LATELY = dt.timedelta(days=90)
_REPEATED = 2
"""Messages returned lately, from which on a person is named."""
Json = Annotated[bool, typer.Option("--json", help="As JSON.")]


def add(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.command()(status)


def status(context: typer.Context, *, json: Json = False) -> None:
    """What comes next, what fell due, the editions, and whether the service is alive."""
    desk: Desk = context.obj
    zone, now = desk.project.office.time_zone, desk.clock.now()
    with desk.store() as store:
        beat = store.service.last()
        editions, fallen = store.editions.list(), store.occurrences.list()
        counts = {edition.id: store.outbox.of(edition.id) for edition in editions}
        whys = {edition.id: why(desk, store, edition) for edition in editions}
        returned, paused = store.outbox.bounces(now - _LATELY), store.relays.paused(desk.project.mail.relay)
    repeated = {address: number for address, number in returned.items() if number >= _REPEATED}
    coming = _coming(desk, now)
    if json:
        as_json({
            "service": None if beat is None else {"seen": beat.last_tick, "busy": beat.busy},
            "coming": [{"schedule": name, "due": due, "period": period, "remark": remark} for name, due, period, remark in coming],
            "editions": [
                {"edition": str(one.key), "state": one.state, "why": one.why, "updated": one.updated,
                 "deliveries": {row.address: row.state for row in counts[one.id] if not row.trial}} for one in editions
            ],
            "bounced": repeated, "relay": None if paused is None else {"paused_until": paused[0], "why": paused[1]},
            "occurrences": [{"schedule": one.schedule, "nominal": one.nominal, "state": one.state, "why": one.why} for one in fallen],
        })  # fmt: skip
        return
    say(f"服务：{'没有运行过' if beat is None else f'最近一次心跳{_said(beat.last_tick, zone)}'}")
    if paused:
        say(f"邮件服务器：{paused[1]}，{_said(paused[0], zone)}再试（改好后用reporter mail test恢复）")
    for address, number in repeated.items():
        say(f"屡次退信：{address}（近{_LATELY.days}天{number}次），请核对地址")
    say()
    table(
        ("日程", "下次应出", "报告期"),
        [(name, f"{_nominal(due) or '—'}{remark}", period) for name, due, period, remark in coming],
    )
    if editions:
        say()
        table(
            ("报告", "状态", "更新", "送达", "说明"),
            [
                (str(one.key), STATE_WORDS[one.state], _said(one.updated, zone), _arrived(counts[one.id]), whys[one.id])
                for one in editions
            ],
        )
    if fallen:
        states = {one.id: STATE_WORDS[one.state] for one in editions}
        say()
        table(("日程", "应出时间", "报告期", "状态", "说明"), [
            (one.schedule, _nominal(one.nominal), one.period.code, states.get(one.edition_id or 0, OCCURRENCE_WORDS[one.state]), one.why)
            for one in fallen
        ])  # fmt: skip


def _arrived(deliveries: Iterable[Delivery]) -> str:
    """How many of the recipients have it; trial copies do not count."""
    owed = [row for row in deliveries if not row.trial]
    return f"{sum(row.state == 'accepted' for row in owed)}/{len(owed)}" if owed else "—"


def _nominal(time: str) -> str:
    """A due time of the schedule, as people write it."""
    return time.replace("T", " ")


def why(desk: Desk, store: Store, edition: Edition) -> str:
    """Why an edition stands where it does, and how often somebody was reminded of what he owes; of one that is ready, who has signed it or signs next."""
    from reporter.ledger import telling, tick  # noqa: PLC0415 - quick help

    report = desk.project.reports.get(edition.key.report)
    turn = tick.standing(report, store, edition, desk.clock.now()) if edition.state == "produced" else None
    times = telling.reminded(store.letters.keys(edition.id, "reminder")) if edition.lacking else 0
    said = (edition.why, f"已催报{times}次" if times else "", turn.said if turn else "")
    return "；".join(filter(None, said))


def _coming(desk: Desk, now: dt.datetime) -> list[tuple[str, str, str, str]]:
    """Every schedule with its next due time, period, and a remark where it is paused or rests on a year without a notice."""
    from reporter import workdays  # noqa: PLC0415 - quick help

    project, found = desk.project, []
    for schedule in project.schedules.values():
        due = workdays.following(schedule, now, project.office.time_zone, project.days)
        remark = "（暂停）" if schedule.paused else ""
        if due and due.assumed:
            remark += f"（{assumption(due.planned.year)}）"
        found.append((schedule.name, due.nominal if due else "", due.period.code if due else "", remark))
    return found


def assumption(year: int) -> str:
    """What is done in a year whose notice is not known."""
    return f"{year}年放假安排未收录，暂按周一至周五推算，请升级chinesecalendar或填写data/workdays.yaml"


def _said(moment: dt.datetime | None, zone: str) -> str:
    from reporter.clock import local  # noqa: PLC0415

    return f"{local(moment, zone):%Y-%m-%d %H:%M}" if moment else ""
