"""The command that shows how a report would look: once, or again whenever somebody edits a template or a figure."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reporter.cli import naming
from reporter.cli.desk import Desk
from reporter.cli.running import AsOf, Code, Report
from reporter.cli.say import complain, progress, say, warn
from reporter.errors import ReporterError, UsageError
from reporter.model.edition import FINDINGS, MANIFEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_QUIET, _STEP = 400, 100
"""Milliseconds in which changes are gathered, and without one after which they are told: editors save in several steps."""


def add(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command()(preview)


def preview(
    context: typer.Context, report: Report, period: Code, as_of: AsOf = "", *,
    page: Annotated[int, typer.Option("--page", metavar="N", min=0, help="With --png: this page only.")] = 0,
    png: Annotated[bool, typer.Option("--png", help="Draw the pages as PNG beside the PDF, and pages.png, a contact sheet of them all.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Draw anew whenever templates, texts, data or schedules.yaml change, until Ctrl-C.")] = False,
) -> None:  # fmt: skip
    """Produce a report into output/preview/ without storing, sealing or sending an edition."""
    desk: Desk = context.obj
    if page and not png:
        message = "--page只和--png一起用"
        raise UsageError(message, advice="加上--png，或去掉--page")

    def once(desk: Desk) -> bool:
        return _drawn(desk, report, period, as_of, page=page, png=png or watch)

    if not watch:
        raise typer.Exit(0 if once(desk) else 1)
    for changed in _changes(desk):
        if changed:
            say(f"有改动：{'、'.join(changed)}")
        try:
            once(Desk(desk.folder))
        except ReporterError as error:
            complain(error)
        say("等待改动，按Ctrl-C结束。")


def _drawn(desk: Desk, report: str, period: str, as_of: str, *, page: int, png: bool) -> bool:
    """Print it and lay the files down; whether nothing stands in the way of sending it."""
    from reporter import pipeline, sandbox  # noqa: PLC0415 - quick help

    key = pipeline.edition_key(desk.project, report, naming.period(period))
    with progress() as tell, desk.store() as store:
        files = dict(pipeline.preview(
            desk.project, store, key, clock=desk.clock, as_of=naming.day(as_of), tell=tell, remark=lambda one: warn(str(one))
        ))  # fmt: skip
        manifest = json.loads(files[MANIFEST])
        if png:
            from reporter.pdf.pictures import TARGET, Job  # noqa: PLC0415

            tell("画页面图")
            limits = desk.settings
            files |= sandbox.call(
                Job(files[manifest["pdf"]], page), target=TARGET, seconds=limits.render_seconds,
                megabytes=limits.render_megabytes,
            )  # fmt: skip
    folder = desk.output / "preview" / key.folder
    _lay_down(folder, files)
    for finding in json.loads(files[FINDINGS]):
        warn(finding["said"])
    say(f"预览：{folder / manifest['pdf']}")
    if png:
        say(f"页面图：{folder}/page-*.png")
    return not manifest["errors"]


def _lay_down(folder: Path, files: Mapping[str, bytes]) -> None:
    """Every file under its name at once, so that a viewer never sees half of one; what is left of before goes."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        draft = folder / f".{name}.part"
        draft.write_bytes(content)
        draft.replace(folder / name)
    for old in folder.iterdir():
        if old.name not in files:
            old.unlink()


def _changes(desk: Desk) -> Iterator[tuple[str, ...]]:
    """Nothing at first, then the names of what changed, each time something did, until Ctrl-C.

    The folder is watched by a thread from the first moment on: what is saved while pages are drawn is not missed.
    """
    from queue import SimpleQueue  # noqa: PLC0415 - quick help
    from threading import Thread  # noqa: PLC0415

    from watchfiles import watch  # noqa: PLC0415

    folder, output, seen = desk.folder, desk.output, SimpleQueue[tuple[str, ...]]()

    def counts(_: object, path: str) -> bool:
        file = Path(path)
        ours = file.is_relative_to(output) or (file.parent == folder and file.suffix != ".yaml")
        return not (ours or file.name.startswith(".") or file.name.endswith(("~", ".part")))

    def look() -> None:
        for batch in watch(folder, watch_filter=counts, debounce=_QUIET, step=_STEP):
            seen.put(tuple(sorted({str(Path(path).relative_to(folder)) for _, path in batch})))

    Thread(target=look, daemon=True).start()
    yield ()
    with suppress(KeyboardInterrupt):
        while True:
            yield seen.get()
