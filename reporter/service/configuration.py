"""Turn the files of the project folder into what is in force: all of a new state of them, or the old one and its fault."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from reporter import project as projects
from reporter.clock import monotonic
from reporter.crashpoint import crashpoint
from reporter.errors import Faults, ReporterError
from reporter.pipeline.texts import text_faults

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reporter.project import Project

_log = logging.getLogger(__name__)
_WATCHED = ("templates", "texts", "data")
_DEFINITIONS = {".yaml", ".yml"}
_DICTIONARY = "indicators"
"""Of ``data/`` only definitions count, the dictionary also where it is a table: figures are read when they are needed."""
_SETTLED_SECONDS = 2.0
"""A file that is still being written is left alone for so long."""

_QUIET_SECONDS = 60.0
"""... and for so long when something of what was arranged is not in it any more."""

Look = tuple[tuple[str, int, int], ...]


class Configuration:
    """The project in force; whoever works keeps the one that he began with."""

    def __init__(self, folder: Path) -> None:
        """Load it; raises :class:`Faults` where there is nothing sound to begin with."""
        self._folder = folder
        self._look = self._seen = self._looked()
        self._since = monotonic()
        self.project: Project = self._loaded()
        self.fault = ""
        """Why the present files are not in force, in Chinese; empty while they are."""

    @property
    def digest(self) -> str:
        """A short hash of everything that is configured."""
        return self.project.digest

    def refresh(self, *, now: bool = False) -> bool:
        """Look at the files; whether other ones came into force. ``now`` does not wait for them to settle."""
        look = self._looked()
        if look != self._seen:
            self._seen, self._since = look, monotonic()
        settled = monotonic() - self._since >= _SETTLED_SECONDS
        if not now and (look == self._look or not settled):
            return False
        self._look = look
        try:
            loaded = self._loaded()
        except ReporterError as problem:
            self.fault = _said(problem)
            _log.error("configuration refused, the old one stays: %s", self.fault)
            return False
        if self._takes_away(loaded) and not now and monotonic() - self._since < _QUIET_SECONDS:
            self._look = ()  # look again: perhaps the rest of the file is still to come
            return False
        crashpoint("config.swap")
        new = loaded.digest != self.project.digest or bool(self.fault)
        self.project, self.fault = loaded, ""
        if new:
            _log.info("configuration in force", extra={"config": self.digest})
        return new

    def _takes_away(self, loaded: Project) -> bool:
        """Whether schedules, reports or recipients are missing that are in force: so does half a file look."""
        old = self.project
        return any(
            set(before) - set(after)
            for before, after in (
                (old.schedules, loaded.schedules), (old.reports, loaded.reports), (old.groups, loaded.groups),
                (old.sources, loaded.sources),
            )
        )  # fmt: skip

    def _loaded(self) -> Project:
        project = projects.load(self._folder).kept()
        findings = [finding for finding in text_faults(project) if finding.severity == "error"]
        if findings:
            raise Faults(findings)
        return project

    def _looked(self) -> Look:
        """Path, size and time of every file that counts."""
        found = []
        for path in self._files():
            try:
                state = path.stat()
            except OSError:
                continue  # it went away just now
            found.append((str(path), state.st_size, state.st_mtime_ns))
        return tuple(found)

    def _files(self) -> Iterator[Path]:
        yield self._folder / projects.FILE
        for name in _WATCHED:
            for path in sorted((self._folder / name).rglob("*")):
                if path.name.startswith(".") or path.name.endswith("~"):
                    continue
                if path.is_file() and (name != "data" or _defines(path)):
                    yield path


def _defines(path: Path) -> bool:
    """Whether a file of ``data/`` is a definition."""
    return path.suffix in _DEFINITIONS or path.stem == _DICTIONARY


def _said(problem: ReporterError) -> str:
    """The fault in one line."""
    if isinstance(problem, Faults):
        more = len(problem.findings) - 1
        return f"{problem.findings[0]}{f' 等{more + 1}处' if more else ''}"
    return str(problem)
