"""Commands about figures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reporter.cli import figures, forms, trying
from reporter.cli.say import findings, progress, say
from reporter.errors import UsageError
from reporter.model.edition import STATE_WORDS
from reporter.model.observation import MEASURE_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reporter.cli.desk import Desk
    from reporter.model.observation import Observation
    from reporter.pipeline import Use

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
    vintages: Annotated[
        bool, typer.Option("--vintages", help="FILE is an export with its vintages: store them as they were learned.")
    ] = False,
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
    if vintages:
        _restore(desk, file)
        return
    project = understanding.narrowed(desk.project, file) if file else desk.project
    with progress() as tell, desk.store() as store:
        tell("读取数据")
        difference, found = pipeline.pull(project, store, now=desk.clock.now(), output=desk.output)
        findings(found)
        for old, new in difference.changed:
            _changed(old, new, pipeline.uses(store, desk.output, old))
    backed = f"，另有{difference.backed}个数与其他来源并存" if difference.backed else ""
    say(f"新增{difference.new}个数，改动{len(difference.changed)}个，未变{difference.same}个{backed}。")
    errors = sum(finding.severity == "error" for finding in found)
    if errors:
        say(f"共{errors}处错误；有错误的文件没有保存任何内容。")
        raise typer.Exit(1)


def _restore(desk: Desk, file: Path | None) -> None:
    """Store an export with its vintages."""
    from reporter import pipeline  # noqa: PLC0415 - quick help

    if file is None or not file.is_file():
        message = f"找不到文件{file}" if file else "--vintages要指明一个文件"
        raise UsageError(message, advice="写作reporter data import 文件 --vintages")
    with desk.store() as store:
        difference = pipeline.restore(desk.project, store, file.read_bytes(), file.name, now=desk.clock.now())
    say(f"恢复{difference.new + difference.backed + len(difference.changed)}个数，未变{difference.same}个。")


def _changed(old: Observation, new: Observation, uses: Iterable[Use]) -> None:
    """One revision: old and new, and which places of which sealed reports said the old figure."""
    what = f"{new.area}{new.indicator} {MEASURE_WORDS[new.measure]} {new.period.name}"
    say(f"改动：{what}：{figures.value(old)}改为{figures.value(new)}（{new.origin}）")
    for use in uses:
        say(f"  已用于{use.edition}（{STATE_WORDS[use.state]}）{use.place}")


figures.add(app)
forms.add(app)
trying.add(app)
