"""Turn the originals of a register's source into the rows of its list, in a child like everything that came from outside."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from reporter import sandbox
from reporter.errors import LimitExceeded, ProductionError, SourceError
from reporter.model.finding import Finding, Place
from reporter.model.office import Source
from reporter.sources import _kinds
from reporter.sources._original import Original
from reporter.sources._records import Line, field_of, records
from reporter.sources.shape import Grid

TARGET = f"{__name__}:lines"
_DEEP = 12
"""Rows in which the heading is looked for."""
_ENOUGH = 2
"""Known headings that make a row the heading."""
_PLACE = ("file", "line", "sheet", "cell", "part")
_NOTES = ("注", "说明", "合计", "总计", "备注")
Job = tuple[Source, Original]


def read(source: Source, original: Original, worker: sandbox.Worker) -> tuple[tuple[Any, ...], tuple[Finding, ...]]:
    """The records of one list, and what is wrong with it; a list with a fault brings nothing."""
    from reporter.settings import settings  # noqa: PLC0415 - pydantic is slow, and the child needs none of it

    limits, place = settings(), Place(original.path)
    job: Job = (source, original)
    try:
        made = worker.call(job, target=TARGET, seconds=limits.read_seconds, megabytes=limits.read_megabytes)
        told = json.loads(made["lines"])
        lines = [
            Line(replace(Place(*where), original=original.sha256), tuple(map(tuple, cells)))
            for where, cells in told["lines"]
        ]
    except (ProductionError, ValueError, KeyError, TypeError) as problem:
        message = "超出读取所许可的时间或内存，已停止" if isinstance(problem, LimitExceeded) else "读取时出错，没有读完"
        return (), (Finding("unreadable_file", "error", place, message, "另存为xlsx后重新报送"),)
    if told["fault"]:
        return (), (Finding("unreadable_file", "error", place, *told["fault"]),)
    if not lines:
        message, advice = "没有读到清单的任何一行", "表头写明各栏名称，如项目名称、类别、年度计划"
        return (), (Finding("no_rows", "error", place, message, advice),)
    found, faults = records(source.register, lines, source.department)
    return (() if faults else found), faults


def preload() -> None:
    """Import what every job needs; called in the child before its job is known."""
    _kinds.kinds()


def lines(job: Job) -> Mapping[str, bytes]:
    """Runs in the child: every row below a heading, with where it stands."""
    source, original = job
    fault: list[str] = []
    found: list[Any] = []
    try:
        for grid in _kinds.kinds()[source.kind].grids(original, _kinds.options_of(source)):
            if isinstance(grid, Grid):
                found += _below(grid.visible, source.register)
    except SourceError as error:
        fault = [str(error), error.advice]
    return {"lines": json.dumps({"lines": found, "fault": fault}, ensure_ascii=False).encode()}


def _below(grid: Grid, register: str) -> Iterator[tuple[Sequence[Any], list[tuple[str, str]]]]:
    """The rows below the heading of a grid, up to its notes."""
    head = next(
        (row for row in range(min(len(grid.rows), _DEEP))
         if sum(bool(field_of(register, grid.text(row, column))) for column in grid.filled(row)) >= _ENOUGH), None,
    )  # fmt: skip
    if head is None:
        return
    headings = {column: grid.text(head, column) for column in grid.filled(head)}
    for row in range(head + 1, len(grid.rows)):
        filled = grid.filled(row)
        if not filled:
            continue
        if grid.text(row, filled[0]).startswith(_NOTES):
            break
        cells = [(heading, grid.text(row, column)) for column, heading in headings.items()]
        place = grid.place(row) if grid.lines else grid.place(row, filled[0])
        yield [getattr(place, name) for name in _PLACE], cells
