"""Tell the operators: a letter in the outbox, and where no row can be written one direct message, at most hourly."""

from __future__ import annotations

import logging
import sys
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING

from reporter import delivery as channels
from reporter.clock import local, monotonic, written
from reporter.errors import ReporterError, StoreError
from reporter.ledger import delivery as ledger
from reporter.model.message import DELIVERY_WORDS, Delivery, Letter
from reporter.pipeline.courier import Courier
from reporter.pipeline.holding import holding_letter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reporter.clock import Clock
    from reporter.message import Attachment
    from reporter.model.edition import Edition
    from reporter.model.message import LetterKind
    from reporter.model.office import Recipient
    from reporter.project import Project
    from reporter.store import Store

_log = logging.getLogger(__name__)
_HOUR = 3600.0
_lock = Lock()
_last_direct: list[float] = []
"""When this process last had to send without a row."""


def post(
    project: Project, store: Store, people: Sequence[Recipient], *, kind: LetterKind, key: str, subject: str, text: str,
    clock: Clock, attachments: Sequence[Attachment] = (), edition: Edition | None = None,
) -> bool:  # fmt: skip
    """Queue a letter to these people; ``False`` when one with this ``key`` was written before, or nobody is there.

    It leaves with the next :func:`deliver_letters`. Raises :class:`StoreError` when no row can be written.
    """
    from reporter.message import notice  # noqa: PLC0415 - only who writes needs it

    if not people or not project.mail.sender:
        return False
    body = notice(subject, text, office=project.office, mail=project.mail, attachments=attachments)
    letter = Letter(kind, key, subject, body, edition.id if edition else 0)
    return store.letters.put(letter, [row_of(project, store, key, one, clock) for one in people], now=clock.now())


def alarm(
    project: Project, store: Store, *, key: str, subject: str, text: str, clock: Clock, edition: Edition | None = None
) -> bool:
    """Tell the operators once, by a row of the outbox; where none can be written, at once and without one."""
    try:
        return post(
            project, store, project.operators, kind="alert", key=key, subject=subject, text=text, clock=clock, edition=edition
        )  # fmt: skip
    except StoreError as problem:
        _log.error("no row for an alert: %s", problem)
        return _directly(project, key, subject, text, clock)


def about_sending(project: Project, store: Store, edition: Edition, courier: Courier, *, clock: Clock) -> None:
    """Tell the operators what a person must know of an attempt at sending."""
    if courier.doubtful:
        lines = [f"{row.address}：{DELIVERY_WORDS[row.state]}。{row.reply}" for row in courier.doubtful]
        attempts = max(row.attempts for row in courier.doubtful)
        text = "\n".join(
            (f"{edition.key}有{len(lines)}位收件人的送达情况需要人工核对：", *lines, f"详见reporter show {edition.key}")
        )
        key = f"doubtful:{edition.key}:{courier.fence}:{attempts}"
        alarm(project, store, key=key, subject=f"送达情况不明：{edition.key}", text=text, clock=clock, edition=edition)
    if courier.stopped:
        problem, until = courier.stopped
        again = written(until, project.office.time_zone)
        advice = f"\n{problem.advice}" if problem.advice else ""
        text = f"{problem}{advice}\n{again}再试；改好后运行reporter mail test可立即恢复。"
        key = f"relay:{project.mail.relay}:{type(problem).__name__}:{clock.now():%Y-%m-%d}"
        alarm(
            project,
            store,
            key=key,
            subject=f"邮件服务器{project.mail.host}不收件",
            text=text,
            clock=clock,
            edition=edition,
        )


def deliver_letters(project: Project, store: Store, *, clock: Clock, output: Path, owner: str) -> int:
    """Send every letter that is due, the most urgent first; how many there were."""
    del output  # unlike a report, a letter lies in the store
    found = store.letters.due(clock.now())
    for letter in found:
        with holding_letter(store, letter, owner, clock) as leased:
            if leased is None:
                continue
            now = clock.now()
            rows = [row for row in store.outbox.of_letter(leased.id) if ledger.wants(row)]
            _courier(project, store, leased, clock).carry(
                [row for row in rows if not row.next_try or row.next_try <= now]
            )
    return len(found)


def _courier(project: Project, store: Store, letter: Letter, clock: Clock) -> Courier:
    """Carries one letter; it waits for no sending window."""
    return Courier(
        store, project.mail, clock, project.office.time_zone, project.days, letter.fence,
        lambda row: addressed(project, row, letter.body), waits=False,
    )  # fmt: skip


def addressed(project: Project, row: Delivery, body: bytes) -> bytes:
    """The copy of one recipient."""
    from reporter.message import address  # noqa: PLC0415
    from reporter.model.office import Recipient  # noqa: PLC0415

    dated = local(row.dated, project.office.time_zone)
    return address(body, to=Recipient(row.address, row.name), message_id=row.message_id, dated=dated)


def row_of(project: Project, store: Store | None, key: str, person: Recipient, clock: Clock) -> Delivery:
    """The row of one recipient of a letter."""
    from reporter.message import message_id  # noqa: PLC0415

    domain = project.mail.sender.rpartition("@")[2]
    installation = store.installation if store else project.office.name
    identity = message_id(installation, f"letter/{key}", 1, person.address, domain)
    return Delivery(
        0, 0, person.address, person.name, channels.channel_of(person.address), identity, clock.now(), "", "queued"
    )  # fmt: skip


def _directly(project: Project, key: str, subject: str, text: str, clock: Clock) -> bool:
    """Send without a row, at most once an hour, and say it on stderr in any case."""
    from reporter.message import notice  # noqa: PLC0415

    print(f"{subject}：{text}", file=sys.stderr, flush=True)  # noqa: T201 - the last way that is left
    with _lock:
        if _last_direct and monotonic() - _last_direct[-1] < _HOUR:
            return False
        _last_direct[:] = [monotonic()]
    body = notice(subject, text, office=project.office, mail=project.mail)
    sent = False
    with channels.Post(project.mail) as way:
        for person in project.operators:
            row = row_of(project, None, f"{key}:{clock.now():%Y-%m-%dT%H}", person, clock)
            with suppress(ReporterError):
                way.deliver(row, addressed(project, row, body), before_dot=lambda: None)
                sent = True
    return sent
