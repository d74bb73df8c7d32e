"""Turn the files of a source into a reading: figures, findings, and the hash of every file that was read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from reporter.errors import SourceError
from reporter.model.finding import Finding, Place
from reporter.model.indicator import Indicator
from reporter.model.observation import Measure, Observation
from reporter.model.office import Source
from reporter.sources import shape

SCHEDULES = "schedules.yaml"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a source says."""

    observations: tuple[Observation, ...]
    """Every figure that could be read; with an error among the findings, not to be stored."""
    findings: tuple[Finding, ...]
    files: tuple[tuple[str, str], ...]
    """(path below the project folder, SHA-256) of each file that was opened."""


@dataclass(frozen=True, slots=True)
class Example:
    """A file as a department might send it, and what must be read from it; feeds the docs and the contract tests."""

    source: Source
    rows: tuple[tuple[object, ...], ...]
    """The cells; a kind for text files joins them."""
    merged: tuple[str, ...] = ()
    """Merged ranges in spreadsheet notation."""
    figures: tuple[tuple[str, Measure, str, str], ...] = ()
    """(indicator, measure, period, value; empty for a missing one) of every figure in it."""


def place_of(source: Source, key: str) -> Place:
    """Where something is said of a source."""
    return Place(SCHEDULES, line=source.place.line, part=f"sources.{source.name}.{key}")


def find_files(source: Source, folder: Path) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """The files of a source by their path below the project folder, or why there are none."""
    pattern = PurePosixPath(source.path)
    if not source.path or pattern.is_absolute() or ".." in pattern.parts:
        message = f"文件路径“{source.path}”不在项目文件夹之内"
        return (), (
            Finding(
                "path_outside", "error", place_of(source, "path"), message, "写项目文件夹以下的相对路径，可用通配符"
            ),
        )
    found = sorted(
        path for path in folder.glob(source.path) if path.is_file() and not path.name.startswith(("~$", "."))
    )
    if not found:
        message = f"找不到数据文件“{source.path}”"
        return (), (Finding("missing_file", "error", place_of(source, "path"), message, "放入文件，或改正路径"),)
    return tuple(path.relative_to(folder).as_posix() for path in found), ()


def read_files(
    source: Source, folder: Path, dictionary: Mapping[str, Indicator], layout: shape.Layout,
    grids: Callable[[str, bytes], Iterable[shape.Grid | Finding]],
) -> Reading:  # fmt: skip
    """Read every file of a source; ``grids`` turns the bytes of one into grids and raises :class:`SourceError`."""
    paths, findings = find_files(source, folder)
    observations: list[Observation] = []
    faults = list(findings)
    files = []
    for path in paths:
        content = (folder / path).read_bytes()
        files.append((path, hashlib.sha256(content).hexdigest()))
        collector = shape.Collector(source, dictionary, layout)
        try:
            _collect(path, grids(path, content), collector)
        except SourceError as error:
            collector.findings.append(Finding("unreadable_file", "error", Place(path), str(error), error.advice))
        observations += collector.observations
        faults += collector.findings
    return Reading(tuple(observations), tuple(faults), tuple(files))


def _collect(path: str, grids: Iterable[shape.Grid | Finding], collector: shape.Collector) -> None:
    """Read the grids of one file."""
    for grid in grids:
        if isinstance(grid, Finding):
            collector.findings.append(grid)
        else:
            shape.read(grid, collector)
    if not collector.observations and not collector.findings:
        collector.error(
            "no_figures", Place(path), "文件里没有读到任何数据", "确认文件不是空表，表头写明指标、时期和量度"
        )
