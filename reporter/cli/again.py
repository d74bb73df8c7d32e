"""Commands about what was issued: correct, backfill and verify."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from reporter.cli import naming
from reporter.cli.patience import patiently
from reporter.cli.running import Code, Report, Work, conclude
from reporter.cli.say import as_json, progress, say, table
from reporter.cli.show import edition_of
from reporter.errors import UsageError
from reporter.model.edition import STATE_WORDS
from reporter.model.message import DELIVERY_WORDS

if TYPE_CHECKING:
    from reporter.cli.desk import Desk

Json = Annotated[bool, typer.Option("--json", help="As JSON.")]
Send = Annotated[bool, typer.Option("--send", help="Send it to the recipients, after sign-off where there is one.")]


def add(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.command()(correct)
    app.command()(backfill)
    app.command()(verify)


def correct(
    context: typer.Context,
    report: Annotated[str, typer.Argument(metavar="REPORT", help="Name of a report in schedules.yaml.")] = "",
    period: Code = "",
    reason: Annotated[str, typer.Option("--reason", help="Why, in a sentence that is printed and kept.")] = "", *,
    listed: Annotated[bool, typer.Option("--list", help="Only list the sent editions that are no longer right, and who has them.")] = False,
    send: Send = False, json: Json = False,
) -> None:  # fmt: skip
    """Make the next edition of a report that was sent (更正), from the figures and words of now; the old one stays."""
    if listed:
        _listed(context.obj, json=json)
        return
    if not (report and period):
        message = "更正要写明报告和报告期"
        raise UsageError(message, advice="写作reporter correct REPORT --period P --reason 原因；先看哪些要更正用--list")
    from reporter import pipeline  # noqa: PLC0415 - quick help
    from reporter.store import owner  # noqa: PLC0415

    if not reason.strip():
        message = "更正要写明原因"
        raise UsageError(message, advice="加上--reason")
    desk: Desk = context.obj
    key = pipeline.edition_key(desk.project, report, naming.period(period))
    with progress() as tell, desk.store() as store:
        work = Work(clock=desk.clock, output=desk.output, owner=owner(), tell=tell)
        edition = patiently(pipeline.correct, tell)(desk.project, store, key, reason=reason.strip(), **work)
        conclude(desk, store, edition, work, send=send)


def _listed(desk: Desk, *, json: bool) -> None:
    """Editions in somebody's hands whose figures were revised since, each with old and new numbers and its recipients."""
    from reporter import pipeline  # noqa: PLC0415

    with progress() as tell, desk.store() as store:
        found = pipeline.outdated(desk.project, store, clock=desk.clock, output=desk.output, tell=tell)
    if json:
        as_json([
            {
                "edition": str(one.edition.key), "differences": [asdict(row) for row in one.differences],
                "deliveries": [{"address": row.address, "name": row.name, "state": row.state} for row in one.deliveries],
            }
            for one in found
        ])  # fmt: skip
        return
    for one in found:
        say(f"{one.edition.key}：{len(one.differences)}个数已经变动")
        table(("数据", "发出时", "现在"), [(row.fact, row.before, row.now) for row in one.differences])
        table(("收件人", "状态"), [(f"{row.name}　{row.address}", DELIVERY_WORDS[row.state]) for row in one.deliveries])
        say(
            f"更正：reporter correct {one.edition.key.report} --period {one.edition.key.period.code} --reason 原因 --send"
        )
        say()
    if not found:
        say("已发出的各期与现有数据一致。")


def backfill(
    context: typer.Context, report: Report,
    first: Annotated[str, typer.Option("--from", metavar="P", help="The first period.")],
    last: Annotated[str, typer.Option("--to", metavar="P", help="The last period.")], *,
    send: Send = False,
) -> None:  # fmt: skip
    """Make the editions of past periods, as they would have been then; they are not mailed unless you say so."""
    from reporter import pipeline  # noqa: PLC0415
    from reporter.cli.running import sent  # noqa: PLC0415
    from reporter.store import owner  # noqa: PLC0415

    desk: Desk = context.obj
    well = True
    with progress() as tell, desk.store() as store:
        work = Work(clock=desk.clock, output=desk.output, owner=owner(), tell=tell)
        for edition, new in pipeline.backfill(
            desk.project, store, report, naming.period(first), naming.period(last), mailed=send, **work
        ):
            after = sent(desk.project, store, edition, work) if send and edition.state == "produced" else edition
            well = well and after.state not in {"held", "failed", "skipped", "cancelled", "waiting"}
            why = f"（{after.why}）" if after.why else ""
            say(
                f"{after.key}：{STATE_WORDS[after.state]}{why}"
                if new
                else f"{after.key}：已有，{STATE_WORDS[after.state]}"
            )
    raise typer.Exit(0 if well else 1)


def verify(
    context: typer.Context,
    run: Annotated[str, typer.Argument(metavar="RUN", help="REPORT/PERIOD or REPORT/PERIOD/NUMBER, as in status.")], *,
    json: Json = False,
) -> None:  # fmt: skip
    """Hash the sealed files anew, print the edition anew from what was known then, and compare byte by byte."""
    from reporter import pipeline  # noqa: PLC0415

    desk: Desk = context.obj
    with progress() as tell, desk.store() as store:
        edition = edition_of(store, run)
        if not edition.content_hash:
            message = f"{edition.key}还没有生成"
            raise UsageError(message, advice="用reporter status查看它的状态")
        proof = pipeline.verify(desk.project, store, edition, clock=desk.clock, output=desk.output, tell=tell)
    if json:
        as_json({
            "edition": str(edition.key), "content": edition.content_hash, "issued": edition.issued_hash, "good": proof.good,
            "broken": proof.broken, "moved": proof.moved, "different": proof.different, "lost": proof.lost, "purged": proof.purged,
        })  # fmt: skip
        raise typer.Exit(0 if proof.good else 1)
    say(
        f"{edition.key}：内容哈希{edition.content_hash}{f'，签发件哈希{edition.issued_hash}' if edition.issued_hash else ''}"
    )
    whole = "已按保存期限清理，留有清单和哈希" if proof.purged else "完好"
    say(f"封存的文件：{whole if not proof.broken else '；'.join(proof.broken)}")
    if proof.lost or not proof.purged:
        say(f"部门来文的原件副本：{'完好' if not proof.lost else '；'.join(proof.lost)}")
    if proof.moved:
        say(f"依据已有变化，不能重现：{'；'.join(proof.moved)}")
    else:
        said = (
            "与封存时逐字节相同"
            if not proof.different
            else f"与封存时不同：{'、'.join(proof.different)}（可能换了程序或字体的版本）"
        )
        say(f"重新排印：{said}")
    raise typer.Exit(0 if proof.good else 1)
