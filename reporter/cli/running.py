"""The command that makes a report."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Annotated, TypedDict

import typer

from reporter.cli import naming
from reporter.cli.editions import why
from reporter.cli.patience import patiently
from reporter.cli.say import progress, say, warn
from reporter.errors import UsageError
from reporter.model.address import Address
from reporter.model.edition import CHECKLIST, MANIFEST, STATE_WORDS
from reporter.model.message import DELIVERY_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from reporter.cli.desk import Desk
    from reporter.clock import Clock
    from reporter.model.edition import Edition
    from reporter.model.message import Delivery
    from reporter.project import Project
    from reporter.store import Store

Report = Annotated[str, typer.Argument(metavar="REPORT", help="Name of a report in schedules.yaml.")]
Code = Annotated[str, typer.Option("--period", metavar="P", help="2018-H1, 2018-Q2, 2018-M06, 2018-M01..M06 or 2018.")]
AsOf = Annotated[
    str,
    typer.Option(
        "--as-of", metavar="DATE", help="Use only what was released by that day; default: the period's due date."
    ),
]
_UNFIT = {"held", "failed", "skipped", "cancelled", "waiting"}
"""States in which a person must look before anything leaves the house."""

_READY = {"produced", "awaiting sign-off"}
"""States of an edition that nobody has yet."""


class Work(TypedDict):
    """What every recipe is handed."""

    clock: Clock
    output: Path
    owner: str
    tell: Callable[[str], None]


def add(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command()(run)


def run(
    context: typer.Context, report: Report, period: Code, as_of: AsOf = "", *,
    send: Annotated[bool, typer.Option("--send", help="Send it to the recipients of its schedule.")] = False,
    to: Annotated[str, typer.Option("--to", metavar="ADDR", help="Send a trial copy to this address only, whatever --send says.")] = "",
) -> None:  # fmt: skip
    """Produce the edition of a report for a period and seal it; send it when asked."""
    from reporter import pipeline  # noqa: PLC0415 - quick help
    from reporter.clock import local  # noqa: PLC0415
    from reporter.store import owner  # noqa: PLC0415

    desk: Desk = context.obj
    day, key, to = naming.day(as_of), pipeline.edition_key(desk.project, report, naming.period(period)), _address(to)
    if key.period.starts > local(desk.clock.now(), desk.project.office.time_zone).date():
        message = f"{key.period.name}还没有开始"
        raise UsageError(message, advice="核对--period里的年份和月份")
    if day is None and desk.project.schedule_of(key.report) is None:
        warn(
            f"“{key.report}”没有日程，数据截止取报告期结束的次日；要用此后报送的数，加--as-of 日期，或给它写一块日程（可暂停）"
        )
    with progress() as tell, desk.store() as store:
        work = Work(clock=desk.clock, output=desk.output, owner=owner(), tell=tell)
        edition = patiently(pipeline.produce, tell)(
            desk.project, store, key, patient=False, anew=not send, as_of=day, **work
        )
        fit = edition.state not in _UNFIT
        if to and fit:
            patiently(pipeline.dispatch, tell)(desk.project, store, edition, to=to, **work)
        elif send and not to:
            edition = sent(desk.project, store, edition, work)
        deliveries = store.outbox.of(edition.id)
        reason = why(desk, store, edition)
        if edition.lacking and edition.cut_off:
            for finding in pipeline.came_late(desk.project, store, key, cut_off=edition.cut_off, now=desk.clock.now()):
                warn(str(finding))
        following = () if to else tuple(coming_next(desk, store, edition))
    _show(desk, edition, deliveries, reason)
    for line in following:
        say(line)
    arrived = [row.state == "accepted" for row in deliveries if row.trial and row.address == to]
    well = arrived[-1:] == [True] if to else edition.state == "sent" or not send
    raise typer.Exit(0 if fit and well else 1)


def sent(project: Project, store: Store, edition: Edition, work: Work) -> Edition:
    """The edition after what comes next: sent, or before the one who signs."""
    from reporter import pipeline  # noqa: PLC0415
    from reporter.ledger import tick  # noqa: PLC0415

    now = work["clock"].now()
    edition = store.editions.by_id(edition.id) or edition  # free again
    decision = tick.following(project, store, edition, now)
    store.editions.want(edition.id)
    if decision.step in {"sign-off", "hold"}:
        return tick.settle(store, edition, decision, owner=work["owner"], now=now)
    if decision.step == "issue":
        edition = patiently(pipeline.issue, work["tell"])(project, store, edition, **work)
    done = patiently(pipeline.dispatch, work["tell"])(project, store, edition, **work)
    pipeline.deliver_letters(project, store, clock=work["clock"], output=work["output"], owner=work["owner"])
    return done


def conclude(desk: Desk, store: Store, edition: Edition, work: Work, *, send: bool) -> None:
    """Send an edition where that is asked for, say what came of it, and end with the code for that."""
    fit = edition.state not in _UNFIT
    if send and fit:
        edition = sent(desk.project, store, edition, work)
    _show(desk, edition, store.outbox.of(edition.id), why(desk, store, edition))
    for line in coming_next(desk, store, edition):
        say(line)
    raise typer.Exit(0 if fit and (not send or edition.state in {"sent", "awaiting sign-off"}) else 1)


def _show(desk: Desk, edition: Edition, deliveries: Iterable[Delivery], reason: str) -> None:
    """What came of it, and where it lies."""
    from reporter import pipeline  # noqa: PLC0415 - quick help

    folder = desk.output / edition.key.folder
    state = STATE_WORDS[edition.state]
    say(f"{edition.key}：{reason if reason.startswith(state) else f'{state}（{reason}）' if reason else state}")
    if (folder / MANIFEST).is_file():
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        for finding in pipeline.findings_in(folder):
            warn(finding["said"])
        say(f"报告：{folder / said['pdf']}")
        say(f"核对表：{folder / CHECKLIST}")
    for row in (one for one in deliveries if one.attempts or one.state != "queued" or one.reply):
        reply = f"，{row.code} {row.reply}" if row.code else f"，{row.reply}" if row.reply else ""
        say(f"{'试发' if row.trial else '邮件'}：{row.address} {DELIVERY_WORDS[row.state]}{reply}")


def coming_next(desk: Desk, store: Store, edition: Edition) -> Iterator[str]:
    """What a person does next with an edition that waits for one: sign it, or send it."""
    from reporter.ledger import tick  # noqa: PLC0415 - quick help

    key, report = edition.key, desk.project.reports.get(edition.key.report)
    turn = tick.standing(report, store, edition, desk.clock.now())
    first = key.number == 1
    command = f"reporter {'run' if first else 'correct'} {key.report} --period {key.period.code}"
    send = f"{command}{'' if first else f' --reason {shlex.quote(edition.reason)}'} --send"
    if edition.issued_hash and edition.state in _READY:
        yield f"下一步：服务会发出；没有运行服务的，运行{send}"
    elif turn and turn.awaited:
        name = turn.awaited[0].name
        if edition.state == "produced":
            yield f"下一步：送签运行{send}{f'，送审稿由服务寄给{name}' if turn.awaited[0].address else ''}"
        yield f"{'或者' if edition.state == 'produced' else '下一步：'}{name}看过后运行reporter sign {key} --as {name}；要退回，运行reporter reject {key} --as {name} --note 意见"
    elif edition.state == "produced":
        yield f"下一步：看过没有问题，发给收件人：{send}{'；先试发一份，把--send换成--to 自己的邮箱' if first else ''}"


def _address(text: str) -> str:
    """The address that a person typed, if any; told before a report is made for it."""
    try:
        return str(Address.parse(text)) if text else ""
    except ValueError as error:
        raise UsageError(str(error), advice="写作office@example.org") from error
