"""Commands about the project itself: begin one, check one, serve one."""

from __future__ import annotations

import gc
import shutil
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

_PARTS = ("schedules.yaml", "schedules.schema.json", "templates", "data")
_PACKAGE = Path(__file__).resolve().parent.parent


def add(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.command()(init)
    app.command()(check)
    app.command()(serve)


def init(directory: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")]) -> None:
    """Begin a project: copy the starting templates, data and schedules.yaml."""
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        message = f"{directory}不是空文件夹"
        raise UsageError(message, advice="换一个新的文件夹名")
    source = starter()
    directory.mkdir(parents=True, exist_ok=True)
    for part in _PARTS:
        if (source / part).is_dir():
            shutil.copytree(source / part, directory / part)
        else:
            shutil.copy(source / part, directory / part)
    say(f"已在{directory}建好项目。下一步：改schedules.yaml和data/，再运行 reporter -C {directory} check")


def starter() -> Path:
    """Where the starting project lies: in the installed package, or in the checkout around it."""
    for folder in (_PACKAGE / "starter", _PACKAGE.parent):
        if (folder / _PARTS[0]).is_file():
            return folder
    message = "安装包不完整：缺少起始模板"
    raise UsageError(message, advice="重新安装reporter")


def check(
    context: typer.Context, *,
    data: Annotated[bool, typer.Option("--data", help="Also what is odd in the figures, stored ones and new ones.")] = False,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:  # fmt: skip
    """List every fault of schedules, dictionary, registers, section files and data, with file and line or cell."""
    from reporter.project import inspect  # noqa: PLC0415 - quick help

    desk: Desk = context.obj
    project, found = inspect(desk.folder)
    everything = [*found, *(_contents(desk, project, data=data) if project else ())]
    errors = sum(finding.severity == "error" for finding in everything)
    if json:
        as_json([asdict(finding) for finding in everything])
    else:
        findings(everything)
        say(f"共{errors}处错误。" if errors else "检查通过。")
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
