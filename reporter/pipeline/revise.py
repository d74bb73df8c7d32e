"""Hand out the words of a report as a Word draft, and take them back as the words of its period."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter import disk, redraft, sandbox, sources
from reporter.errors import SourceError
from reporter.pipeline.standing import as_it_stands
from reporter.settings import settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from reporter.clock import Clock
    from reporter.model.edition import EditionKey
    from reporter.project import Project
    from reporter.store import Store

_DRAFT = "reporter.redraft:draft"
_TAKEN = "reporter.redraft:taken"


@dataclass(frozen=True, slots=True)
class Revision:
    """What a draft brought."""

    sections: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]
    """Name of each changed section, its file, and its changes: before and after."""
    told: tuple[str, ...]
    """What to know about it."""


def word_draft(
    project: Project, store: Store, key: EditionKey, *, clock: Clock, tell: Callable[[str], None] = lambda _: None
) -> bytes:
    """The words that would be printed now, as a Word file."""
    options = settings()
    with sandbox.Worker(_DRAFT, *sources.TARGETS) as worker:
        snapshot = as_it_stands(project, store, key, worker, clock=clock, tell=tell)
        made = worker.call(snapshot, seconds=options.render_seconds, megabytes=options.render_megabytes)
    return made[redraft.DRAFT]


def draft_of(content: bytes) -> str:
    """What a Word file is a draft of: half_year/2018-H1; empty where it does not say. It is opened in the sandbox alone."""
    options = settings()
    made = sandbox.call(
        content, target="reporter.redraft:edition", seconds=options.read_seconds, megabytes=options.read_megabytes
    )
    return made[redraft.EDITION].decode()


def take_words(
    project: Project, store: Store, key: EditionKey, content: bytes, *, clock: Clock, keep: bool = True,
    tell: Callable[[str], None] = lambda _: None,
) -> Revision:  # fmt: skip
    """What a draft changed, written into ``texts/`` unless ``keep`` is false; all of it or, with :class:`Faults`, nothing."""
    options = settings()
    with sandbox.Worker(_TAKEN, *sources.TARGETS) as worker:
        snapshot = as_it_stands(project, store, key, worker, clock=clock, tell=tell)
        made = dict(
            worker.call((snapshot, content), seconds=options.render_seconds, megabytes=options.render_megabytes)
        )
    said = json.loads(made.pop(redraft.CHANGES))
    folder = f"texts/{key.report}/{key.period.code}/"
    if any(not path.startswith(folder) or "/" in path.removeprefix(folder) for path in made):
        message = "收回的文字不在这一期的文件夹里"
        raise SourceError(message)
    if keep:
        (project.folder / folder).mkdir(parents=True, exist_ok=True)
        disk.put({project.folder / path: content for path, content in made.items()})
    found = ((one["section"], one["path"], tuple(map(tuple, one["changes"]))) for one in said["sections"])
    return Revision(tuple(found), tuple(said["told"]))
