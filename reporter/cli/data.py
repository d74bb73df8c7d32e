"""Commands about figures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reporter.cli.say import as_json, findings, progress, say, table
from reporter.errors import UsageError
from reporter.model.observation import MEASURE_WORDS

if TYPE_CHECKING:
    from reporter.cli.desk import Desk
    from reporter.model.observation import Observation

app = typer.Typer(no_args_is_help=True)


@app.command("import")
def import_(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="Only this file; default: all sources.")] = None,
    *,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show what every cell of FILE is taken for; store nothing.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="With --explain: as JSON.")] = False,
) -> None:
    """Read all sources and store what they say; a file with a fault brings nothing, and the others everything."""
    from reporter import pipeline  # noqa: PLC0415 - quick help
    from reporter.cli import understanding  # noqa: PLC0415

    desk: Desk = context.obj
    if explain:
        if file is None:
            message = "--explain要指明一个文件"
            raise UsageError(message, advice="写作reporter data import 文件 --explain")
        raise typer.Exit(0 if understanding.explain(desk.project, file, json=json) else 1)
    project = understanding.narrowed(desk.project, file) if file else desk.project
    with progress() as tell, desk.store() as store:
        tell("读取数据")
        difference, found = pipeline.pull(project, store, now=desk.clock.now(), output=desk.output)
    findings(found)
    for old, new in difference.changed:
        say(
            f"改动：{new.indicator} {MEASURE_WORDS[new.measure]} {new.period.name}：{_value(old)}改为{_value(new)}（{new.origin}）"
        )
    say(f"新增{difference.new}个数，改动{len(difference.changed)}个，未变{difference.same}个。")
    errors = sum(finding.severity == "error" for finding in found)
    if errors:
        say(f"共{errors}处错误；有错误的文件没有保存任何内容。")
        raise typer.Exit(1)


def _value(row: Observation) -> str:
    return "缺数" if row.value is None else f"{row.value:f}{row.unit}"


@app.command("list")
def list_(
    context: typer.Context,
    indicator: Annotated[str, typer.Argument(help="Only this indicator.")] = "",
    *,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Show the figures that are known now."""
    desk: Desk = context.obj
    with desk.store() as store:
        rows = store.observations.as_of(desk.clock.now(), indicators=[indicator] if indicator else None)
    cells = [
        (
            row.indicator,
            MEASURE_WORDS[row.measure],
            row.period.code,
            _value(row),
            str(row.released or ""),
            row.department,
            str(row.origin),
        )
        for row in rows
    ]
    head = ("指标", "量度", "报告期", "数值", "发布", "部门", "出处")
    if json:
        as_json(
            [
                dict(
                    zip(
                        ("indicator", "measure", "period", "value", "released", "department", "origin"),
                        row,
                        strict=True,
                    )
                )
                for row in cells
            ]
        )
    else:
        table(head, cells)
