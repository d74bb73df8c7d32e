"""Dispatch an edition: a row for every recipient, one transaction each, and what became of it written down."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from reporter.clock import local
from reporter.errors import Refused, SealError, UsageError
from reporter.ledger import delivery as ledger
from reporter.model.edition import FINAL, MESSAGE
from reporter.model.office import SECRET, Recipient
from reporter.pipeline import letters, matrix, recipients
from reporter.pipeline.courier import Courier
from reporter.pipeline.holding import holding
from reporter.pipeline.issue import recall
from reporter.pipeline.seal import Sealed, opened
from reporter.pipeline.superseded import end, successor, supersede

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from reporter.clock import Clock
    from reporter.model.edition import Edition
    from reporter.model.message import Delivery
    from reporter.model.office import Mail
    from reporter.project import Project
    from reporter.store import Store

_READY = {"produced", "sending"}


def dispatch(
    project: Project, store: Store, edition: Edition, *, clock: Clock, output: Path, owner: str, to: str = "",
    tell: Callable[[str], None] = lambda _: None,
) -> Edition:  # fmt: skip
    """The edition after one attempt at sending it; nobody gets it twice, however often and by whom this is called.

    With ``to`` a copy marked 试发 goes to that address alone, and the edition's own state does not change.
    """
    with holding(store, edition, owner, clock, config=project.digest) as hold:
        leased, now = hold.edition, clock.now()
        if not to and (leased.state in FINAL or leased.state not in _READY):
            hold.idle = True
            return leased
        newer = None if to else successor(store, leased)
        if newer is not None:
            return end(store, leased, newer, now=now)
        if not to:
            _may_leave(project, leased)
            recalled = recall(project, store, leased, clock=clock, output=output)
            if recalled:
                return recalled
            supersede(store, leased, owner=owner, clock=clock)
        sealed = _sealed(project, leased, output)
        rows = _rows(project, store, leased, sealed, to=to, now=now)
        sending = leased if to else store.editions.write(leased.moved("sending"), fence=leased.fence, now=now)
        courier = Courier(
            store, mail_for(project, leased), clock, project.office.time_zone, project.days, leased.fence,
            _copier(project, store, leased, sealed), waits=not to, tell=tell,
        )  # fmt: skip
        courier.carry([row for row in rows if ledger.wants(row) and (row.next_try is None or row.next_try <= now)])
        if to:
            return sending
        done = _concluded(store, sending, clock.now())
        matrix.keep(sealed.folder, done, store)
        letters.about_sending(project, store, done, courier, clock=clock)
        return done


def mail_for(project: Project, edition: Edition) -> Mail:
    """The way out for an edition: 内部资料 leaves only for the domains that may have it."""
    mail = project.mail
    internal = project.report(edition.key.report).secrecy != "公开" and mail.internal_domains
    return replace(mail, domains=mail.internal_domains) if internal else mail


def _may_leave(project: Project, edition: Edition) -> None:
    """Raise :class:`UsageError` unless it was signed, or is sent without: unsigned nothing leaves the house."""
    report = project.report(edition.key.report)
    if not edition.issued_hash and (report.sign_off != "automatic" or report.numbering):
        message = f"{edition.key}还没有签发，不能发出"
        raise UsageError(message, advice="由签发人运行reporter sign")


def _sealed(project: Project, edition: Edition, output: Path) -> Sealed:
    """The sealed edition, proved by its hashes; a secret report never leaves by mail."""
    report = project.report(edition.key.report)
    if report.secrecy in SECRET:
        message = f"“{report.title}”标为{report.secrecy}，不得用电子邮件发送"
        raise UsageError(message, advice="涉密不上网；请按涉密载体管理规定送达")
    sealed = opened(output / edition.key.folder)
    if sealed is None or sealed.content != edition.content_hash or not _as_issued(sealed, edition):
        raise _broken(edition)
    if MESSAGE not in sealed.files:
        message = "没有可发的邮件"
        raise UsageError(message, advice="在schedules.yaml的mail里写明sender，再重新生成")
    return sealed


def _broken(edition: Edition) -> SealError:
    """That what lies there is not what was made, after somebody may have got it already."""
    return SealError(f"{edition.key}的文件不在，或与生成时不一致", advice="从备份恢复这一期的文件夹")


def _as_issued(sealed: Sealed, edition: Edition) -> bool:
    """Whether the PDF is the one that was issued."""
    return not edition.issued_hash or sealed.files.get(sealed.pdf) == edition.issued_hash


def _rows(
    project: Project, store: Store, edition: Edition, sealed: Sealed, *, to: str, now: dt.datetime
) -> Sequence[Delivery]:
    """The deliveries of this attempt: the trial copy, or everybody who was on the list when the edition was sealed."""
    if to:
        trial = recipients.trial_row(project, store.installation, edition, to, now)
        return store.outbox.put(edition.id, [trial], fence=edition.fence, now=now)
    planned = [row for row in store.outbox.of(edition.id) if not row.trial]
    if not planned:
        wanted = recipients.rows_of(project, store.installation, edition.key, sealed, now)
        planned = list(store.outbox.put(edition.id, wanted, fence=edition.fence, now=now))
    if not planned:
        message = f"“{project.report(edition.key.report).title}”没有收件人"
        raise UsageError(message, advice="在schedules.yaml的日程里用to写明收件人分组")
    return planned


def _copier(project: Project, store: Store, edition: Edition, sealed: Sealed) -> Callable[[Delivery], bytes]:
    """Makes the copy of each recipient from the sealed bytes."""
    from reporter.message import address  # noqa: PLC0415 - only who sends needs it

    bodies: dict[str, bytes] = {}
    installation, zone = store.installation, project.office.time_zone

    def copy(row: Delivery) -> bytes:
        name = row.body.rpartition("/")[2]
        if name not in sealed.files:
            message = f"{edition.key}里没有封存{name}"
            raise Refused(message, advice="重新生成后再发")
        if name not in bodies:
            content = (sealed.folder / name).read_bytes()
            if hashlib.sha256(content).hexdigest() != sealed.files[name]:
                raise _broken(edition)
            bodies[name] = content
        first = recipients.first_message_id(project, installation, edition.key, row.address)
        return address(
            bodies[name], to=Recipient(row.address, row.name), message_id=row.message_id, dated=local(row.dated, zone),
            trial=row.trial, addressees=row.addressees, references=first if edition.key.number > 1 else "",
        )  # fmt: skip

    return copy


def _concluded(store: Store, edition: Edition, now: dt.datetime) -> Edition:
    """What the edition is, by what became of its deliveries."""
    deliveries = store.outbox.of(edition.id)
    state = ledger.outcome(deliveries)
    open_ones = [row for row in deliveries if not row.trial and row.state != "accepted"]
    why = "" if state == "sent" else "；".join(f"{row.address}：{row.reply or row.state}" for row in open_ones[:3])
    return store.editions.write(replace(edition, state=state, why=why), fence=edition.fence, now=now)
