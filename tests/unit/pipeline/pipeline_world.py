"""An office whose editions are made by a press that prints in no time; everything else is real."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reporter import pipeline
from reporter.model.edition import Edition
from reporter.model.period import Period
from reporter.project import Project
from reporter.store import Store
from tests.catch_all import CatchAll

ROOT = Path(__file__).resolve().parents[3]
PRESS = "tests.unit.pipeline.small_press:"
PERIOD = Period.parse("2018-H1")
DUE = dt.datetime(2018, 8, 7, 0, 30, tzinfo=dt.UTC)


@dataclass
class Standing:
    """A clock that stands where it is put."""

    at: dt.datetime = DUE

    def now(self) -> dt.datetime:
        """The instant."""
        return self.at


@dataclass
class World:
    """A project, a store, an output folder and a mail server of their own."""

    project: Project
    store: Store
    output: Path
    server: CatchAll
    clock: Standing

    def produce(self, press: str = "sound", **more: Any) -> Edition:
        """One attempt at producing."""
        key = pipeline.edition_key(self.project, "half_year", PERIOD)
        return pipeline.produce(
            self.project, self.store, key, clock=self.clock, output=self.output, owner="me", press=PRESS + press, **more
        )

    def dispatch(self, edition: Edition, **more: Any) -> Edition:
        """One attempt at sending."""
        return pipeline.dispatch(
            self.project, self.store, edition, clock=self.clock, output=self.output, owner="me", **more
        )

    @property
    def folder(self) -> Path:
        """Where the edition is sealed."""
        return self.output / "half_year" / "2018-H1" / "1"

    def reached(self) -> list[str]:
        """Who got mail, in order."""
        return [address for envelope in self.server.envelopes for address in envelope["rcpt_tos"]]
