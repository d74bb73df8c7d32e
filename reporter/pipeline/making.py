"""What every production is made with: the snapshot of an edition, and the child that turns it into files."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from reporter import sandbox
from reporter.crashpoint import crashpoint
from reporter.model.edition import INPUTS
from reporter.model.issue import Issue
from reporter.model.owed import Owed
from reporter.model.snapshot import inputs
from reporter.pipeline.before import before
from reporter.pipeline.gather import snapshot_of
from reporter.pipeline.pull import pull
from reporter.pipeline.registers import registers_at
from reporter.pipeline.seal import checked
from reporter.settings import settings

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from reporter.clock import Clock
    from reporter.model.edition import Edition
    from reporter.model.finding import Finding
    from reporter.model.snapshot import Snapshot
    from reporter.project import Project
    from reporter.store import Store

PRESS = "reporter.press:make"
READINESS = "reporter.press:lacking"
DRAFT = "送审稿"


@dataclass(frozen=True)
class Making:
    """One production: what it works with."""

    project: Project
    store: Store
    clock: Clock
    output: Path
    press: str = PRESS
    tell: Callable[[str], None] = lambda _: None

    def folder(self, edition: Edition) -> Path:
        """Where the edition is sealed."""
        return self.output / edition.key.folder

    def snapshot(
        self, edition: Edition, *, issued: bool = False, known_by: dt.datetime | None = None, findings: tuple[Finding, ...] = (),
    ) -> Snapshot:  # fmt: skip
        """All that a production of the edition may know; ``issued`` fills its slots, ``findings`` are the pull's.

        ``known_by`` leaves out what was learned after that moment, however early it was released.
        """
        assert edition.cut_off is not None  # noqa: S101 - every edition is written with its dates
        assert edition.report_date is not None  # noqa: S101
        automatic = self.project.report(edition.key.report).sign_off == "automatic"
        shot = snapshot_of(
            self.project, self.store, edition.key, cut_off=edition.cut_off, report_date=edition.report_date,
            issue=edition.issue if issued else Issue() if automatic else Issue(draft=DRAFT), reason=edition.reason,
            known_by=known_by,
            registers=registers_at(self.project, self.store, self.output, edition.cut_off, known_by=known_by),
            findings=tuple(one for one in findings if one.severity != "error"),
        )  # fmt: skip
        return replace(shot, before=before(self.store, edition, self.output))

    def unchanged(self, edition: Edition) -> tuple[Finding, ...] | None:
        """What is found in the sources, read anew, if the edition would be made from the same now; else ``None``.

        A source that cannot be read now brings nothing, and so it changes nothing about what was made.
        """
        _, found = pull(self.project, self.store, now=self.clock.now(), output=self.output)
        return None if self.changed(edition) else found

    def changed(self, edition: Edition) -> bool:
        """Whether figures, words or definitions are others than those that the sealed edition was made from."""
        sealed = self.folder(edition) / INPUTS
        try:
            return sealed.read_bytes() != inputs(self.snapshot(edition))
        except OSError:
            return True

    def lacking(self, edition: Edition) -> tuple[Owed, ...]:
        """What the edition would be made without now; composed, not printed."""
        options = settings()
        made = sandbox.call(
            self.snapshot(edition), target=READINESS, seconds=options.render_seconds, megabytes=options.render_megabytes
        )
        (content,) = made.values()
        return tuple(Owed(*row) for row in json.loads(content))


def printed(worker: sandbox.Worker, snapshot: Snapshot) -> Mapping[str, bytes]:
    """The files that the child makes within its limits."""
    options = settings()
    crashpoint("render.started")
    return checked(worker.call(snapshot, seconds=options.render_seconds, megabytes=options.render_megabytes))
