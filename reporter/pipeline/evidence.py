"""Turn the origins of facts into what the kept copies of the files say there, whatever has happened to the department's own."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reporter import sources
from reporter.errors import StoreError
from reporter.model.edition import FACTS
from reporter.store import Originals

if TYPE_CHECKING:
    from reporter.project import Project
    from reporter.store import Store

Cell = tuple[str, str]
"""Place in words, and the hash of the file that it is in."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found in the copies."""

    copies: Mapping[str, Path]
    """Where the copy of each file lies, by its hash."""
    cells: Mapping[Cell, str]
    """What stands in a cell, as it was read."""
    faults: tuple[str, ...]
    """Copies that are gone or were changed."""
    unread: tuple[str, ...]
    """Cells in which nothing is read any more, as the sources are arranged now."""


def origins_of(folder: Path) -> dict[str, list[Cell]]:
    """The cells behind each fact of a sealed edition, by the fact's id."""
    file = folder / FACTS
    if not file.is_file():
        return {}
    with file.open(encoding="utf-8-sig", newline="") as rows:
        return {
            row["id"]: list(zip(row["origins"].split("; "), row.get("originals", "").split("; "), strict=False))
            for row in csv.DictReader(rows) if row.get("origins")
        }  # fmt: skip


def evidence(project: Project, store: Store, output: Path, cells: Iterable[Cell]) -> Evidence:
    """Open every copy that these cells are in, prove it by its hash, and read it again."""
    asked = dict.fromkeys(cell for cell in cells if cell[1])
    kept, copies, said = Originals(output), dict[str, Path](), dict[Cell, str]()
    faults, unread = list[str](), list[str]()
    for digest in dict.fromkeys(digest for _, digest in asked):
        try:
            content = kept.read(digest)
        except StoreError as problem:
            faults.append(str(problem))
            continue
        copies[digest] = kept.path(digest) or Path()
        read = store.readings.of_original(digest)
        source = project.sources.get(read.source) if read else None
        if read is None or source is None or source.register:
            continue
        understood = sources.explain(source, sources.Original(read.file, content), project.indicators).understood
        said |= {(str(one.place), digest): one.text for one in understood}
        unread += [
            f"保存的{read.file}副本里，{where}已读不出数"
            for where, of in asked if of == digest and (where, digest) not in said
        ]  # fmt: skip
    return Evidence(copies, said, tuple(faults), tuple(unread))
