"""Turn the demo office into a fresh copy with its own output folder and a clock that stands still."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.measuring import REPORTER, ROOT, cpu

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

REPORT, PERIOD = "half_year", "2018-H1"
NOW = "2018-08-07T09:00:00+08:00"


@dataclass(frozen=True, slots=True)
class Demo:
    """A copy of the demo project."""

    folder: Path

    @classmethod
    def copy(cls, folder: Path) -> Demo:
        """Copy schedules, data and templates; nothing of an earlier run."""
        for part in ("data", "templates", "texts"):
            if (ROOT / part).is_dir():
                shutil.copytree(ROOT / part, folder / part)
        shutil.copy(ROOT / "schedules.yaml", folder)
        (folder / "now").write_text(NOW, encoding="ascii")
        return cls(folder)

    @property
    def environment(self) -> Mapping[str, str]:
        """What a command needs to run here."""
        return {"REPORTER_CLOCK": str(self.folder / "now"), "REPORTER_OUTPUT": str(self.folder / "output")}

    def reporter(self, *arguments: str) -> float:
        """CPU seconds of one command of ours in this project."""
        return cpu((*REPORTER, "-C", str(self.folder), *arguments), environment=self.environment)

    def forget(self) -> None:
        """Remove store and editions."""
        shutil.rmtree(self.folder / "output", ignore_errors=True)

    def forget_editions(self) -> None:
        """Begin with a store that holds the figures and nothing else, as a service finds it when a report falls due."""
        self.forget()
        self.reporter("data", "import")

    def pdf(self) -> Path:
        """The PDF of the sealed edition."""
        return next((self.folder / "output" / REPORT / PERIOD).glob("*/*.pdf"))
