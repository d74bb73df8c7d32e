"""P9: a tick over 10,000 schedules of which none is due, against one over 10."""

from __future__ import annotations

import datetime as dt
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

from benchmarks.measuring import ROOT, Measurement
from reporter import pipeline
from reporter.project import load
from reporter.service.house import House
from reporter.service.loop import Loop
from reporter.service.steadiness import Steadiness
from reporter.service.watch import Watch
from reporter.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reporter.project import Project

TARGET = 3.0
MANY, FEW = 10_000, 10
NOW = dt.datetime(2018, 7, 1, tzinfo=dt.UTC)


def measure(*, full: bool) -> Iterator[Measurement]:
    """CPU of a whole tick: what fell due, what is owed, who must be told, the heartbeat."""
    project = load(ROOT)
    with _loop(project, MANY) as many, _loop(project, FEW) as few:
        pairs = [(_tick(many), _tick(few)) for _ in range(300 if full else 100)]
    value = median(a / b for a, b in pairs)
    detail = f"{1000 * median(a for a, _ in pairs):.2f} ms against {1000 * median(b for _, b in pairs):.2f} ms CPU, {len(pairs)} pairs"
    yield Measurement("P9", f"a tick over {MANY} schedules against {FEW}", value, TARGET, detail=detail)


def _tick(loop: Loop) -> float:
    before = process_time()
    loop.tick()
    return process_time() - before


class _Standing:
    """A clock that stands."""

    def now(self) -> dt.datetime:
        """The instant."""
        return NOW


class _InForce:
    """A configuration that stays."""

    def __init__(self, project: Project) -> None:
        self.project = project


@contextmanager
def _loop(project: Project, number: int) -> Iterator[Loop]:
    """A loop over so many schedules, warm."""
    plan = project.schedules["monthly"]
    project = replace(project, schedules={f"s{index}": replace(plan, name=f"s{index}") for index in range(number)})
    with tempfile.TemporaryDirectory() as folder:
        store, clock = Store.open(f"sqlite:///{folder}/r.db"), _Standing()
        house = House(
            _InForce(project), store, clock, Path(folder), "bench", pipeline.produce, pipeline.issue, pipeline.dispatch,
            pipeline.deliver_letters, Watch(store, clock, Path(folder), pipeline.post, pipeline.alarm), Steadiness(None),
        )  # fmt: skip
        loop = Loop(house)
        for _ in range(3):
            loop.tick()
        yield loop
        loop.close(1)
        store.close()
