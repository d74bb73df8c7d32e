"""The command line: thin, one file a group of commands. Exit 0 done, 1 something that a person must see, 2 usage."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from reporter.cli import data, editions, office, running
from reporter.cli.desk import Desk
from reporter.cli.say import complain, warn
from reporter.errors import ReporterError, UsageError

USAGE = 2
app = typer.Typer(
    help="Scheduled reports of a public office: check, produce, preview, send and prove them.", no_args_is_help=True,
    add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
)  # fmt: skip


@app.callback()
def project(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Option("-C", "--project", metavar="DIR", help="The folder that holds schedules.yaml.")
    ] = Path(),
) -> None:
    """Choose the project folder."""
    context.obj = Desk(folder)


office.add(app)
running.add(app)
editions.add(app)
app.add_typer(data.app, name="data", help="Figures: import them, look at them.")


def main() -> None:
    """Run one command; what goes wrong is said in one message, without a traceback."""
    gc.disable()  # commands are short; the service turns it on again
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except ReporterError as error:
        complain(error)
        sys.exit(USAGE if isinstance(error, UsageError) else 1)
    except BrokenPipeError:  # whoever read the listing has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        warn(f"错误：无法读写{error.filename or '文件'}：{error.strerror or error}（检查路径、权限和磁盘空间）")
        sys.exit(1)
