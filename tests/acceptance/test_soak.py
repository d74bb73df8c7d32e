"""Two years in a minute: the ledger is what the calendar says, and the process does not grow."""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporter import pipeline, workdays
from reporter.project import load
from reporter.service.house import House
from reporter.service.loop import Loop
from reporter.service.steadiness import Steadiness
from reporter.service.watch import Watch
from reporter.store import Store
from tests.acceptance.posting import office_of
from tests.catch_all import CatchAll

if TYPE_CHECKING:
    from reporter.model.edition import Edition, EditionKey
    from reporter.project import Project

BEGIN, END = dt.datetime(2018, 7, 1, tzinfo=dt.UTC), dt.datetime(2020, 7, 1, tzinfo=dt.UTC)
STEP = dt.timedelta(hours=8)
REAL = {"half_year/2018-H1/1"}
"""Printed by the real press; the others by one that prints in no time."""


@dataclass
class Clock:
    """A clock that the test moves."""

    at: dt.datetime = BEGIN

    def now(self) -> dt.datetime:
        """The instant."""
        return self.at


@dataclass
class InForce:
    """A configuration that stays."""

    project: Project


def thinned(project: Project, store: Store, key: EditionKey, **more: Any) -> Edition:
    """``pipeline.produce``, mostly with the small press."""
    press = "reporter.press:make" if str(key) in REAL else "tests.unit.pipeline.small_press:sound"
    return pipeline.produce(project, store, key, press=press, **more)


def resident() -> int:
    """Memory of this process, in KiB."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024


def test_two_years(tmp_path: Path) -> None:
    """Every due time of 2018-07 to 2020-06 has its row and its edition, each sent once to each; memory stays flat."""
    with CatchAll(tmp_path / "mailbox") as server:
        project = load(office_of(tmp_path / "office", server).folder)
        project = replace(
            project,
            schedules={name: replace(plan, start=None) for name, plan in project.schedules.items() if not plan.paused},
        )
        store, clock, output = Store.open(f"sqlite:///{tmp_path / 'r.db'}"), Clock(), tmp_path / "output"
        loop = Loop(House(
            InForce(project), store, clock, output, "soak", thinned, pipeline.issue, pipeline.dispatch,
            pipeline.deliver_letters, Watch(store, clock, output, pipeline.post, pipeline.alarm), Steadiness(None),
        ))  # fmt: skip
        sizes = []
        while clock.at < END:
            loop.tick()
            while loop.busy:
                for future in list(loop._busy.values()):
                    if future:
                        future.result(120)
            sizes.append(resident())
            clock.at += STEP
        assert loop.close(30)
        expected = {
            (name, due.nominal)
            for name, plan in project.schedules.items()
            for due in workdays.occurrences(plan, BEGIN, END - STEP, "Asia/Shanghai", project.days)
        }
        rows = store.occurrences.list(10_000)
        editions = {one.key: one for one in store.editions.list(10_000)}
        store.close()
        reached = Counter(to for one in server.envelopes for to in one["rcpt_tos"])
    assert {(row.schedule, row.nominal) for row in rows} == expected
    assert len(rows) == len(expected) == len(editions)
    assert Counter(one.state for one in editions.values()) == {"sent": len(expected)}
    monthly = sum(name == "monthly" for name, _ in expected)
    assert reached["statistics@example.org"] == monthly
    assert reached["director@example.org"] == len(expected) - monthly
    quarter = len(sizes) // 4
    assert sizes[-1] <= 1.05 * sizes[quarter] + 4096, f"{sizes[quarter]} KiB after half a year, {sizes[-1]} at the end"
