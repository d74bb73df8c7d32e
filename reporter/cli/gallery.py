"""The command that prints every kind of chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer  # noqa: TC002 - it reads the command's annotations

from reporter.cli.say import say
from reporter.shipped import starter

if TYPE_CHECKING:
    from pathlib import Path

    from reporter.cli.desk import Desk

_SHARED = "templates/shared/print.css"


def add(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command()(gallery)


def gallery(context: typer.Context) -> None:
    """Print one PDF of all kinds of charts, with how a section file asks for each, into output/gallery/."""
    from reporter import sandbox  # noqa: PLC0415 - quick help
    from reporter.gallery import GALLERY  # noqa: PLC0415

    desk: Desk = context.obj
    folder = next(place for place in (desk.folder, starter()) if (place / _SHARED).is_file())
    limits = desk.settings
    made = sandbox.call(
        {_SHARED: (folder / _SHARED).read_bytes()}, target="reporter.gallery:make",
        seconds=limits.render_seconds, megabytes=limits.render_megabytes,
    )  # fmt: skip
    file: Path = desk.output / "gallery" / GALLERY
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(made[GALLERY])
    say(f"图表样册：{file}")
