"""What commands print: findings, errors, progress, listings."""

from __future__ import annotations

import json
import sys
import unicodedata
from contextlib import contextmanager
from typing import TYPE_CHECKING

from reporter.errors import Faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from reporter.errors import ReporterError
    from reporter.model.finding import Finding


def say(text: str = "") -> None:
    """One line to the reader, at once and in its place among those of :func:`warn`, in a pipe as well."""
    print(text, flush=True)  # noqa: T201 - this is where commands speak


def warn(text: str) -> None:
    """One line beside the result."""
    print(text, file=sys.stderr)  # noqa: T201


def complain(error: ReporterError) -> None:
    """What went wrong, and what to do about it."""
    if isinstance(error, Faults):
        for finding in error.findings:
            warn(str(finding))
        warn(f"共{len(error.findings)}处错误，改正后再运行一次；什么也没有保存。")
        return
    warn(f"错误：{error}{f'（{error.advice}）' if error.advice else ''}")


def findings(found: Iterable[Finding]) -> None:
    """Findings, a line each."""
    for finding in found:
        say(str(finding))


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """A function that says what is being done: in place on a terminal, in plain lines elsewhere."""
    if not sys.stderr.isatty():
        yield lambda text: warn(f"{text}…")
        return
    from rich.console import Console  # noqa: PLC0415 - only where somebody looks

    with Console(stderr=True).status("准备") as status:
        yield lambda text: status.update(f"{text}…")


def as_json(rows: object) -> None:
    """Data for other programs."""
    say(json.dumps(rows, ensure_ascii=False, indent=1, default=str))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Columns that line up, wide characters counted as two."""
    lines = [list(head), *(list(row) for row in rows)]
    widths = [max(_width(line[index]) for line in lines) for index in range(len(head))]
    for line in lines:
        say("  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)).rstrip())


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
