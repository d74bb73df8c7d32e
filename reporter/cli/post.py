"""Commands about mail: try the way out, read what came back, send again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from reporter.cli.patience import patiently
from reporter.cli.say import as_json, progress, say, table
from reporter.cli.show import edition_of
from reporter.errors import UsageError
from reporter.model.edition import STATE_WORDS
from reporter.model.message import DELIVERY_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reporter.cli.desk import Desk
    from reporter.model.message import Delivery

app = typer.Typer(no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="As JSON.")]


def add(outer: typer.Typer) -> None:
    """Put the commands on the command line."""
    outer.command()(resend)
    outer.add_typer(app, name="mail", help="Mail: try the way out, read what came back.")


@app.command("test")
def try_out(
    context: typer.Context,
    to: Annotated[str, typer.Option("--to", metavar="ADDR", help="Whom to send it to; default: the operators.")] = "",
) -> None:
    """Send a test message; when the server takes it, whatever waited for the server goes on at once."""
    from reporter import pipeline  # noqa: PLC0415 - quick help

    desk: Desk = context.obj
    with progress() as tell, desk.store() as store:
        tried = pipeline.try_mail(desk.project, store, to=to, clock=desk.clock, tell=tell)
    for address, code, reply, advice in tried:
        said = f"{DELIVERY_WORDS['accepted']}（{code} {reply}）" if not advice else f"没有发出：{reply}（{advice}）"
        say(f"{address}：{said}")
    raise typer.Exit(int(any(advice for *_, advice in tried)))


@app.command()
def bounces(context: typer.Context, *, json: Json = False) -> None:
    """Read the mailbox of returned mail and mark the deliveries that it speaks of."""
    from reporter import pipeline  # noqa: PLC0415

    desk: Desk = context.obj
    with desk.store() as store:
        found = pipeline.read_bounces(desk.project, store, clock=desk.clock)
        editions = {row.edition_id: store.editions.by_id(row.edition_id) for row in found.marked if row.edition_id}
    names = {number: str(edition.key) if edition else "" for number, edition in editions.items()}
    if json:
        as_json({
            "read": found.read,
            "bounced": [{"address": row.address, "edition": names.get(row.edition_id, ""), "bounce": row.bounce} for row in found.marked],
        })  # fmt: skip
        return
    say(f"读取{found.read}封，其中退信{len(found.marked)}封。")
    if found.marked:
        table(
            ("收件人", "报告", "原因"),
            [(row.address, names.get(row.edition_id, ""), row.bounce) for row in found.marked],
        )


def resend(
    context: typer.Context,
    edition: Annotated[str, typer.Argument(metavar="EDITION", help="REPORT/PERIOD or REPORT/PERIOD/NUMBER.")],
    *,
    failed: Annotated[bool, typer.Option("--failed", help="To everybody whom it did not reach.")] = False,
    person: Annotated[str, typer.Option("--person", metavar="ADDR", help="To this person, even if he has it.")] = "",
) -> None:
    """Send an edition again: the same bytes under the same Message-ID."""
    from reporter import pipeline  # noqa: PLC0415
    from reporter.store import owner  # noqa: PLC0415

    if failed == bool(person):
        message = "写明发给谁：--failed或--person 地址，二者选一"
        raise UsageError(message, advice="见reporter resend --help")
    desk: Desk = context.obj
    with progress() as tell, desk.store() as store:
        found = edition_of(store, edition)
        done = patiently(pipeline.resend, tell)(
            desk.project, store, found, clock=desk.clock, output=desk.output, owner=owner(), person=person, tell=tell
        )  # fmt: skip
        pipeline.deliver_letters(desk.project, store, clock=desk.clock, output=desk.output, owner=owner())
        deliveries = [row for row in store.outbox.of(done.id) if not row.trial]
    say(f"{done.key}：{STATE_WORDS[done.state]}{f'（{done.why}）' if done.why else ''}")
    answers(deliveries)
    well = all(
        row.state == "accepted" for row in deliveries if not person or row.address.casefold() == person.casefold()
    )
    raise typer.Exit(0 if well else 1)


def answers(deliveries: Iterable[Delivery]) -> None:
    """What became of each delivery, a line each."""
    for row in deliveries:
        reply = f"，{row.code} {row.reply}" if row.code else f"，{row.reply}" if row.reply else ""
        say(f"{'试发' if row.trial else '邮件'}：{row.address} {DELIVERY_WORDS[row.state]}{reply}")
