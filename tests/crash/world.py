"""An office whose two reports fall due together, the mailbox that they go to, and a service that can be killed."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent.parent
EVE = dt.datetime(2018, 8, 6, 9, 0, tzinfo=dt.UTC)
DUE = dt.datetime(2018, 8, 7, 0, 31, tzinfo=dt.UTC)
EXPECTED = {("monthly", "2018-08-07T08:30", "monthly/2018-M01..M07/1"), ("half", "2018-08-07T08:30", "half/2018-H1/1")}
"""Schedule, nominal time, edition: by hand from the schedules below, 7 August 2018 being a Tuesday."""
PEOPLE = ("a@example.org", "b@example.org", "c@example.org")
_TICK = 0.05
_STEP = dt.timedelta(minutes=4)
"""How far the clock goes on while there is something left to do: leases end, what was put off is tried again."""
_PATIENCE = 60.0
_SCHEDULES = """\
office: {{name: 示例区管委会, short: 示例区}}
sources:
  figures: {{kind: csv_file, path: data/figures.csv}}
reports:
  monthly: {{title: 快报, template: small, sign_off: automatic}}
  half: {{title: 半年报, template: small, sign_off: automatic}}
schedules:
  monthly: {{report: monthly, every: month, day: 7, time: "08:30", to: [everybody]}}
  half: {{report: half, every: half-year, month: 2, day: 7, time: "08:30", to: [everybody]}}
recipients:
  everybody: [{people}]
mail: {{host: 127.0.0.1, port: {port}, tls: none, sender: report@example.org, domains: [example.org]}}
"""
_FIGURES = (
    "indicator,measure,area,period,value\n固定资产投资,growth,,2018-H1,11.6\n固定资产投资,growth,,2018-M01..M07,10.9\n"
)


@dataclass(frozen=True)
class World:
    """One office in a folder."""

    folder: Path

    @classmethod
    def build(cls, folder: Path, port: int) -> World:
        """The office on the eve, its marks set by a first start of the service."""
        for name, text in {
            "schedules.yaml": _SCHEDULES.format(people=", ".join(PEOPLE), port=port),
            "data/indicators.yaml": "固定资产投资: {unit: 亿元}\n", "data/figures.csv": _FIGURES,
            "templates/small/sections/10-lead.md": "概况。\n", "templates/looks/news.html": "", "templates/looks/news.css": "",
        }.items():  # fmt: skip
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        world = cls(folder)
        world.set_clock(EVE)
        with world.serving():
            world.until(lambda: len(world.rows("SELECT name FROM schedules WHERE name <> ''")) == len(EXPECTED))
        return world

    def copy(self, folder: Path) -> World:
        """The same office in another folder, a moment after both reports fell due."""
        shutil.copytree(self.folder, folder)
        other = World(folder)
        other.set_clock(DUE)
        return other

    @property
    def database(self) -> Path:
        """Its rows."""
        return self.folder / "output" / "reporter.db"

    def set_clock(self, now: dt.datetime) -> None:
        """Let its clock stand at that instant."""
        draft = self.folder / "now.part"
        draft.write_text(now.isoformat(), encoding="ascii")
        draft.rename(self.folder / "now")

    def advance(self) -> None:
        """Let some minutes pass."""
        self.set_clock(dt.datetime.fromisoformat((self.folder / "now").read_text(encoding="ascii")) + _STEP)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """Rows of its database; none while there is no such table."""
        try:
            with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=5)) as connection:
                return [tuple(row) for row in connection.execute(query)]
        except sqlite3.OperationalError:
            return []

    def start(self, *wrap: str, **options: str) -> subprocess.Popen[bytes]:
        """Start its service, in a session of its own; ``wrap`` is a command that starts it, ``options`` its environment."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("REPORTER_")}
        environment |= {
            "PYTHONPATH": str(ROOT), "REPORTER_CLOCK": str(self.folder / "now"), "REPORTER_TICK_SECONDS": str(_TICK), **options,
        }  # fmt: skip
        command = (*wrap, sys.executable, "-m", "tests.crash.process", str(self.folder))
        with (self.folder / "serve.log").open("ab") as log:
            return subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)

    @contextmanager
    def serving(self) -> Iterator[subprocess.Popen[bytes]]:
        """Its service, ended in good order."""
        process = self.start()
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)

    def done(self) -> bool:
        """Whether every edition has come to its end, and nobody is owed anything."""
        states = [state for (state,) in self.rows("SELECT state FROM editions")]
        return len(states) == len(EXPECTED) and all(state in {"sent", "partly sent", "failed"} for state in states)

    def killed(self, *wrap: str, **options: str) -> bool:
        """Start a service that is to be killed; whether it was, before everything was done."""
        process = self.start(*wrap, **options)
        try:
            self.until(lambda: process.poll() is not None or self.done(), process=process)
        finally:
            alive = process.poll() is None
            kill(process)
        return not alive

    def finished(self) -> None:
        """Start the service again, let time pass until all is done, and a little longer."""
        with self.serving() as process:
            self.until(self.done, process=process, step=True)
            for _ in range(3):
                self.advance()
                time.sleep(2 * _TICK)

    def until(self, happened: object, *, process: subprocess.Popen[bytes] | None = None, step: bool = False) -> None:
        """Wait until it has happened; show the log when it does not."""
        limit, turn = time.monotonic() + _PATIENCE, 0
        while not happened():  # type: ignore[operator]
            assert time.monotonic() < limit, self.log()
            assert not step or process is None or process.poll() is None, self.log()
            time.sleep(0.05)
            turn += 1
            if step and turn % 6 == 0:
                self.advance()

    def log(self) -> str:
        """The end of what its services wrote."""
        return (self.folder / "serve.log").read_text(encoding="utf-8", errors="replace")[-6000:]


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a service and everything that it started; its number is ours until it is waited for."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
