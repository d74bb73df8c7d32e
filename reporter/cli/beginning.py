"""Turn an empty folder into a project, and a project that has just begun into what is still to do."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from reporter.shipped import starter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reporter.cli.desk import Desk
    from reporter.project import Project

_FILE, _SCHEMA, _TEMPLATES = "schedules.yaml", "schedules.schema.json", "templates"
_BLANK = "blank"
_SHARED = ("email", "looks", "shared")
"""Templates that every project begins with, whatever its reports."""
_CHAPTERS, _READ_HERE = "docs/zh", "说明"
_NAME, _SHORT = "某某区管理委员会", "某某区"
"""The office of the blank project, for its own to take its place."""
_EXAMPLE = "example.org"
_ENDING = re.compile(r"(?:管理委员会|人民政府|管委会|政府)$")


def of_the_demo(directory: Path) -> None:
    """Lay down the demo office."""
    source = starter()
    _both(source, directory)
    shutil.copy(source / _FILE, directory / _FILE)
    for part in (_TEMPLATES, "data"):
        shutil.copytree(source / part, directory / part, dirs_exist_ok=True)


def blank(directory: Path, name: str, short: str) -> None:
    """Lay down a project without figures, in the office's own names where they are given."""
    source = starter()
    _both(source, directory)
    shutil.copytree(source / _BLANK, directory, dirs_exist_ok=True)
    (directory / "data" / "inbox").mkdir(exist_ok=True)
    for part in _SHARED:
        shutil.copytree(source / _TEMPLATES / part, directory / _TEMPLATES / part)
    if name or short:
        file = directory / _FILE
        text = file.read_text(encoding="utf-8").replace(_NAME, name or short)
        file.write_text(text.replace(_SHORT, short or _ENDING.sub("", name)), encoding="utf-8")


def _both(source: Path, directory: Path) -> None:
    """What either has: the schema for editors, and the chapters in Chinese."""
    directory.mkdir(parents=True, exist_ok=True)
    shutil.copy(source / _SCHEMA, directory / _SCHEMA)
    shutil.copytree(source / _CHAPTERS, directory / _READ_HERE)


def next_steps(directory: Path, *, demo: bool) -> Iterator[str]:
    """What to do with a project that was just laid down."""
    yield f"已在{directory}建好项目。" if not demo else f"已在{directory}放好示例单位（2018年上半年，公开数字）。"
    yield f"下一步，先进入这个文件夹（cd {directory}），再："
    if demo:
        yield "  reporter check                                逐条核对"
        yield "  reporter preview half_year --period 2018-H1   看看报告的样子"
        yield "写自己的报告：reporter init 另一个文件夹 --name 单位全称 --short 简称"
        return
    yield "  1. 打开schedules.yaml，把带“←”的地方改成本单位的（名称、收件人、发信邮箱）"
    yield "  2. 打开data/指标词典.xlsx，一行一个指标，增删成本单位的"
    yield "  3. reporter check    逐条核对，指出文件和行号，并说明还差什么"
    yield f"写法见{_READ_HERE}/里的三章：指标和数据.md、数据源.md、栏目文件.md；想先看看成品，用reporter init 另一个文件夹 --demo"


def still_to_do(desk: Desk) -> Iterator[str]:
    """What is left of the beginning, for a sound project that has not made anything yet; nothing later on."""
    project = desk.project
    if any((desk.output / name).exists() for name in project.reports):
        return
    office, report = project.office, next(iter(project.reports), "")
    if _SHORT in (office.name + office.short):
        yield f"还是样板里的单位名称“{office.name}”：把schedules.yaml里带“←”的地方改成本单位的。"
    if project.mail.sender.endswith(_EXAMPLE):
        yield "还没有填发信邮箱和收件人：改schedules.yaml的recipients和mail，再用reporter mail test试发；不影响先出报告。"
    if untold := _untold(project):
        yield f'词典里的{"、".join(untold)}还没有写进任何报告：在templates/里的栏目文件加一句，如{{{{ narrate("{untold[0]}") }}}}。'
    if not report:
        return
    period = _latest(desk, report)
    if any((project.folder / project.inbox).glob("*.*")) or any(not one.inbox for one in project.sources.values()):
        yield f"下一步：reporter preview {report} --period {period}"
    else:
        yield f"还没有数据。下一步：reporter data form {report} --period {period} 生成填报表，填好放进{project.inbox}/；"
        yield "或者用部门自己的表：reporter data try 文件，看它会被怎样读，再照提示写一块数据源。"


def _untold(project: Project) -> list[str]:
    """Indicators that no text names, nor the theme that they belong to."""
    said = b"".join(content for report in project.reports for content in project.templates_of(report).values()).decode(
        errors="replace"
    )
    return [
        one.name
        for one in project.indicators.values()
        if one.name not in said and not (one.theme and one.theme in said)
    ]


def _latest(desk: Desk, report: str) -> str:
    """The last period of a report that is over, as a command takes it."""
    from reporter.clock import local  # noqa: PLC0415 - quick help
    from reporter.workdays import meant  # noqa: PLC0415

    project = desk.project
    plan, today = project.schedule_of(report), local(desk.clock.now(), project.office.time_zone).date()
    span = (plan.span if plan else "") or "month"
    found = meant(f"previous {span}", today)
    return f"{found.year}-M{found.last:02}" if span == "month" else found.code
