"""The command that examines the machine and the project: doctor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from reporter.cli.say import as_json, say

if TYPE_CHECKING:
    from reporter.cli.desk import Desk


def add(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command()(doctor)


def doctor(context: typer.Context, *, json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """Examine fonts, libraries, mail server, disk, clock, calendar years, permissions and database; changes nothing."""
    from dataclasses import asdict  # noqa: PLC0415 - quick help

    from reporter.pipeline.examine import STATE_WORDS, Patient, examine  # noqa: PLC0415
    from reporter.store import location  # noqa: PLC0415

    desk: Desk = context.obj
    patient = Patient(desk.project, desk.output, location(desk.settings.database, desk.output), desk.clock.now())
    found = []
    for check in examine(patient):
        found.append(check)
        if not json:
            say(
                f"[{STATE_WORDS[check.state]}] {check.name}：{check.said}{f'（{check.advice}）' if check.advice else ''}"
            )
    if json:
        as_json([asdict(check) for check in found])
    raise typer.Exit(1 if any(check.state == "ill" for check in found) else 0)
