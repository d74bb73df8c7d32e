"""``reporter serve`` with a press that prints in no time: ``python -m tests.acceptance.small_service FOLDER PRESS``.

Everything else is the real service: schedules, rows, leases, seals, the outbox, the mail. ``office`` makes the office
that it serves, and ``Watched`` starts it and looks at what it leaves behind.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.catch_all import CatchAll

ROOT = Path(__file__).resolve().parents[2]
PRESS = "tests.unit.pipeline.small_press:sound"
TICK = 0.1
_PATIENCE = 90.0


def office(folder: Path, server: CatchAll, **schedule: Any) -> Path:
    """An office with one monthly bulletin to two people, and operators; ``schedule`` changes its schedule."""
    for name, content in {
        "data/figures.csv": "indicator,measure,area,period,value\n固定资产投资,level,,2018-M06,1\n",
        "data/indicators.yaml": "固定资产投资:\n  unit: 亿元\n",
        "templates/bulletin/sections/10-lead.md": "概况",
        "templates/looks/news.html": "",
        "templates/looks/news.css": "",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    arranged: dict[str, Any] = {
        "office": {"name": "示例区管委会", "short": "示例区"},
        "sources": {"figures": {"kind": "csv_file", "path": "data/figures.csv"}},
        "reports": {"bulletin": {"title": "快报", "sign_off": "automatic"}},
        "schedules": {"monthly": {"report": "bulletin", "every": "month", "day": 20, "time": "09:00", "workday": "none", "to": ["people"]} | schedule},
        "recipients": {"people": ["a@example.org", "b@example.org"], "operators": ["值班 <duty@example.org>"]},
        "watch": {"to": ["operators"]},
        "mail": {"host": "127.0.0.1", "port": server.port, "tls": "none", "sender": "report@example.org", "connections": 1},
    }  # fmt: skip
    (folder / "schedules.yaml").write_text(
        yaml.safe_dump(arranged, allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
    return folder


@dataclass
class Watched:
    """The services of one office, and what they leave behind."""

    folder: Path
    url: str = ""
    """Of the database; SQLite below output/ where empty."""
    clock: bool = True
    """Whether the clock stands where the test puts it."""
    processes: list[subprocess.Popen[str]] = field(default_factory=list)

    def start(self, press: str = PRESS, **options: str) -> subprocess.Popen[str]:
        """One more service."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("REPORTER_")}
        environment |= {"PYTHONPATH": str(ROOT), "REPORTER_TICK_SECONDS": str(TICK)}
        environment |= {"REPORTER_DATABASE": self.url} if self.url else {}
        environment |= {"REPORTER_CLOCK": str(self.folder / "now")} if self.clock else {}
        with (self.folder / "serve.log").open("a", encoding="utf-8") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.acceptance.small_service", str(self.folder), press],
                env=environment | options, stdout=log, stderr=log, text=True, cwd=ROOT,
            )  # fmt: skip
        self.processes.append(process)
        return process

    def command(self, *words: str) -> str:
        """What one command of the same project printed; it must end well."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("REPORTER_")}
        environment |= {"PYTHONPATH": str(ROOT)} | ({"REPORTER_CLOCK": str(self.folder / "now")} if self.clock else {})
        ran = subprocess.run(
            [sys.executable, "-m", "reporter", "-C", str(self.folder), *words],
            env=environment, cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    def at(self, instant: str) -> None:
        """Let the clock stand there (ISO 8601 with offset)."""
        draft = self.folder / "now.part"
        draft.write_text(instant, encoding="ascii")
        draft.rename(self.folder / "now")

    def log(self) -> str:
        """What all of them wrote."""
        return (self.folder / "serve.log").read_text(encoding="utf-8")

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of the SQLite database; none while there is no such table."""
        file = self.folder / "output" / "reporter.db"
        if not file.exists():
            return []
        try:
            with closing(sqlite3.connect(file, timeout=10)) as database:
                return database.execute(query).fetchall()
        except sqlite3.OperationalError:
            return []

    def states(self) -> list[str]:
        """State of every edition, oldest first."""
        return [str(row[0]) for row in self.rows("SELECT state FROM editions ORDER BY id")]

    def ticks(self) -> int:
        """How many ticks all of them have made."""
        return sum(int(row[0]) for row in self.rows("SELECT ticks FROM service"))

    def until(self, happened: Callable[[], object], patience: float = _PATIENCE) -> None:
        """Wait until it has happened; show the log when it does not."""
        end = time.monotonic() + patience
        while not happened():
            alive = any(process.poll() is None for process in self.processes) or not self.processes
            if not alive or time.monotonic() > end:
                raise AssertionError(f"{self.states()}\n{self.log()[-6000:]}")
            time.sleep(0.05)

    def rest(self, ticks: int = 3) -> None:
        """Let some ticks pass."""
        before = self.ticks()
        self.until(lambda: self.ticks() >= before + ticks)

    def stop(self, process: subprocess.Popen[str], order: signal.Signals = signal.SIGTERM) -> int:
        """End one of them; its exit code."""
        process.send_signal(signal.SIGCONT)
        process.send_signal(order)
        code = process.wait(40)
        self.processes.remove(process)
        return code

    def __enter__(self) -> Self:
        """Nothing runs yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is left running."""
        for process in self.processes:
            process.kill()
            process.wait()


def main(folder: str, press: str) -> int:
    """Serve until told to end."""
    from reporter import pipeline
    from reporter.service import serve

    pipeline.produce = partial(pipeline.produce, press=press)
    pipeline.issue = partial(pipeline.issue, press=press)
    return serve(Path(folder))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
