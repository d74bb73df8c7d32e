"""Tell people what they must know: operators of trouble, departments of what they owe, signers of what waits for them.

Everything goes through the outbox, once each; the keys see to that.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
from typing import TYPE_CHECKING, Protocol

from reporter.errors import ReporterError
from reporter.ledger import telling
from reporter.ledger.signing import voided
from reporter.ledger.tick import standing
from reporter.model.edition import CHECKLIST, FINDINGS
from reporter.model.office import SECRET, Recipient

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from reporter.clock import Clock
    from reporter.ledger.telling import Notice
    from reporter.message import Attachment
    from reporter.model.edition import Edition
    from reporter.model.message import LetterKind
    from reporter.model.occurrence import Occurrence
    from reporter.project import Project
    from reporter.store import Store

_log = logging.getLogger(__name__)


class Post(Protocol):
    """Queues a letter; ``pipeline.post``."""

    def __call__(
        self, project: Project, store: Store, people: list[Recipient], *, kind: LetterKind, key: str, subject: str, text: str,
        clock: Clock, attachments: tuple[Attachment, ...] = (), edition: Edition | None = None,
    ) -> bool:  # fmt: skip
        """Whether it is new."""
        ...


class Alarm(Protocol):
    """Tells the operators, even when no row can be written; ``pipeline.alarm``."""

    def __call__(
        self,
        project: Project,
        store: Store,
        *,
        key: str,
        subject: str,
        text: str,
        clock: Clock,
        edition: Edition | None = None,
    ) -> bool:
        """Whether it is new."""
        ...


class Watch:
    """What one service process tells people; it forgets nothing, because the outbox knows what was said."""

    def __init__(self, store: Store, clock: Clock, output: Path, post: Post, alarm: Alarm) -> None:
        """Nothing is said yet."""
        self._store, self._clock, self._output = store, clock, output
        self._post, self._alarm = post, alarm
        self._said: set[str] = set()
        """Keys that this process knows to be written: no need to compose them again."""

    def look(self, project: Project) -> None:
        """Tell whatever was not told yet; what cannot be told is logged, and told later."""
        now, every = self._clock.now(), dt.timedelta(hours=project.watch.remind_hours)
        zone = project.office.time_zone
        for edition in self._store.editions.untold(telling.TOLD, now):
            report = project.reports.get(edition.key.report)
            if edition.state in telling.TOLD and edition.told != edition.state:
                self._operators(project, telling.state(edition, report), edition)
                self._store.editions.tell(edition, overdue=False, now=now)
            else:
                self._operators(project, telling.overdue(edition, report, zone), edition)
                self._store.editions.tell(edition, overdue=True, now=now)
        for edition in self._store.editions.waiting():
            report = project.reports.get(edition.key.report)
            if edition.state == "held":
                again = telling.still_held(edition, report, now, every)
                if again:
                    self._operators(project, again, edition)
            written = self._store.letters.keys(edition.id, "reminder") if edition.lacking else ()
            for notice in telling.reminders(edition, report, now, every, zone, written):
                self._department(project, notice, edition)
            if edition.state == "awaiting sign-off":
                self._signers(project, edition, now, every)

    def missed(self, project: Project, skipped: Iterable[Occurrence]) -> None:
        """Tell the operators what was not made up for."""
        for notice in telling.caught_up(skipped):
            self._operators(project, notice)

    def trouble(self, project: Project, key: str, subject: str, text: str) -> None:
        """Tell the operators of trouble with the service itself."""
        if key not in self._said:
            _log.error("%s: %s", subject, text)
            self._alarm(project, self._store, key=key, subject=subject, text=text, clock=self._clock)
            self._said.add(key)

    def _operators(self, project: Project, notice: Notice, edition: Edition | None = None) -> None:
        if notice.key in self._said:
            return
        new = self._alarm(
            project,
            self._store,
            key=notice.key,
            subject=notice.subject,
            text=notice.text,
            clock=self._clock,
            edition=edition,
        )
        self._said.add(notice.key)
        if new or not project.operators:
            _log.warning(
                notice.subject, extra={"edition": edition.key if edition else "", "why": edition.why if edition else ""}
            )

    def _department(self, project: Project, notice: Notice, edition: Edition) -> None:
        """To the people of a department; where nobody is known, the operators pass it on."""
        if notice.key in self._said:
            return
        people = _of(project, notice.to) or list(project.operators)
        self._letter(project, notice, people, edition)

    def _signers(self, project: Project, edition: Edition, now: dt.datetime, every: dt.timedelta) -> None:
        """To those whose turn it is; a secret draft is carried by hand."""
        report = project.reports.get(edition.key.report)
        turn = standing(report, self._store, edition, now)
        if report is None or turn is None:
            return
        folder = self._output / edition.key.folder
        void = voided(self._store.signing.of(edition.id))
        for notice in telling.to_sign(edition, report, turn, _findings(folder), now, every, void):
            if notice.key in self._said or notice.signer is None:
                continue
            if report.secrecy in SECRET or not notice.signer.address:
                _log.info("waits for a signature", extra={"edition": edition.key, "why": turn.said})
                self._said.add(notice.key)
                continue
            person = Recipient(notice.signer.address, notice.signer.name)
            self._letter(project, notice, [person], edition, _enclosed(folder) if turn.step else ())

    def _letter(
        self, project: Project, notice: Notice, people: list[Recipient], edition: Edition,
        attachments: tuple[Attachment, ...] = (),
    ) -> None:  # fmt: skip
        try:
            self._post(
                project, self._store, people, kind=notice.kind, key=notice.key, subject=notice.subject, text=notice.text,
                clock=self._clock, attachments=attachments, edition=edition,
            )  # fmt: skip
        except ReporterError as problem:
            _log.warning("letter not written: %s", problem, extra={"key": notice.key})
            return
        self._said.add(notice.key)
        _log.info(
            "letter",
            extra={"kind": notice.kind, "about": notice.subject, "to": "、".join(one.address for one in people)},
        )


def _of(project: Project, department: str) -> list[Recipient]:
    """The people of a department among all who are arranged for: by their department, else by its own name."""
    people = {one.address.casefold(): one for group in project.groups.values() for one in (*group.people, *group.cc)}
    if not department:
        return []
    return [one for one in people.values() if department in {one.department, one.name}]


def _findings(folder: Path) -> list[str]:
    """What proof-reading said about the sealed draft."""
    try:
        return [str(row["said"]) for row in json.loads((folder / FINDINGS).read_text(encoding="utf-8"))]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _enclosed(folder: Path) -> tuple[Attachment, ...]:
    """The draft itself, and the list of its numbers."""
    found = []
    for path in (*sorted(folder.glob("*.pdf")), folder / CHECKLIST):
        try:
            found.append((path.name, path.read_bytes(), "送审稿" if path.suffix == ".pdf" else "核对表"))
        except OSError:
            _log.warning("draft not enclosed", extra={"file": path})
    return tuple(found)
