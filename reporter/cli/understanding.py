"""What would come of a file: every cell on the screen with what it was taken for, before anything is stored."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reporter.cli.say import as_json, findings, say, table
from reporter.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reporter.model.office import Source
    from reporter.project import Project
    from reporter.sources import Reading
    from reporter.sources.shape import Understood

_WIDEST = 36
_KINDS = {".xlsx": "excel", ".xls": "excel", ".xlsm": "excel", ".xlsb": "excel", ".ods": "excel", ".et": "excel"}


def explain(project: Project, file: Path, *, json: bool) -> bool:
    """Show what a file would bring; whether it can be stored as it is."""
    source, known = source_of(project, file), meant(project, file)
    reading = read(project, file, known)
    if json:
        as_json(_plain(reading))
    else:
        _show(reading)
        if source is None:
            _propose(known)
    return not any(finding.severity == "error" for finding in reading.findings)


def read(project: Project, file: Path, source: Source) -> Reading:
    """What a file would bring if it were read as this source."""
    from reporter import sources  # noqa: PLC0415 - quick help
    from reporter.model.finding import Finding  # noqa: PLC0415

    opened = sources.open_file(file, source.path)
    if isinstance(opened, Finding):
        return sources.Reading((), (opened,), ())
    return sources.explain(source, opened, project.indicators)


def meant(project: Project, file: Path) -> Source:
    """The source that reads a file, or one by its name where none does."""
    return source_of(project, file) or _guessed(project, file)


def source_of(project: Project, file: Path) -> Source | None:
    """The source whose path a file matches, narrowed to this file; ``None`` where no source claims it."""
    path = file.resolve()
    for source in project.sources.values():
        if source.path and path in {found.resolve() for found in project.folder.glob(source.path)}:
            return replace(source, path=path.relative_to(project.folder.resolve()).as_posix())
    return None


def narrowed(project: Project, file: Path) -> Project:
    """The project with nothing to read but this file; raises :class:`UsageError` where no source claims it."""
    source = source_of(project, file)
    if source is None:
        message = f"schedules.yaml里没有包含{file}的数据源"
        raise UsageError(
            message, advice="先用reporter data import 文件 --explain看它会被怎样读取，再按提示写一块数据源"
        )
    return replace(project, sources={source.name: source})


def _guessed(project: Project, file: Path) -> Source:
    """A source for a file that no source claims, its kind by its name."""
    from reporter.model.office import Source  # noqa: PLC0415

    path, folder = file.resolve(), project.folder.resolve()
    name = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name
    return Source(path.stem, _KINDS.get(path.suffix.lower(), "csv_file"), name)


def _show(reading: Reading) -> None:
    """Every sheet as a table, a cell a line, then what was found."""
    for sheet, cells in _by_sheet(reading.understood):
        say(f"工作表“{sheet}”" if sheet else "文件")
        rows = [(where(one), short(one.text), one.role, one.meaning) for one in cells]
        table(("位置", "原文", "当作", "读作"), rows)
        say()
    findings(reading.findings)
    missing = sum(row.value is None for row in reading.observations)
    errors = sum(finding.severity == "error" for finding in reading.findings)
    trouble = f"；{errors}处错误，改正之前不会保存" if errors else ""
    say(f"读到{len(reading.observations)}个数，其中缺数{missing}个{trouble}。没有保存任何内容。")


def _by_sheet(understood: Iterable[Understood]) -> list[tuple[str, list[Understood]]]:
    """The cells of each sheet from the top down."""
    sheets: dict[str, list[Understood]] = {}
    for one in understood:
        sheets.setdefault(one.place.sheet, []).append(one)
    return [(sheet, sorted(cells, key=_order)) for sheet, cells in sheets.items()]


def _order(one: Understood) -> tuple[int, int, str]:
    """Cells by row and column; places without either as they come."""
    letters = one.place.cell.rstrip("0123456789")
    row = one.place.cell[len(letters) :]
    column = "".join(filter(str.isdecimal, one.place.part))
    return (int(row) if row.isdecimal() else one.place.line, len(letters) or int(column or 0), letters)


def where(one: Understood) -> str:
    """Cell, or line and part."""
    return one.place.cell or "".join((f"第{one.place.line}行" if one.place.line else "", one.place.part))


def short(text: str) -> str:
    """As much of a cell as fits on a line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _WIDEST else f"{flat[:_WIDEST]}…"


def _propose(source: Source) -> None:
    """The block that would make the file a source."""
    say()
    say(
        "schedules.yaml里还没有包含这个文件的数据源。读得对，就在sources下面加上这一块；读得不对，在layout里写明再看一次："
    )
    say(f"  {source.name}:")
    say(f"    kind: {source.kind}")
    say(f"    path: {source.path}")
    say("    department: 报送部门")


def _plain(reading: Reading) -> dict[str, object]:
    """The same for other programs."""
    return {
        "cells": [
            {"sheet": one.place.sheet, "place": where(one), "text": one.text, "role": one.role, "meaning": one.meaning}
            for _, cells in _by_sheet(reading.understood) for one in cells
        ],
        "figures": len(reading.observations),
        "findings": [
            {"rule": one.rule, "severity": one.severity, "place": str(one.place), "message": one.message, "advice": one.advice}
            for one in reading.findings
        ],
    }  # fmt: skip
