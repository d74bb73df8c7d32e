"""Commands for whoever rather changes words in Word: hand a draft out, take it back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reporter import disk
from reporter.cli import naming
from reporter.cli.running import Code, Report
from reporter.cli.say import progress, say, warn
from reporter.errors import SourceError, UsageError

if TYPE_CHECKING:
    from reporter.cli.desk import Desk

_MOST = 64 << 20
"""Bytes of a file; a longer one is no draft."""
app = typer.Typer(no_args_is_help=True)


@app.command()
def export(
    context: typer.Context, report: Report, period: Code, *,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Where to; without it output/words/REPORT/PERIOD.docx.")] = None,
) -> None:  # fmt: skip
    """Write a report as a Word draft: words are open, every figure is locked."""
    from reporter import pipeline  # noqa: PLC0415 - quick help

    desk: Desk = context.obj
    key = pipeline.edition_key(desk.project, report, naming.period(period))
    file = out or desk.output / "words" / key.report / f"{key.period.code}.docx"
    with progress() as tell, desk.store() as store:
        content = pipeline.word_draft(desk.project, store, key, clock=desk.clock, tell=tell)
    file.parent.mkdir(parents=True, exist_ok=True)
    disk.put({file: content})
    say(f"改稿：{file}")
    say(f"文字和标题都可以改，数字已锁定。改完存盘，收回：reporter words take {file}")


@app.command()
def take(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The draft as it came back.")], *,
    edition: Annotated[str, typer.Option("--of", metavar="REPORT/PERIOD", help="What it is a draft of, where the file has lost that.")] = "",
    dry: Annotated[bool, typer.Option("--dry-run", help="Show what was changed, write nothing.")] = False,
) -> None:  # fmt: skip
    """Take a Word draft back: what was changed becomes the words of its period, in texts/."""
    from reporter import pipeline  # noqa: PLC0415 - quick help

    desk: Desk = context.obj
    content = _read(file)
    report, _, period = (edition or pipeline.draft_of(content)).partition("/")
    if not period:
        message = f"{file.name}没有写明是哪份报告哪一期的改稿"
        raise UsageError(message, advice="加上--of，如--of half_year/2018-H1")
    key = pipeline.edition_key(desk.project, report, naming.period(period))
    with progress() as tell, desk.store() as store:
        taken = pipeline.take_words(desk.project, store, key, content, clock=desk.clock, keep=not dry, tell=tell)
    for note in taken.told:
        warn(note)
    for section, path, changes in taken.sections:
        say(f"{section}（{path}）")
        for line in (f"  {mark}{words}" for pair in changes for mark, words in zip("－＋", pair, strict=True) if words):
            say(line)
    if not taken.sections:
        say("Word稿与现在的文字相同，没有改动。")
    elif dry:
        say("以上改动没有保存。")
    else:
        say(
            f"已存为这一期自己的文字，以后每次生成都用它。看效果：reporter preview {key.report} --period {key.period.code}"
        )


def _read(file: Path) -> bytes:
    """The bytes of a draft."""
    if not file.is_file():
        message = f"没有这个文件：{file}"
        raise UsageError(message, advice="检查文件名和所在的文件夹")
    if file.stat().st_size > _MOST:
        message = f"{file.name}太大（超过{_MOST >> 20}MB）"
        raise SourceError(message, advice="删去后来插入的图片，再收回")
    return file.read_bytes()
