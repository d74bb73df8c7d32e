"""The command that looks at one edition: its state, findings, facts, and who got it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reporter.cli import naming
from reporter.cli.editions import why
from reporter.cli.say import as_json, say, table
from reporter.errors import UsageError
from reporter.model.edition import FACTS, STATE_WORDS
from reporter.model.message import DELIVERY_WORDS
from reporter.model.sign_off import VERDICT_WORDS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from reporter.cli.desk import Desk
    from reporter.model.edition import Edition
    from reporter.model.message import Delivery, Event
    from reporter.model.sign_off import Signature
    from reporter.store import Store


def add(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command()(show)


def show(
    context: typer.Context,
    edition: Annotated[
        str, typer.Argument(metavar="EDITION", help="REPORT/PERIOD or REPORT/PERIOD/NUMBER, as in status.")
    ],
    *,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """One edition: its state, findings, signatures, facts with their sources, deliveries."""
    from reporter import pipeline  # noqa: PLC0415 - quick help

    desk: Desk = context.obj
    with desk.store() as store:
        found = edition_of(store, edition)
        deliveries, runs = store.outbox.of(found.id), store.leases.runs(found.id)
        events = store.outbox.events([row.id for row in deliveries])
        signatures = store.signing.of(found.id)
        reason = why(desk, store, found)
    folder = desk.output / found.key.folder
    facts = _facts(folder)
    findings = pipeline.findings_in(folder)
    zone = desk.project.office.time_zone
    if json:
        as_json({
            "edition": str(found.key), "state": found.state, "why": found.why, "cut_off": found.cut_off, "content": found.content_hash,
            "folder": str(folder), "facts": facts, "findings": findings,
            "deliveries": [_delivery(row, events[row.id]) for row in deliveries],
            "signatures": [asdict(one) for one in signatures],
        })  # fmt: skip
        return
    say(f"{found.key}：{STATE_WORDS[found.state]}{f'（{reason}）' if reason else ''}")
    say(f"数据截止：{_said(found.cut_off, zone)}　内容哈希：{found.content_hash or '—'}　处理次数：{len(runs)}")
    say(f"文件夹：{folder}")
    for finding in findings:
        say(finding["said"])
    _listed(("签批", "姓名", "决定", "时间", "意见"), [_signed(one, zone) for one in signatures])
    _listed(("收件人", "状态", "答复", "次数", "时间", "期次"), list(_matrix(found, deliveries, events, zone)))
    _listed(
        ("数据", "数字", "算法", "出处"), [(row["id"], row["number"], row["formula"], row["origins"]) for row in facts]
    )


def _listed(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table with a line of space before it, where there is something in it."""
    if rows:
        say()
        table(head, rows)


def _signed(one: Signature, zone: str) -> tuple[str, ...]:
    """What somebody decided about a draft, and why that does not count any longer."""
    why = f"{one.note}{f'（已作废：{one.void}）' if one.void else ''}"
    return one.role, one.name, VERDICT_WORDS[one.verdict], _said(one.at, zone), why


def _matrix(
    edition: Edition, deliveries: Sequence[Delivery], events: Mapping[int, Sequence[Event]], zone: str
) -> Iterator[tuple[str, ...]]:
    """Who got it: a line for each recipient, and one for each attempt before the last."""
    for row in deliveries:
        who = f"{row.name}{'　' if row.name else ''}{row.address}{'（试发）' if row.trial else ''}"
        state = f"{DELIVERY_WORDS[row.state]}{'，后被退回' if row.bounced else ''}"
        answer = f"{row.code or ''} {row.reply}{f'；退信：{row.bounce}' if row.bounce else ''}".strip()
        yield who, state, answer, str(row.attempts), _said(row.updated, zone), f"第{edition.key.number}版"
        for event in events[row.id][:-1]:
            words = f"{event.code or ''} {event.reply}".strip()
            yield "", DELIVERY_WORDS[event.state], words, f"第{event.attempt}次", _said(event.at, zone), ""


def _delivery(row: Delivery, events: Sequence[Event]) -> dict[str, Any]:
    """One recipient for other programs."""
    return {
        "address": row.address, "name": row.name, "channel": row.channel, "state": row.state, "trial": row.trial,
        "code": row.code, "reply": row.reply, "attempts": row.attempts, "next_try": row.next_try, "message_id": row.message_id,
        "updated": row.updated, "bounced": row.bounced, "bounce": row.bounce,
        "history": [{"at": one.at, "attempt": one.attempt, "state": one.state, "code": one.code, "reply": one.reply} for one in events],
    }  # fmt: skip


def _said(moment: dt.datetime | None, zone: str) -> str:
    from reporter.clock import local  # noqa: PLC0415

    return f"{local(moment, zone):%Y-%m-%d %H:%M}" if moment else ""


def edition_of(store: Store, name: str) -> Edition:
    """The edition that a person names; the newest number where none is given.

    A monthly report speaks of the year so far: who asks for its June gets the edition of January to June.
    """
    parts = name.strip("/").split("/")
    try:
        period = naming.period(parts[1])
    except (IndexError, UsageError) as error:
        message = f"“{name}”不是一期报告的名称"
        raise UsageError(message, advice="写作half_year/2018-H1，见reporter status") from error
    for span in (period, period.cumulative):
        for one in store.editions.of(parts[0], span):
            if parts[2:3] in ([], [str(one.key.number)]):
                return one
    message = f"没有{name}这一期"
    raise UsageError(message, advice="见reporter status")


def _facts(folder: Any) -> list[dict[str, str]]:
    """Rows of the sealed facts.csv."""
    import csv  # noqa: PLC0415

    file = folder / FACTS
    if not file.is_file():
        return []
    with file.open(encoding="utf-8-sig", newline="") as rows:
        return list(csv.DictReader(rows))
