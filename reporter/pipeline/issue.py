"""Issue an edition that was signed: fill its reserved slots, print again, prove that nothing else changed, seal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reporter import sandbox
from reporter.clock import local
from reporter.crashpoint import crashpoint
from reporter.errors import Faults, SealError
from reporter.ledger.tick import standing
from reporter.pipeline import recipients
from reporter.pipeline.holding import holding
from reporter.pipeline.making import PRESS, Making, printed
from reporter.pipeline.pull import pull, sound
from reporter.pipeline.seal import described, seal, sweep
from reporter.store import Issued

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reporter.clock import Clock
    from reporter.ledger.signing import Turn
    from reporter.model.edition import Edition
    from reporter.model.finding import Finding
    from reporter.project import Project
    from reporter.store import Store

_READY = {"produced", "awaiting sign-off"}
_CHANGED = "签发后数据或文字有改动，签发作废，正在重新生成"


def issue(
    project: Project, store: Store, edition: Edition, *, clock: Clock, output: Path, owner: str, press: str = PRESS,
    tell: Callable[[str], None] = lambda _: None,
) -> Edition:  # fmt: skip
    """The edition after 签发: sealed anew with its slots filled, or back in production because something changed.

    One that is issued already, or not signed by everybody, stays as it is. Raises :class:`StaleFence`, and
    :class:`SealError` when a layout prints the slots outside of their places.
    """
    making = Making(project, store, clock, output, press, tell)
    with holding(store, edition, owner, clock, config=project.digest) as hold:
        leased, fence = hold.edition, hold.fence
        signed = standing(project.report(edition.key.report), store, leased, clock.now())
        if leased.state not in _READY or leased.issued_hash or (signed and not signed.complete):
            hold.idle = True
            return leased
        found = _as_signed(making, leased)
        if found is None:
            return _void(making, leased)
        _take(making, leased, signed)
        leased = store.editions.by_id(leased.id) or leased
        crashpoint("issue.number_taken")
        tell("填写期号、签发人，重新排版")
        with sandbox.Worker(press) as worker:
            files = printed(worker, making.snapshot(leased, issued=True, findings=found))
        made = described(making.folder(leased), files)
        if made.content != leased.content_hash:
            message = "填写签发信息后，正文与签发的内容不一致"
            raise SealError(message, advice="版式里签发信息只能写在data-slot里；请改正templates后重新生成")
        sweep(made.folder)
        sealed = seal(made.folder, files)
        recipients.plan(project, store, leased, sealed, now=clock.now())
        issued = replace(leased.moved("produced"), issued_hash=sealed.files[sealed.pdf])
        done = store.editions.write(issued, fence=fence, now=clock.now())
        crashpoint("artifact.committed")
        return done


def recall(project: Project, store: Store, edition: Edition, *, clock: Clock, output: Path) -> Edition | None:
    """An edition that was issued, back in production because data or words changed before anybody has it; else ``None``.

    It is under our lease. What was signed by nobody is not recalled, nor what was on its way to somebody.
    """
    making = Making(project, store, clock, output)
    signed = project.report(edition.key.report).sign_off != "automatic"
    on_its_way = any(row.attempts for row in store.outbox.of(edition.id) if not row.trial)
    if not (signed and edition.issued_hash) or on_its_way or _as_signed(making, edition) is not None:
        return None
    return _void(making, edition)


def _void(making: Making, edition: Edition) -> Edition:
    """The edition without its signatures; it keeps its number, and begins anew."""
    making.store.signing.void(edition.id, _CHANGED, fence=edition.fence)
    return making.store.editions.write(
        replace(edition.moved("waiting", _CHANGED), issued_hash=""), fence=edition.fence, now=making.clock.now()
    )


def _as_signed(making: Making, edition: Edition) -> tuple[Finding, ...] | None:
    """What was found in the data, if what was signed is still what would be printed; else ``None``."""
    found = pull(making.project, making.store, now=making.clock.now(), output=making.output)[1]
    try:
        sound(found)
    except Faults:
        return None
    return None if making.changed(edition) else tuple(found)


def _take(making: Making, edition: Edition, signed: Turn | None) -> None:
    """Fill the slots: signer, day, number."""
    report, now = making.project.report(edition.key.report), making.clock.now()
    today = local(now, making.project.office.time_zone).date()
    day = today if signed or edition.report_date is None else edition.report_date
    filled = Issued(signed.signer if signed else "", edition.issue.date or day, report.numbering)
    making.store.signing.issue(edition.id, filled, fence=edition.fence, now=now)
