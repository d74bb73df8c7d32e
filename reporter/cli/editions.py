"""Commands that look: status and show."""

from __future__ import annotations

import json as jsons
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reporter.cli.say import as_json, say, table
from reporter.errors import UsageError
from reporter.model.edition import FACTS, FINDINGS, STATE_WORDS
from reporter.model.message import DELIVERY_WORDS
from reporter.model.occurrence import OCCURRENCE_WORDS
from reporter.model.period import Period

if TYPE_CHECKING:
    import datetime as dt

    from reporter.cli.desk import Desk
    from reporter.model.edition import Edition
    from reporter.store import Store

Json = Annotated[bool, typer.Option("--json", help="As JSON.")]


def add(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.command()(status)
    app.command()(show)


def status(context: typer.Context, *, json: Json = False) -> None:
    """What comes next, what fell due, the editions, and whether the service is alive."""
    desk: Desk = context.obj
    zone, now = desk.project.office.time_zone, desk.clock.now()
    with desk.store() as store:
        beat = store.service.last()
        editions, fallen = store.editions.list(), store.occurrences.list()
        counts = {edition.id: store.outbox.of(edition.id) for edition in editions}
    coming = _coming(desk, now)
    if json:
        as_json({
            "service": None if beat is None else {"seen": beat.last_tick, "busy": beat.busy},
            "coming": [{"schedule": name, "due": due, "period": period} for name, due, period in coming],
            "editions": [
                {"edition": str(one.key), "state": one.state, "why": one.why, "updated": one.updated,
                 "deliveries": {row.address: row.state for row in counts[one.id] if not row.trial}} for one in editions
            ],
            "occurrences": [{"schedule": one.schedule, "nominal": one.nominal, "state": one.state, "why": one.why} for one in fallen],
        })  # fmt: skip
        return
    say(f"服务：{'没有运行过' if beat is None else f'最近一次心跳{_said(beat.last_tick, zone)}'}")
    say()
    table(("日程", "下次应出", "报告期"), coming)
    say()
    table(
        ("报告", "状态", "更新", "送达", "说明"),
        [
            (
                str(one.key), STATE_WORDS[one.state], _said(one.updated, zone),
                f"{sum(row.state == 'accepted' for row in counts[one.id] if not row.trial)}/{sum(not row.trial for row in counts[one.id])}",
                one.why,
            )
            for one in editions
        ],
    )  # fmt: skip
    if fallen:
        say()
        table(("日程", "应出时间", "报告期", "状态", "说明"), [
            (one.schedule, one.nominal, one.period.code, OCCURRENCE_WORDS[one.state], one.why) for one in fallen
        ])  # fmt: skip


def _coming(desk: Desk, now: dt.datetime) -> list[tuple[str, str, str]]:
    """The next due time of every schedule; one that rests on a year without a notice says so."""
    from reporter import workdays  # noqa: PLC0415 - quick help

    project, found = desk.project, []
    for schedule in project.schedules.values():
        due = workdays.following(schedule, now, project.office.time_zone, project.days)
        remark = "（暂停）" if schedule.paused else ""
        if due and due.assumed:
            remark += f"（{assumption(due.planned.year)}）"
        found.append((schedule.name, f"{due.nominal}{remark}" if due else "—", due.period.code if due else ""))
    return found


def assumption(year: int) -> str:
    """What is done in a year whose notice is not known."""
    return f"{year}年放假安排未收录，暂按周一至周五推算，请升级chinesecalendar或填写data/workdays.yaml"


def _said(moment: dt.datetime | None, zone: str) -> str:
    from reporter.clock import local  # noqa: PLC0415

    return f"{local(moment, zone):%Y-%m-%d %H:%M}" if moment else ""


def show(
    context: typer.Context,
    edition: Annotated[
        str, typer.Argument(metavar="EDITION", help="REPORT/PERIOD or REPORT/PERIOD/NUMBER, as in status.")
    ],
    *,
    json: Json = False,
) -> None:
    """One edition: its state, findings, facts with their sources, deliveries."""
    desk: Desk = context.obj
    with desk.store() as store:
        found = _edition(store, edition)
        deliveries, runs = store.outbox.of(found.id), store.editions.runs(found.id)
    folder = desk.output / found.key.folder
    facts = _facts(folder)
    findings = jsons.loads((folder / FINDINGS).read_text(encoding="utf-8")) if (folder / FINDINGS).is_file() else []
    zone = desk.project.office.time_zone
    if json:
        as_json({
            "edition": str(found.key), "state": found.state, "why": found.why, "cut_off": found.cut_off, "content": found.content_hash,
            "folder": str(folder), "facts": facts, "findings": findings,
            "deliveries": [{"address": row.address, "state": row.state, "trial": row.trial, "code": row.code, "reply": row.reply,
                            "message_id": row.message_id, "updated": row.updated} for row in deliveries],
        })  # fmt: skip
        return
    say(f"{found.key}：{STATE_WORDS[found.state]}{f'（{found.why}）' if found.why else ''}")
    say(f"数据截止：{_said(found.cut_off, zone)}　内容哈希：{found.content_hash or '—'}　处理次数：{len(runs)}")
    say(f"文件夹：{folder}")
    for finding in findings:
        say(finding["said"])
    say()
    table(("邮件", "状态", "时间", "答复"), [
        (f"{row.address}{'（试发）' if row.trial else ''}", DELIVERY_WORDS[row.state], _said(row.updated, zone), f"{row.code or ''} {row.reply}".strip())
        for row in deliveries
    ])  # fmt: skip
    say()
    table(("数据", "数字", "算法", "出处"), [
        (row["id"], row["number"], row["formula"], row["origins"]) for row in facts
    ])  # fmt: skip


def _edition(store: Store, name: str) -> Edition:
    """The edition that a person names; the newest number where none is given."""
    parts = name.strip("/").split("/")
    try:
        period = Period.parse(parts[1])
    except (IndexError, ValueError) as error:
        message = f"“{name}”不是一期报告的名称"
        raise UsageError(message, advice="写作half_year/2018-H1，见reporter status") from error
    found = next(
        (one for one in store.editions.list(1000)
         if one.key.report == parts[0] and one.key.period == period and parts[2:3] in ([], [str(one.key.number)])),
        None,
    )  # fmt: skip
    if found is None:
        message = f"没有{name}这一期"
        raise UsageError(message, advice="见reporter status")
    return found


def _facts(folder: Any) -> list[dict[str, str]]:
    """Rows of the sealed facts.csv."""
    import csv  # noqa: PLC0415

    file = folder / FACTS
    if not file.is_file():
        return []
    with file.open(encoding="utf-8-sig", newline="") as rows:
        return list(csv.DictReader(rows))
