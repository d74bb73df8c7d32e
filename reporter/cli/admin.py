"""Commands for whoever runs the machine: back up, restore, upgrade, purge, cancel."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reporter.cli.say import progress, say
from reporter.cli.show import edition_of
from reporter.errors import UsageError

if TYPE_CHECKING:
    from reporter.cli.desk import Desk

app = typer.Typer(no_args_is_help=True)
_DATABASE = "output/reporter.db"


@app.command()
def backup(
    context: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE", help="A new .zip file.")]
) -> None:
    """Write arrangements, figures, database and sealed editions into one file; the service may go on meanwhile."""
    from reporter.pipeline.archive import backup as save  # noqa: PLC0415 - quick help

    desk: Desk = context.obj
    with progress() as tell, desk.store() as store:
        number = save(desk.folder, desk.output, store, file.resolve(), tell=tell)
    say(f"已备份{number}个文件到{file}。")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What reporter admin backup wrote.")],
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
) -> None:
    """Lay a backup out in a new folder, every file proved by its hash."""
    from reporter.pipeline.archive import restore as lay_out  # noqa: PLC0415

    with progress() as tell:
        names = lay_out(file, directory.resolve(), tell=tell)
    say(f"已恢复{len(names)}个文件到{directory}，逐个核对无误。")
    if _DATABASE not in names:
        say("数据库是PostgreSQL的转储（output/database.dump），请用pg_restore恢复。")
    say(f"下一步：reporter -C {directory} status；停掉原来的服务之后再启用。")


@app.command()
def upgrade(context: typer.Context) -> None:
    """Bring the database to the present revision, backed up first; nothing happens where it is there already."""
    desk: Desk = context.obj
    with desk.store() as store:
        saved = store.saved
    say(f"数据库已升级，升级前的备份：{saved}" if saved else "数据库已是最新。")


@app.command()
def purge(
    context: typer.Context,
    older: Annotated[int, typer.Option("--older-than", metavar="DAYS", help="Default: REPORTER_RETENTION_DAYS.")] = 0,
) -> None:
    """Remove the files of editions that need not be kept any longer; rows and hashes stay."""
    from reporter.pipeline.purge import purge as remove  # noqa: PLC0415
    from reporter.store import owner  # noqa: PLC0415

    desk: Desk = context.obj
    days = older or desk.settings.retention_days
    if days <= 0:
        message = "没有写明保存多久"
        raise UsageError(message, advice="用--older-than 天数，或设REPORTER_RETENTION_DAYS")
    with desk.store() as store:
        removed = list(
            remove(store, older=dt.timedelta(days=days), clock=desk.clock, output=desk.output, owner=owner())
        )
    for edition, number in removed:
        say(f"{edition.key}：删去{number}个文件，记录和哈希保留")
    say(f"共清理{len(removed)}期。")


@app.command()
def cancel(
    context: typer.Context,
    edition: Annotated[str, typer.Argument(metavar="EDITION", help="REPORT/PERIOD or REPORT/PERIOD/NUMBER.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; it is kept.")],
) -> None:
    """Give an edition up that is not wanted any longer: nobody is reminded of it again."""
    from reporter.pipeline.holding import holding  # noqa: PLC0415
    from reporter.store import owner  # noqa: PLC0415

    desk: Desk = context.obj
    with desk.store() as store:
        found = edition_of(store, edition)
        with holding(store, found, owner(), desk.clock) as hold:
            if hold.edition.state in {"sending", "sent", "partly sent", "cancelled", "skipped"}:
                hold.idle = True
                message = f"{found.key}已发出或已了结，不能注销"
                raise UsageError(message, advice="需要改正的，用reporter correct")
            store.editions.write(
                hold.edition.moved("cancelled", reason.strip()), fence=hold.fence, now=desk.clock.now()
            )
    say(f"{found.key}：已注销（{reason.strip()}）")
