"""Send an edition again to those whom it did not reach, or to one person, because somebody says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.errors import UsageError
from reporter.ledger.delivery import given_up
from reporter.pipeline import recipients
from reporter.pipeline.dispatch import dispatch
from reporter.pipeline.holding import holding
from reporter.pipeline.seal import opened
from reporter.pipeline.superseded import successor

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from reporter.clock import Clock
    from reporter.model.edition import Edition
    from reporter.model.message import Delivery
    from reporter.project import Project
    from reporter.store import Store

_SENT = {"sending", "sent", "partly sent", "held", "failed"}


def resend(
    project: Project, store: Store, edition: Edition, *, clock: Clock, output: Path, owner: str, person: str = "",
    tell: Callable[[str], None] = lambda _: None,
) -> Edition:  # fmt: skip
    """The edition after another attempt at everybody whom it did not reach, or at ``person`` alone.

    The bytes and the Message-ID are those of the first time. Raises :class:`UsageError` for a person who is not on its
    list and for an edition that was never sent.
    """
    with holding(store, edition, owner, clock, config=project.digest) as hold:
        leased, now = hold.edition, clock.now()
        rows = [row for row in store.outbox.of(leased.id) if not row.trial]
        if leased.state not in _SENT or not any(row.attempts or row.state != "queued" for row in rows):
            message = f"{edition.key}还没有发送过"
            raise UsageError(message, advice="用reporter run … --send发送")
        newer = successor(store, leased)
        if newer is not None:
            message = f"{edition.key}已由第{newer.key.number}版替代，不再发送"
            raise UsageError(message, advice=f"改发{newer.key}")
        chosen = _one(project, store, leased, rows, person, clock, output) if person else _failed(rows)
        if not chosen:
            return leased
        store.outbox.again(chosen, fence=leased.fence, now=now, give_up=given_up(now, project.mail))
        leased = store.editions.write(leased.moved("sending"), fence=leased.fence, now=now)
    return dispatch(project, store, leased, clock=clock, output=output, owner=owner, tell=tell)


def _failed(rows: Sequence[Delivery]) -> list[Delivery]:
    """Those who surely or perhaps have nothing: refused, held, put off, returned."""
    return [row for row in rows if row.state in {"refused", "held", "deferred"} or row.bounced]


def _one(
    project: Project, store: Store, edition: Edition, rows: Sequence[Delivery], person: str, clock: Clock, output: Path
) -> list[Delivery]:
    """The row of one person; somebody who came to the list later gets one."""
    found = [row for row in rows if row.address.casefold() == person.casefold()]
    sealed = opened(output / edition.key.folder)
    if not found and sealed:
        listed = recipients.rows_of(project, store.installation, edition.key, sealed, clock.now())
        new = [row for row in listed if row.address.casefold() == person.casefold()]
        found = list(store.outbox.put(edition.id, new, fence=edition.fence, now=clock.now())) if new else []
    if not found:
        message = f"{person}不是{edition.key}的收件人"
        raise UsageError(message, advice="先在schedules.yaml里把此人加入收件人分组；只想看一眼用reporter run … --to")
    return found
