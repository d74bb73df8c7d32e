"""The demo office in a folder of its own, the real command, and what a production leaves behind."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

ROOT = Path(__file__).resolve().parent.parent.parent
NOW = "2018-08-07T09:00:00+08:00"
REPORT, PERIOD = "half_year", "2018-H1"


@dataclass(frozen=True)
class Office:
    """A project folder of its own, and the command that works on it."""

    folder: Path

    @classmethod
    def of_the_demo(cls, folder: Path) -> Office:
        """A copy of the demo."""
        folder.mkdir(parents=True)
        for part in ("data", "templates", "texts"):
            if (ROOT / part).is_dir():
                shutil.copytree(ROOT / part, folder / part)
        shutil.copy(ROOT / "schedules.yaml", folder)
        return cls(folder)

    def command(self, *arguments: str) -> tuple[str, ...]:
        """Our command line in this folder."""
        return (sys.executable, "-m", "reporter", "-C", str(self.folder), *arguments)

    def environment(self, *, now: str = NOW) -> dict[str, str]:
        """The environment of a command; without ``now`` the machine's own clock counts."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("REPORTER_")}
        environment.pop("PYTHONUNBUFFERED", None)  # what a person waits for comes at once without it
        environment |= {"PYTHONPATH": str(ROOT), "COLUMNS": "400"}
        if now:
            self.set_clock(now)
            environment["REPORTER_CLOCK"] = str(self.folder / "now")
        return environment

    def set_clock(self, now: str) -> None:
        """Let the clock of every command here stand at that instant."""
        draft = self.folder / "now.part"
        draft.write_text(now, encoding="ascii")
        draft.rename(self.folder / "now")

    def reporter(self, *arguments: str, now: str = NOW, wrap: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
        """Run one command of ours here; nothing is assumed about how it ends."""
        return subprocess.run(
            (*wrap, *self.command(*arguments)),
            env=self.environment(now=now),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def produce(
        self, report: str = REPORT, period: str = PERIOD, *, now: str = NOW, wrap: tuple[str, ...] = ()
    ) -> Production:
        """Run a report and insist that it worked."""
        ran = self.reporter("run", report, "--period", period, now=now, wrap=wrap)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return Production(self.folder, max((self.folder / "output" / report / period).iterdir()))


@dataclass(frozen=True)
class Production:
    """One sealed edition."""

    project: Path
    folder: Path

    @property
    def pdf(self) -> Path:
        """The report."""
        (pdf,) = self.folder.glob("*.pdf")
        return pdf

    @property
    def html(self) -> str:
        """The document that was printed."""
        return (self.folder / "document.html").read_text(encoding="utf-8")

    @property
    def facts(self) -> list[dict[str, str]]:
        """Rows of facts.csv."""
        with (self.folder / "facts.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def pages(self) -> list[str]:
        """The text of each page as pdfium reads it."""
        file = pypdfium2.PdfDocument(self.pdf)
        return [page.get_textpage().get_text_range() for page in file]

    def text(self) -> str:
        """All text without white space and line-end marks."""
        return "".join("".join(self.pages()).replace("\ufffe", "").split())
