"""Dispatch an edition: a row for every recipient, one transaction each, and what became of it written down."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reporter import delivery as channels
from reporter.clock import local
from reporter.errors import DeliveryError, SealError, StaleFence, UsageError
from reporter.ledger import delivery as ledger
from reporter.ledger.delivery import Move
from reporter.model.address import Address
from reporter.model.edition import FINAL, MESSAGE
from reporter.model.message import Delivery
from reporter.model.office import Recipient
from reporter.pipeline.seal import opened

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from reporter.clock import Clock
    from reporter.model.edition import Edition
    from reporter.project import Project
    from reporter.store import Store

LEASE_SECONDS = 1800
"""Renewed before every recipient: longer than one transaction may take."""
_FOLDER = "folder:"
_SECRET = {"秘密", "机密", "绝密"}
_READY = {"produced", "sending"}


def dispatch(
    project: Project, store: Store, edition: Edition, *, clock: Clock, output: Path, owner: str, to: str = "",
    tell: Callable[[str], None] = lambda _: None,
) -> Edition:  # fmt: skip
    """The edition after one attempt at sending it; nobody gets it twice, however often and by whom this is called.

    With ``to`` a copy marked 试发 goes to that address alone, and the edition's own state does not change.
    """
    now = clock.now()
    leased = store.editions.lease(edition.id, owner, now, LEASE_SECONDS)
    if leased is None:
        message = f"{edition.key}正由另一个进程处理"
        raise StaleFence(message, advice="稍后用reporter status查看结果")
    try:
        if not to and (leased.state in FINAL or leased.state not in _READY):
            return leased
        body = _body(project, leased, output)
        people = (_tester(to),) if to else _people(project, edition)
        rows = _rows(project, store, leased, people, now=now, trial=bool(to))
        queued = store.outbox.put(leased.id, rows, fence=leased.fence, now=now)
        sending = leased if to else store.editions.write(leased.moved("sending"), fence=leased.fence, now=now)
        wanted = {row.message_id for row in queued}
        for row in store.outbox.of(leased.id):
            if row.trial == bool(to) and (not to or row.message_id in wanted) and _is_due(row, clock.now()):
                store.editions.renew(leased.id, leased.fence, clock.now(), LEASE_SECONDS)
                tell(f"发送 {row.address}")
                _deliver(project, store, row, body, fence=leased.fence, clock=clock)
        return sending if to else _concluded(store, sending, clock.now())
    finally:
        store.editions.release(edition.id, leased.fence, now=clock.now())


def _body(project: Project, edition: Edition, output: Path) -> bytes:
    """The sealed message, proved by its hash; a secret report never leaves by mail."""
    report = project.report(edition.key.report)
    if report.secrecy in _SECRET:
        message = f"“{report.title}”标为{report.secrecy}，不得用电子邮件发送"
        raise UsageError(message, advice="涉密不上网；请按涉密载体管理规定送达")
    sealed = opened(output / edition.key.folder)
    if sealed is None or sealed.content != edition.content_hash:
        message = f"{edition.key}的文件不在，或与生成时不一致"
        raise SealError(message, advice="重新生成后再发")
    if MESSAGE not in sealed.files:
        message = "没有可发的邮件"
        raise UsageError(message, advice="在schedules.yaml的mail里写明sender，再重新生成")
    return (sealed.folder / MESSAGE).read_bytes()


def _people(project: Project, edition: Edition) -> tuple[Recipient, ...]:
    """Everybody who gets the report by schedule."""
    people = project.recipients(edition.key.report)
    if not people:
        message = f"“{project.report(edition.key.report).title}”没有收件人"
        raise UsageError(message, advice="在schedules.yaml的日程里用to写明收件人分组")
    return people


def _tester(to: str) -> Recipient:
    """The one who gets a trial copy."""
    try:
        return Recipient(str(Address.parse(to)))
    except ValueError as error:
        raise UsageError(str(error), advice="写作office@example.org") from error


def _rows(
    project: Project, store: Store, edition: Edition, people: Iterable[Recipient], *, now: dt.datetime, trial: bool
) -> list[Delivery]:
    """A row for each recipient; the same recipient gets the same Message-ID on every attempt."""
    from reporter.message import message_id  # noqa: PLC0415 - only who sends needs it

    key, domain = edition.key, str(project.mail.sender).rpartition("@")[2]
    name = f"{key.report}/{key.period.code}" + (f"/trial/{edition.fence}" if trial else "")
    return [
        Delivery(
            0, edition.id, person.address, person.name, "folder" if person.address.startswith(_FOLDER) else "smtp",
            message_id(store.installation, name, key.number, person.address, domain), local(now, project.office.time_zone),
            f"{key.folder}/{MESSAGE}", "queued", trial=trial,
        )
        for person in people
    ]  # fmt: skip


def _is_due(row: Delivery, now: dt.datetime) -> bool:
    return ledger.wants(row) and (row.next_try is None or row.next_try <= now)


def _deliver(project: Project, store: Store, row: Delivery, body: bytes, *, fence: int, clock: Clock) -> None:
    """One recipient, one transaction; ``dot_sent`` is on the disk before the final dot goes out."""
    left = ledger.found(row, project.mail)
    if left.state != row.state:
        row = _move(store, row, left, fence=fence, now=clock.now())
        if not ledger.wants(row):
            return
    row = store.outbox.move(row, "sending", fence=fence, now=clock.now())

    from reporter.message import address  # noqa: PLC0415

    def before_dot() -> None:
        store.outbox.move(row, "dot_sent", fence=fence, now=clock.now())

    copy = address(
        body, to=Recipient(row.address, row.name), message_id=row.message_id, dated=local(row.dated, project.office.time_zone),
        trial=row.trial,
    )  # fmt: skip
    try:
        code, reply = channels.deliver(row, copy, project.mail, before_dot=before_dot)
    except DeliveryError as problem:
        _move(store, row, ledger.after(problem, row, project.mail, clock.now()), fence=fence, now=clock.now())
    else:
        _move(store, row, Move("accepted", None, code, reply), fence=fence, now=clock.now())


def _move(store: Store, row: Delivery, move: Move, *, fence: int, now: dt.datetime) -> Delivery:
    return store.outbox.move(
        row, move.state, fence=fence, now=now, code=move.code, reply=move.reply, next_try=move.next_try
    )


def _concluded(store: Store, edition: Edition, now: dt.datetime) -> Edition:
    """What the edition is, by what became of its deliveries."""
    deliveries = store.outbox.of(edition.id)
    state = ledger.outcome(deliveries)
    open_ones = [row for row in deliveries if not row.trial and row.state != "accepted"]
    why = "" if state == "sent" else "；".join(f"{row.address}：{row.reply or row.state}" for row in open_ones[:3])
    return store.editions.write(replace(edition, state=state, why=why), fence=edition.fence, now=now)
