"""Issue an edition that was signed: fill its reserved slots, print again, prove that nothing else changed, seal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reporter import sandbox
from reporter.clock import local
from reporter.crashpoint import crashpoint
from reporter.errors import ProductionError
from reporter.ledger.tick import standing
from reporter.pipeline import recipients
from reporter.pipeline.holding import holding
from reporter.pipeline.making import PRESS, Making, printed
from reporter.pipeline.seal import described, opened, seal, sweep
from reporter.store import Issued

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reporter.clock import Clock
    from reporter.ledger.signing import Turn
    from reporter.model.edition import Edition
    from reporter.project import Project
    from reporter.store import Store

_READY = {"produced", "awaiting sign-off"}
_CHANGED = "签发后数据或文字有改动，签发作废，正在重新生成"
_BROKEN = "封存的文件不在，或与生成时不一致，不予发出，正在重新生成"


def issue(
    project: Project, store: Store, edition: Edition, *, clock: Clock, output: Path, owner: str, press: str = PRESS,
    tell: Callable[[str], None] = lambda _: None,
) -> Edition:  # fmt: skip
    """The edition after 签发: sealed anew with its slots filled, or back in production because something changed.

    One that is issued already, or not signed by everybody, stays as it is. Raises :class:`Occupied`, and what
    :func:`filled` raises.
    """
    making = Making(project, store, clock, output, press, tell)
    with holding(store, edition, owner, clock, config=project.digest) as hold:
        leased = hold.edition
        signed = standing(project.report(edition.key.report), store, leased, clock.now())
        if leased.state not in _READY or leased.issued_hash or (signed and not signed.complete):
            hold.idle = True
            return leased
        return filled(making, leased, signed)


def filled(making: Making, edition: Edition, signed: Turn | None) -> Edition:
    """The edition under our lease with its slots filled, sealed anew; or back in production because something changed.

    Raises :class:`ProductionError` when a layout prints the slots outside of their places, or when what they are filled
    with does not pass the proof: nothing leaves the house that was not signed as it is.
    """
    found = making.unchanged(edition)
    if found is None:
        return _void(making, edition)
    _take(making, edition, signed)
    edition = making.store.editions.by_id(edition.id) or edition
    crashpoint("issue.number_taken")
    making.tell("填写期号、签发人，重新排版")
    with sandbox.Worker(making.press) as worker:
        files = printed(worker, making.snapshot(edition, issued=True, findings=found))
    made = described(making.folder(edition), files)
    if made.content != edition.content_hash:
        message = "填写签发信息后，正文与签发的内容不一致"
        raise ProductionError(message, advice="版式里签发信息只能写在data-slot里；请改正templates后重新生成")
    if made.errors:
        message = f"填写签发信息后，校对发现{made.errors}处错误"
        raise ProductionError(message, advice="核对numbering和签发人的写法；用reporter preview看版面")
    sweep(made.folder)
    sealed = seal(made.folder, files)
    now = making.clock.now()
    recipients.plan(making.project, making.store, edition, sealed, now=now)
    issued = replace(edition.moved("produced"), issued_hash=sealed.files[sealed.pdf])
    done = making.store.editions.write(issued, fence=edition.fence, now=now)
    crashpoint("artifact.committed")
    return done


def recall(project: Project, store: Store, edition: Edition, *, clock: Clock, output: Path) -> Edition | None:
    """The edition back in production because it may not go out as it is, before anybody has it; else ``None``.

    Signed data or words changed after 签发, or what lies in its folder is not what was sealed. It is under our lease;
    what is or was on its way to somebody is not recalled.
    """
    making = Making(project, store, clock, output)
    if store.outbox.tried(edition.id):
        return None
    if not _whole(making, edition):
        return _void(making, edition, _BROKEN)
    signed = project.report(edition.key.report).sign_off != "automatic" and edition.issued_hash
    return _void(making, edition) if signed and making.unchanged(edition) is None else None


def _whole(making: Making, edition: Edition) -> bool:
    """Whether what lies in the folder is what was made, and what was issued."""
    sealed = opened(making.folder(edition))
    if sealed is None or sealed.content != edition.content_hash:
        return False
    return not edition.issued_hash or sealed.files.get(sealed.pdf) == edition.issued_hash


def _void(making: Making, edition: Edition, why: str = _CHANGED) -> Edition:
    """The edition without its signatures; it keeps its number, and begins anew."""
    making.store.signing.void(edition.id, why, fence=edition.fence)
    return making.store.editions.write(
        replace(edition.moved("waiting", why), issued_hash=""), fence=edition.fence, now=making.clock.now()
    )


def _take(making: Making, edition: Edition, signed: Turn | None) -> None:
    """Fill the slots: signer, day, number."""
    report, now = making.project.report(edition.key.report), making.clock.now()
    today = local(now, making.project.office.time_zone).date()
    day = today if signed or edition.report_date is None else edition.report_date
    filled = Issued(signed.signer if signed else "", edition.issue.date or day, report.numbering)
    making.store.signing.issue(edition.id, filled, fence=edition.fence, now=now)
