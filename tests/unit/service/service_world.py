"""A small office, and recipes that only move rows: what the service is tried out with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any

from reporter.clock import Clock
from reporter.errors import StaleFence
from reporter.model.edition import FINAL, Edition, EditionKey
from reporter.model.office import Office, Report, Schedule
from reporter.model.watch import Watch as Times
from reporter.pipeline.holding import holding
from reporter.service.house import House
from reporter.service.steadiness import Steadiness
from reporter.service.watch import Watch
from reporter.store import Store
from reporter.workdays import STATE_COUNCIL

START = dt.datetime(2018, 6, 29, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
OFFICE = SimpleNamespace(
    office=Office("示例区管委会", "示例区"),
    days=STATE_COUNCIL,
    reports={name: Report(name, name, name, sign_off="automatic") for name in ("half_year", "monthly")},
    schedules={
        "monthly": Schedule("monthly", "monthly", "month", 20, dt.time(9, 0), workday="following"),
        "half_year": Schedule("half_year", "half_year", "half-year", 7, dt.time(8, 30), month=2),
    },
    watch=Times(),
    operators=(),
    groups={},
    digest="0",
)


@dataclass
class StandingClock:
    """A clock that stands until it is moved."""

    instant: dt.datetime = START

    def now(self) -> dt.datetime:
        """Where it stands."""
        return self.instant


@dataclass
class Recipes:
    """Produce and dispatch as rows see them, with whatever trouble a test wants."""

    trouble: list[Exception] = field(default_factory=list)
    """Raised, one each time, instead of producing."""
    gate: Event | None = None
    """Closed, it keeps production from coming to its end."""
    made: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    """Subjects of what people were told, each key once."""
    keys: set[str] = field(default_factory=set)

    def alarm(self, project: Any, store: Store, *, key: str, subject: str, **_: Any) -> bool:
        """Note a letter to the operators."""
        return self.post(project, store, [], key=key, subject=subject)

    def post(self, project: Any, store: Store, people: Any, *, key: str, subject: str, **_: Any) -> bool:
        """Note a letter."""
        if key in self.keys:
            return False
        self.keys.add(key)
        self.told.append(subject)
        return True

    def produce(
        self, project: Any, store: Store, key: EditionKey, *, clock: Clock, output: Path, owner: str
    ) -> Edition:
        """Lease, work, write, release."""
        edition = store.editions.get(key)
        assert edition
        with holding(store, edition, owner, clock) as hold:
            leased = hold.edition
            if leased.state in FINAL:
                return leased
            store.editions.write(leased.moved("producing"), fence=leased.fence, now=clock.now())
            if self.gate:
                self.gate.wait(30)
            if self.trouble:
                raise self.trouble.pop(0)
            self.made.append(str(key))
            return store.editions.write(leased.moved("produced"), fence=leased.fence, now=clock.now())

    def dispatch(
        self, project: Any, store: Store, edition: Edition, *, clock: Clock, output: Path, owner: str
    ) -> Edition:
        """Lease, note, write, release."""
        leased = store.leases.take(edition.id, owner, clock.now(), 100, fence=edition.fence)
        if leased is None:
            raise StaleFence(str(edition.key))
        self.sent.append(str(edition.key))
        done = store.editions.write(leased.moved("sent"), fence=leased.fence, now=clock.now())
        store.leases.release(leased.id, leased.fence, now=clock.now())
        return done


@dataclass
class InForce:
    """A configuration that may be exchanged."""

    project: Any = field(default_factory=lambda: OFFICE)


def house(store: Store, clock: Clock, recipes: Recipes, folder: Path, owner: str = "me", **more: Any) -> House:
    """Everything a loop needs; letters are noted, and nobody sends them."""
    watch = Watch(store, clock, folder, recipes.post, recipes.alarm)
    steadiness = more.pop("steadiness", Steadiness(None))
    return House(
        more.pop("configuration", InForce()), store, clock, folder, owner, recipes.produce, recipes.dispatch,
        recipes.dispatch, lambda *_, **__: 0, watch, steadiness,
    )  # fmt: skip
