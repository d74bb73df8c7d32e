"""P7: the facts of one report from a store of many figures against one of ten thousand: CPU, queries, and peak memory."""

from __future__ import annotations

import datetime as dt
import gc
import os
import sqlite3
import tempfile
import time
from itertools import chain, count, islice, product
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from benchmarks.demo import PERIOD, REPORT, Demo
from benchmarks.measuring import Measurement
from reporter import document, facts, pipeline
from reporter.model.period import Period
from reporter.project import load
from reporter.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reporter.project import Project

TARGET, _FLAT = 1.5, 1.1
_FEW, _MANY, _FULL = 10_000, 1_000_000, 10_000_000
_PAIRS = 7
_NOW = dt.datetime(2018, 8, 7, 0, 30, tzinfo=dt.UTC)
_COLUMNS = "indicator, measure, area, period, basis, scope, value, unit, released, department, source, file, line, recorded, effective"
_MEASURES = (("level", "亿元", ""), ("growth", "%", "同比"), ("share", "%", ""), ("target", "亿元", ""))


def measure(*, full: bool) -> Iterator[Measurement]:
    """The same report, the same figures of its own in both; the rest is of other areas and long ago."""
    many = _FULL if full else _MANY
    with tempfile.TemporaryDirectory() as name:
        demo = Demo.copy(Path(name) / "project")
        project = load(demo.folder)
        small, large = (_filled(project, Path(name) / f"{number}.db", number) for number in (_FEW, many))
        _once(project, small), _once(project, large)
        pairs = [(_once(project, large), _once(project, small)) for _ in range(_PAIRS)]
        for store in (small, large):
            store.close()
        peaks = [_peak(project, Path(name) / f"{number}.db") for number in (many, _FEW)]
    (seconds, queries, said), (_, fewer, _) = pairs[0]
    value = median(big[0] / little[0] for big, little in pairs)
    detail = f"{median(big[0] for big, _ in pairs):.3f} s against {median(little[0] for _, little in pairs):.3f} s CPU, {said} facts"
    yield Measurement("P7", f"facts of a report from {many:,} figures against {_FEW:,}", value, TARGET, detail=detail)
    yield Measurement(
        "P7", "queries beyond those of the small store", queries - fewer, 0, detail=f"{queries} against {fewer}"
    )
    detail = f"{peaks[0]} MB against {peaks[1]} MB"
    yield Measurement("P7", "peak memory against that with the small store", peaks[0] / peaks[1], _FLAT, detail=detail)
    assert seconds  # noqa: S101 - it did something


def _peak(project: Project, file: Path) -> int:
    """Peak memory (MB) of a process that makes one report from this store."""
    child = os.fork()
    if child == 0:
        _once(project, Store.open(f"sqlite:///{file}"))
        os._exit(0)
    _, status, used = os.wait4(child, 0)
    if status:
        message = f"the report from {file.name} ended with {status}"
        raise RuntimeError(message)
    return used.ru_maxrss >> 10


def _once(project: Project, store: Store) -> tuple[float, int, int]:
    """CPU seconds, queries and facts of one report: snapshot, facts, document."""
    statements = 0

    def seen(*_: Any) -> None:
        nonlocal statements
        statements += 1

    engine = store._database._engine  # noqa: SLF001 - where statements can be counted
    sa.event.listen(engine, "before_cursor_execute", seen)
    key = pipeline.edition_key(project, REPORT, Period.parse(PERIOD))
    gc.collect()
    begun = time.process_time()
    snapshot = pipeline.snapshot_of(project, store, key, cut_off=_NOW, report_date=_NOW.date())
    said = len(document.compose(snapshot, facts.Book(snapshot)).facts)
    used = time.process_time() - begun
    sa.event.remove(engine, "before_cursor_execute", seen)
    return used, statements, said


def _filled(project: Project, file: Path, number: int) -> Store:
    """A store with the demo's figures, ten thousand of the office's own area, and others up to ``number``."""
    store = Store.open(f"sqlite:///{file}")
    pipeline.pull(project, store, now=_NOW, output=file.parent)
    with sqlite3.connect(file) as connection:
        places = ", ".join("?" * (_COLUMNS.count(",") + 1))
        connection.executemany(
            f"INSERT INTO observations ({_COLUMNS}) VALUES ({places})",  # noqa: S608 - our own words
            islice(_rows(project), number - 70),
        )
        connection.execute("ANALYZE")
    connection.close()
    return store


def _rows(project: Project) -> Iterator[tuple[Any, ...]]:
    """Monthly figures of every indicator: ten thousand of the last years of the own area, then of other areas."""
    names, line = list(project.indicators), count(1)
    for area in chain([""], (f"示例区{number:05}" for number in count(1))):
        for year, month, (measure, unit, basis), name in product(range(2014, 2018), range(1, 13), _MEASURES, names):
            number = next(line)
            yield (
                name, measure, area, f"{year}-M{month:02}", basis, "", f"{number % 9973}.{number % 10}", unit, f"{year + 1}-01-20",
                "统计局", "history", "data/history.csv", number, f"{year + 1}-01-21 01:00:00.000000", f"{year + 1}-01-20",
            )  # fmt: skip
