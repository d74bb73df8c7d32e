"""The command that writes what a report wants to know into a workbook to be filled in: data form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reporter.cli import naming
from reporter.cli.running import Code, Report
from reporter.cli.say import say
from reporter.errors import UsageError

if TYPE_CHECKING:
    from reporter.cli.desk import Desk
    from reporter.project import Project

_FOLDER = "填报表"


def add(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command()(form)


def form(
    context: typer.Context, report: Report, period: Code,
    department: Annotated[str, typer.Option("--department", metavar="NAME", help="Only what this department owes.")] = "",
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write here; default: 填报表/.")] = None,
) -> None:  # fmt: skip
    """Write a workbook with a row for every figure that a report asks for; whoever fills it in hands it back to the inbox."""
    from reporter.pipeline import edition_key  # noqa: PLC0415 - quick help
    from reporter.pipeline.form import lines, workbook  # noqa: PLC0415

    desk: Desk = context.obj
    project = desk.project
    key = edition_key(project, report, naming.period(period))
    rows = lines(project, key, department)
    if not rows:
        owing = dict.fromkeys(one.department for one in lines(project, key) if one.department)
        message = f"“{report}”{key.period.name}没有要{department or '各部门'}报送的数"
        raise UsageError(message, advice=f"报送的部门：{'、'.join(owing)}" if owing else "栏目文件里还没有用到指标")
    name = f"{project.report(report).title}{key.period.name}{department}"
    path = output or project.folder / _FOLDER / f"{_FOLDER}-{name}.xlsx"
    if path.exists():
        message = f"{path}已经有了，里面可能已经填了数"
        raise UsageError(message, advice="接着填它；要重新生成，用-o写另一个文件名")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(workbook(rows, name))
    say(f"填报表：{path}（{len(rows)}个数）")
    say(
        f"下一步：填好“数值”一栏，{_handed_back(project)}，再运行reporter check和reporter preview {report} --period {period}"
    )


def _handed_back(project: Project) -> str:
    """Where a filled form belongs."""
    if any(one.inbox and one.kind == "excel" for one in project.sources.values()):
        return f"放进{project.inbox}/"
    return "放到schedules.yaml里一个excel数据源的path所指的地方"
