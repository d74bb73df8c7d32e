"""Turn a revision into the sentences, tables and charts of sealed reports that said the old figure."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.model.edition import FACTS, EditionKey, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from reporter.model.observation import Observation
    from reporter.proof import reading
    from reporter.store import Store

_DOCUMENT = "document.html"
_CELLS = {"td", "th"}


@dataclass(frozen=True, slots=True)
class Use:
    """One place of a sealed report that says a figure."""

    edition: EditionKey
    state: State
    place: str
    """The heading and the sentence, the row of a table, or the figure, in words."""


def uses(store: Store, output: Path, old: Observation) -> tuple[Use, ...]:
    """Every place that said ``old``, or what was derived from it, in the editions that are sealed."""
    origins = {str(one.observation.origin) for one in store.observations.history(old.indicator, old.area)
               if one.observation.key == old.key} | {str(old.origin)}  # fmt: skip
    found = []
    for edition in store.editions.list(None):
        folder = output / edition.key.folder
        if (folder / FACTS).is_file() and (folder / _DOCUMENT).is_file():
            said = set(_facts(folder / FACTS, old, origins))
            places = _places((folder / _DOCUMENT).read_text(encoding="utf-8"), said) if said else ()
            found += [Use(edition.key, edition.state, place) for place in dict.fromkeys(places)]
    return tuple(found)


def _facts(file: Path, old: Observation, origins: set[str]) -> Iterator[str]:
    """Ids of the facts that were read from the figure's cell, or derived from it."""
    with file.open(encoding="utf-8-sig", newline="") as rows:
        for row in csv.DictReader(rows):
            own = row["indicator"] == old.indicator and row["period"] == old.period.code
            derived = row["derived"] and (old.indicator in row["indicator"] or f"{old.indicator}:" in row["inputs"])
            if (own or derived) and origins & set(row["origins"].split("; ")):
                yield row["id"]


def _places(html: str, facts: set[str]) -> Iterator[str]:
    """Where a page says one of these facts."""
    from reporter.proof import reading  # noqa: PLC0415 - only a revision needs it

    blocks = reading.blocks(html)
    first = _first_cells(blocks)
    for block in blocks:
        start = 0
        for run in block.runs:
            if run.fact in facts:
                yield _said(block, start, first)
            start += len(run.text)


def _first_cells(blocks: Iterable[reading.Block]) -> dict[int, str]:
    """What stands first in each row of a table."""
    first: dict[int, str] = {}
    for block in blocks:
        if block.row and block.tag in _CELLS:
            first.setdefault(block.row, block.text)
    return first


def _said(block: reading.Block, start: int, first: dict[int, str]) -> str:
    """The place in words."""
    if block.row:
        return f"“{block.heading}”的表格，“{first.get(block.row, '')}”一行"
    if block.apart:
        return f"图“{block.text}”"
    return str(block.place(start))
