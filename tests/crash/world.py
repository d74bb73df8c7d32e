"""An office whose two reports fall due together, the mailbox that they go to, and a service that can be killed."""

from __future__ import annotations

import datetime as dt
import getpass
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.crash.process import kill, start, traced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from multiprocessing.context import ForkServerProcess

    Watcher = Callable[[int], subprocess.Popen[bytes]]

ROOT = Path(__file__).resolve().parent.parent.parent
EVE = dt.datetime(2018, 8, 6, 9, 0, tzinfo=dt.UTC)
DUE = dt.datetime(2018, 8, 7, 0, 31, tzinfo=dt.UTC)
_SO_FAR = (
    "M01",
    "M01..M02",
    "Q1",
    "M01..M04",
    "M01..M05",
    "H1",
    "M01..M07",
    "M01..M08",
    "M01..M09",
    "M01..M10",
    "M01..M11",
)
"""What the report of February to December is about."""
SIGNER, SIGNED_BY = "王主任", "signer@example.org"
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
  half: {{title: 半年报, template: small, sign_off: [{signer}], numbering: "第{{n}}期"}}
signers:
  {signer}: {{address: {signed_by}, user: {user}}}
schedules:
  monthly: {{report: monthly, every: month, day: 7, time: "08:30", workday: none, to: [everybody]}}
  half: {{report: half, every: half-year, month: 2, day: 7, time: "08:30", workday: none, to: [everybody]}}
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
            "schedules.yaml": _SCHEDULES.format(
                people=", ".join(PEOPLE), port=port, signer=SIGNER, signed_by=SIGNED_BY, user=getpass.getuser()
            ),
            "data/indicators.yaml": "固定资产投资: {unit: 亿元}\n", "data/figures.csv": _FIGURES,
            "templates/small/sections/10-lead.md": "概况。\n", "templates/looks/news.html": "", "templates/looks/news.css": "",
        }.items():  # fmt: skip
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        world = cls(folder)
        world.set_clock(EVE)
        with world.serving():
            world.until(lambda: len(world.rows("SELECT name FROM schedules WHERE name <> ''")) == 2)
        return world

    @property
    def now(self) -> dt.datetime:
        """Where its clock stands."""
        return dt.datetime.fromisoformat((self.folder / "now").read_text(encoding="ascii"))

    def expected(self) -> set[tuple[str, str, str]]:
        """Schedule, nominal time and edition of everything that has fallen due, by hand from the schedules above."""
        found = set()
        for count in range((self.now.year - DUE.year) * 12 + self.now.month - DUE.month + 1):
            year, month = DUE.year + (DUE.month - 1 + count) // 12, (DUE.month - 1 + count) % 12 + 1
            about = f"{year}-{_SO_FAR[month - 2]}" if month > 1 else f"{year - 1}"
            found.add(("monthly", f"{year}-{month:02}-07T08:30", f"monthly/{about}/1"))
            if month in {2, 8}:
                half = f"{year - 1}-H2" if month == 2 else f"{year}-H1"
                found.add(("half", f"{year}-{month:02}-07T08:30", f"half/{half}/1"))
        return found if self.now >= DUE else set()

    def coming(self) -> set[tuple[str, str]]:
        """Schedule and nominal time of what falls due next."""
        months = [(self.now.year * 12 + self.now.month - 1 + ahead) for ahead in range(1, 7)]
        monthly, half = months[0], next(month for month in months if month % 6 == 1)
        return {
            (name, f"{month // 12}-{month % 12 + 1:02}-07T08:30")
            for name, month in (("monthly", monthly), ("half", half))
        }

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

    def advance(self, steps: int = 1) -> None:
        """Let some minutes pass: more after each failure, for the service waits longer as well."""
        self.set_clock(self.now + steps * _STEP)

    def next_month(self) -> None:
        """Let everything fall due that the next month brings."""
        self.set_clock(DUE.replace(year=self.now.year + self.now.month // 12, month=self.now.month % 12 + 1))

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """Rows of its database; none while there is no such table."""
        try:
            with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=5)) as connection:
                return [tuple(row) for row in connection.execute(query)]
        except sqlite3.OperationalError:
            return []

    def start(self, *command: str, stopped: bool = False, **options: str) -> ForkServerProcess:
        """Start its service, or another command; ``options`` is its environment besides ours."""
        clock = {"REPORTER_CLOCK": str(self.folder / "now"), "REPORTER_TICK_SECONDS": str(_TICK)}
        return start(self.folder, command, {"PYTHONPATH": str(ROOT), **clock, **options}, stopped=stopped)

    @contextmanager
    def serving(self) -> Iterator[ForkServerProcess]:
        """Its service, ended in good order."""
        process = self.start("serve")
        try:
            yield process
        finally:
            process.terminate()
            process.join(30)

    @contextmanager
    def doomed(self, *command: str, watcher: Watcher | None, options: Mapping[str, str]) -> Iterator[ForkServerProcess]:
        """A process that is to be killed, and surely is at the end."""
        process, watching = self.start(*command, stopped=watcher is not None, **options), None
        try:
            if watcher and process.pid:
                watching = watcher(process.pid)
                self.until(lambda: traced(process))
                os.kill(process.pid, signal.SIGCONT)
            yield process
        finally:
            kill(process)
            if watching:
                watching.wait()

    def done(self) -> bool:
        """Whether every edition has come to its end, and nobody is owed anything."""
        states = [state for (state,) in self.rows("SELECT state FROM editions")]
        expected = len(self.expected())
        return len(states) == expected and all(state in {"sent", "partly sent", "failed"} for state in states)

    def killed(self, watcher: Watcher | None = None, /, **options: str) -> bool:
        """Start a service that is to be killed, or whoever signs meanwhile; whether one was, before everything was done.

        ``watcher`` is told the number of a process before it begins, and kills it through its system calls.
        """
        died: list[str] = []

        def over() -> bool:
            for run in self.to_sign():
                with self.doomed("sign", run, "--as", SIGNER, watcher=watcher, options=options) as signer:
                    signer.join(_PATIENCE)
                    died.extend([run] if signer.exitcode == -signal.SIGKILL else [])
            return bool(died) or service.exitcode is not None or self.done()

        with self.doomed("serve", watcher=watcher, options=options) as service:
            self.until(over, step=True)
            assert service.exitcode in {None, -signal.SIGKILL}, self.log()
            return bool(died) or service.exitcode is not None

    def to_sign(self) -> list[str]:
        """What waits for a signature, and lies before the one who signs."""
        return [
            f"{report}/{period}/{number}"
            for report, period, number in self.rows(
                "SELECT report, period, number FROM editions e WHERE state = 'awaiting sign-off'"
                " AND NOT EXISTS (SELECT 1 FROM signatures s WHERE s.edition_id = e.id AND s.void = '')"
                " AND EXISTS (SELECT 1 FROM letters l JOIN deliveries d ON d.letter_id = l.id"
                " WHERE l.edition_id = e.id AND d.state = 'accepted')"
            )
        ]

    def finished(self) -> None:
        """Start the service again, let time pass until all is done, and a little longer: nothing more may come."""

        def over() -> bool:
            for run in self.to_sign():
                self.start("sign", run, "--as", SIGNER).join(_PATIENCE)
            return self.done()

        with self.serving() as process:
            self.until(over, process=process, step=True)
            for _ in range(3):
                self.advance()
                time.sleep(2 * _TICK)

    def until(
        self, happened: Callable[[], bool], *, process: ForkServerProcess | None = None, step: bool = False
    ) -> None:
        """Wait until it has happened; show the log when it does not."""
        limit, turn = time.monotonic() + _PATIENCE, 0
        while not happened():
            assert time.monotonic() < limit, self.log()
            assert not step or process is None or process.exitcode is None, self.log()
            time.sleep(0.05)
            turn += 1
            if step and turn % 6 == 0:
                self.advance()

    def log(self) -> str:
        """The end of what its services wrote."""
        return (self.folder / "serve.log").read_text(encoding="utf-8", errors="replace")[-6000:]
