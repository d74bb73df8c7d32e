"""Gather what an edition would be made from if it were made now; nothing is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.pipeline.gather import snapshot_of
from reporter.pipeline.late import came_late
from reporter.pipeline.pull import figures_of, found_in, read_sources, sound
from reporter.pipeline.registers import listed
from reporter.pipeline.terms import terms

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from reporter import sandbox
    from reporter.clock import Clock
    from reporter.model.edition import EditionKey
    from reporter.model.finding import Finding
    from reporter.model.snapshot import Snapshot
    from reporter.project import Project
    from reporter.store import Store


def as_it_stands(
    project: Project, store: Store, key: EditionKey, worker: sandbox.Worker, *, clock: Clock, as_of: dt.date | None = None,
    tell: Callable[[str], None] = lambda _: None, remark: Callable[[Finding], None] = lambda _: None,
) -> Snapshot:  # fmt: skip
    """The snapshot with what the sources say now; raises :class:`Faults` where one cannot be read.

    ``remark`` is told what came too late for it.
    """
    dates = terms(project, key.report, key.period, as_of=as_of)
    tell("读取数据")
    readings = read_sources(project, worker)
    sound(found_in(readings))
    rows = tuple(figures_of(readings))
    for finding in came_late(project, store, key, cut_off=dates.cut_off, now=clock.now(), unstored=rows):
        remark(finding)
    tell("撰写、制图、排版")
    return snapshot_of(
        project, store, key, cut_off=dates.cut_off, report_date=dates.report_date, findings=found_in(readings),
        unstored=rows, registers=listed(project, readings), now=clock.now(),
    )  # fmt: skip
