"""Commands of sign-off: sign and reject."""

from __future__ import annotations

import hmac
import os
import pwd
from typing import TYPE_CHECKING, Annotated

import typer

from reporter.cli.patience import patiently
from reporter.cli.running import coming_next
from reporter.cli.say import progress, say
from reporter.cli.show import edition_of
from reporter.errors import UsageError
from reporter.model.edition import STATE_WORDS

if TYPE_CHECKING:
    from reporter.cli.desk import Desk
    from reporter.model.sign_off import Signer, Verdict

Run = Annotated[str, typer.Argument(metavar="RUN", help="REPORT/PERIOD or REPORT/PERIOD/NUMBER, as in status.")]
As = Annotated[str, typer.Option("--as", metavar="NAME", help="Who you are, as in schedules.yaml.")]
Draft = Annotated[
    str,
    typer.Option(
        "--draft", metavar="HASH", help="The draft that you have read, as its letter names it; no other is decided on."
    ),
]
Note = Annotated[str, typer.Option("--note", help="Your remark; it is kept.")]


def add(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.command()(sign)
    app.command()(reject)


def sign(context: typer.Context, run: Run, name: As, note: Note = "", draft: Draft = "") -> None:
    """Agree to a draft, as the person whose turn it is; the last signature issues it.

    You are known by your account in the operating system, or by the token in REPORTER_TOKEN.
    """
    _decide(context.obj, run, name, "signed", note, draft)


def reject(context: typer.Context, run: Run, name: As, note: Note = "", draft: Draft = "") -> None:
    """Send a draft back, with a remark for whoever wrote it."""
    if not note.strip():
        message = "退回要写明意见"
        raise UsageError(message, advice="加上--note，写明要改什么")
    _decide(context.obj, run, name, "rejected", note, draft)


def _decide(desk: Desk, run: str, name: str, verdict: Verdict, note: str, draft: str) -> None:
    from reporter import pipeline  # noqa: PLC0415 - quick help
    from reporter.ledger.signing import person  # noqa: PLC0415
    from reporter.store import owner  # noqa: PLC0415

    with progress() as tell, desk.store() as store:
        edition = edition_of(store, run)
        report = desk.project.report(edition.key.report)
        signer = person(() if report.sign_off == "automatic" else report.sign_off, name)
        how = _known(signer, desk.settings.token)
        done = patiently(pipeline.sign, tell)(
            desk.project, store, edition, signer, verdict, how=how, note=note.strip(), draft=draft, clock=desk.clock, output=desk.output,
            owner=owner(), tell=tell,
        )  # fmt: skip
        following = tuple(coming_next(desk, store, done)) if done.mailed else ()
    number = f"，{done.issue.number}" if done.issue.number else ""
    say(f"{done.key}：{f'已签发{number}' if done.issued_hash else f'{STATE_WORDS[done.state]}（{done.why}）'}")
    say(f"签批的内容：{done.content_hash}")
    for line in following:
        say(line)


def _known(signer: Signer, token: str) -> str:
    """How we know that it is him; raises :class:`UsageError` when we do not."""
    from reporter.settings import secret  # noqa: PLC0415

    account = pwd.getpwuid(os.getuid()).pw_name
    if signer.user and signer.user == account:
        return f"user {account}"
    if signer.token and token and hmac.compare_digest(secret(signer.token).encode(), token.encode()):
        return "token"
    message = f"无法核实你就是{signer.name}（当前系统账号{account}）"
    ways = [
        f"用系统账号{signer.user}登录" if signer.user else "",
        "把口令放进环境变量REPORTER_TOKEN" if signer.token else "",
    ]
    raise UsageError(message, advice="，或".join(filter(None, ways)))
