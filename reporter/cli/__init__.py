"""The command line: thin, one file a group of commands. Exit 0 done, 1 something that a person must see, 2 usage."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from reporter.cli import (
    admin,
    again,
    ahead,
    data,
    doctor,
    editions,
    gallery,
    office,
    post,
    preview,
    proofreading,
    running,
    show,
    signing,
    usage,
    words,
)
from reporter.cli.desk import Desk
from reporter.cli.say import complain, warn
from reporter.errors import ReporterError, UsageError, plainly

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
preview.add(app)
gallery.add(app)
editions.add(app)
show.add(app)
post.add(app)
ahead.add(app)
doctor.add(app)
proofreading.add(app)
signing.add(app)
again.add(app)
app.add_typer(admin.app, name="admin", help="The database and what was sealed: back up, restore, upgrade, purge.")
app.add_typer(words.app, name="words", help="The words of one period: out to Word, and back.")
app.add_typer(data.app, name="data", help="Figures: import them, look at them.")


def main() -> None:
    """Run one command; what goes wrong is said in one message, without a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    signal.signal(
        signal.SIGTERM, signal.default_int_handler
    )  # ends as with Ctrl-C: what is in hand is brought to its end
    code = _run()
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)  # tearing the interpreter down would only take time: stores are closed, files are on the disk


def _run() -> int:
    """One command; its exit code."""
    try:
        ended = app(standalone_mode=False, prog_name="reporter")
        sys.stdout.flush()
    except SystemExit as over:
        return over.code if isinstance(over.code, int) else int(over.code is not None)
    except typer.TyperException as slip:
        warn(usage.said(slip))
        return USAGE
    except ReporterError as error:
        complain(error)
        return USAGE if isinstance(error, UsageError) else 1
    except BrokenPipeError:  # whoever read the listing has seen enough
        return 1
    except OSError as error:
        warn(f"错误：无法读写{error.filename or '文件'}：{plainly(error)}（检查路径、权限和磁盘空间）")
        return 1
    return ended if isinstance(ended, int) else 0
