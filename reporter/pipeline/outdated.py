"""Find which editions that were sent say something else than the figures say now, and who has them."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reporter import sandbox
from reporter.model.edition import FACTS
from reporter.settings import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from reporter.clock import Clock
    from reporter.model.edition import Edition, State
    from reporter.model.message import Delivery
    from reporter.project import Project
    from reporter.store import Store

SAYING = "reporter.press:saying"
_OUT: frozenset[State] = frozenset({"sent", "partly sent", "sending"})
_NOWHERE = "不再出现"


@dataclass(frozen=True, slots=True)
class Difference:
    """One number that an edition says and that would be another one now."""

    fact: str
    indicator: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Outdated:
    """An edition that was sent and is no longer right."""

    edition: Edition
    differences: tuple[Difference, ...]
    deliveries: tuple[Delivery, ...]
    """Everybody who was sent it; trial copies left out."""


def outdated(
    project: Project, store: Store, *, clock: Clock, output: Path, tell: Callable[[str], None] = lambda _: None
) -> tuple[Outdated, ...]:
    """Every edition in somebody's hands whose figures were revised since; the newest number of each period counts."""
    from reporter.pipeline.making import Making  # noqa: PLC0415 - it prints, this only reads

    making = Making(project, store, clock, output)
    options, found = settings(), []
    newest = {
        replace(one.key, number=1): one for one in sorted(store.editions.list(None), key=lambda one: one.key.number)
    }
    wanted = [one for one in newest.values() if one.state in _OUT and one.key.report in project.reports]
    if not wanted:
        return ()
    with sandbox.Worker(SAYING) as worker:
        for edition in wanted:
            tell(f"核对 {edition.key}")
            shot = making.snapshot(replace(edition, cut_off=max(clock.now(), edition.cut_off or clock.now())))
            files = worker.call(shot, seconds=options.render_seconds, megabytes=options.render_megabytes)
            differences = tuple(_differences(_rows(output / edition.key.folder / FACTS), _said(files[FACTS])))
            if differences:
                rows = tuple(row for row in store.outbox.of(edition.id) if not row.trial)
                found.append(Outdated(edition, differences, rows))
    return tuple(found)


def _differences(before: dict[str, dict[str, str]], now: dict[str, dict[str, str]]) -> Iterator[Difference]:
    """What the sealed list says otherwise than the new one; what is only said now does not touch anybody."""
    for ident, row in before.items():
        new = now[ident]["number"] if ident in now else _NOWHERE
        if row["number"] != new:
            yield Difference(ident, row["indicator"], row["number"], new)


def _rows(file: Path) -> dict[str, dict[str, str]]:
    try:
        return _said(file.read_bytes())
    except OSError:
        return {}


def _said(content: bytes) -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))}
