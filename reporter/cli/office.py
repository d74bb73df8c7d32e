"""Commands about the project itself: begin one, check one, serve one."""

from __future__ import annotations

import gc
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reporter.cli.say import as_json, findings, say
from reporter.errors import UsageError
from reporter.model.finding import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reporter.cli.desk import Desk
    from reporter.model.finding import Finding
    from reporter.project import Project


def add(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.command()(init)
    app.command()(check)
    app.command()(serve)


def init(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")], *,
    name: Annotated[str, typer.Option("--name", help="The office's full name.")] = "",
    short: Annotated[str, typer.Option("--short", help="What a text calls it.")] = "",
    demo: Annotated[bool, typer.Option("--demo", help="The demo office with its figures and sections instead.")] = False,
) -> None:  # fmt: skip
    """Begin a project: a small one to be filled in, or the demo office to be looked at."""
    from reporter.cli import beginning  # noqa: PLC0415 - quick help

    if demo and (name or short):
        message = "--demo是现成的示例单位，不改名称"
        raise UsageError(message, advice="去掉--demo，或去掉--name、--short")
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        message = f"{directory}不是空文件夹"
        raise UsageError(message, advice="换一个新的文件夹名")
    if demo:
        beginning.of_the_demo(directory)
    else:
        beginning.blank(directory, name.strip(), short.strip())
    for line in beginning.next_steps(directory, demo=demo):
        say(line)


def check(
    context: typer.Context, *,
    data: Annotated[bool, typer.Option("--data", help="Also what is odd in the figures, stored ones and new ones.")] = False,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:  # fmt: skip
    """List every fault of schedules, dictionary, registers, section files and data, with file and line or cell."""
    from reporter.cli import beginning  # noqa: PLC0415 - quick help
    from reporter.project import inspect  # noqa: PLC0415

    desk: Desk = context.obj
    project, found = inspect(desk.folder)
    everything = [*found, *(_contents(desk, project, data=data) if project else ())]
    errors = sum(finding.severity == "error" for finding in everything)
    if json:
        as_json([asdict(finding) for finding in everything])
    else:
        findings(everything)
        say(f"共{errors}处错误。" if errors else "检查通过。")
        for line in beginning.still_to_do(desk) if project and not errors else ():
            say(line)
    raise typer.Exit(1 if errors else 0)


def _contents(desk: Desk, project: Project, *, data: bool) -> Iterator[Finding]:
    """What is wrong with texts and files; with ``data``, what is odd in the figures as they would stand with them."""
    from reporter import facts, pipeline, quality  # noqa: PLC0415
    from reporter.document.check import check as faults_of  # noqa: PLC0415

    told: set[Finding] = set()
    for name, report in project.reports.items():
        files = {**project.templates_of(name), **project.texts_of(name)}
        for finding in faults_of(files, report, project.indicators, project.registers, facts.kinds()):
            if finding not in told:
                told.add(finding)
                yield finding
    yield from quality.check(project.quality, Place("schedules.yaml", part="quality"))
    readings = pipeline.read_sources(project)
    yield from pipeline.found_in(readings)
    if data:
        with desk.store() as store:
            yield from pipeline.oddities(project, store, readings, now=desk.clock.now())


def serve(context: typer.Context) -> None:
    """Run the service: produce and send what falls due, until SIGTERM."""
    from reporter.service import serve as run  # noqa: PLC0415

    desk: Desk = context.obj
    assert desk.settings  # noqa: S101 - options that cannot be read are told here, not in a log
    gc.enable()
    raise typer.Exit(run(desk.folder))
