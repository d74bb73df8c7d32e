"""Produce an edition: pull, snapshot, print in the child, judge, seal, write down."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reporter import sandbox, sources
from reporter.crashpoint import crashpoint
from reporter.errors import Faults
from reporter.model.edition import FINAL, SEALED_STATES, Edition, EditionKey
from reporter.model.owed import lacks
from reporter.pipeline import recipients
from reporter.pipeline.holding import Hold, holding
from reporter.pipeline.making import PRESS, Making, printed
from reporter.pipeline.pull import pull, sound
from reporter.pipeline.seal import Sealed, described, opened, seal, sweep
from reporter.pipeline.standing import as_it_stands
from reporter.pipeline.terms import terms

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from reporter.clock import Clock
    from reporter.model.edition import State
    from reporter.model.finding import Finding
    from reporter.project import Project
    from reporter.store import Store

_CLOSED: frozenset[State] = frozenset({"sending", "sent", "partly sent", "cancelled"})
_REACHED = frozenset({"accepted", "dot_sent", "uncertain", "held"})
"""States of a delivery whose bytes somebody has, or may have."""
_WAITING: frozenset[State] = frozenset({"waiting", "held"})
_VOID = "数据或文字有改动，原签批作废"


def produce(
    project: Project, store: Store, key: EditionKey, *, clock: Clock, output: Path, owner: str, patient: bool = True,
    anew: bool = False, as_of: dt.date | None = None, mailed: bool = True, reason: str = "", press: str = PRESS,
    tell: Callable[[str], None] = lambda _: None,
) -> Edition:  # fmt: skip
    """The edition after one attempt at producing it; one that is on its way or has arrived stays as it is.

    ``patient`` waits for figures that are not in; a person who is in a hurry is not. ``anew`` produces again what was
    produced but not sent. ``mailed`` and ``reason`` are written into an edition that is new. Raises
    :class:`StaleFence` when somebody else is at work on it, and whatever stands in the way; then it stays owed.
    """
    dates = terms(project, key.report, key.period, as_of=as_of)
    edition = store.editions.ensure(
        key, cut_off=dates.cut_off, report_date=dates.report_date, now=clock.now(), mailed=mailed, reason=reason
    )
    making = Making(project, store, clock, output, press, tell)
    with holding(store, edition, owner, clock, config=project.digest) as hold:
        leased = hold.edition
        if _stands(store, leased, patient=patient):
            hold.idle = True
            return leased
        if as_of is not None:
            leased = replace(leased, cut_off=dates.cut_off, report_date=dates.report_date)
        again = anew or (leased.state == "held" and not patient)
        if not again and leased.state in SEALED_STATES and not _outdated(making, leased):
            hold.idle = True
            return _confirmed(making, leased)
        if patient and leased.state in _WAITING and leased.lacking:
            still = _still_waiting(making, leased, hold)
            if still:
                return still
        return _produced(making, leased, patient=patient)


def _stands(store: Store, edition: Edition, *, patient: bool) -> bool:
    """Whether no production may change an edition: it came to its end, or somebody has it or may have it.

    A person may try a failed one again.
    """
    if edition.state in _CLOSED or edition.issued_hash:
        return True
    if edition.state in FINAL and patient:
        return True
    rows = [row for row in store.outbox.of(edition.id) if not row.trial and (row.attempts or row.state != "queued")]
    return any(row.state in _REACHED for row in rows) or (edition.state in FINAL and bool(rows))


def _confirmed(making: Making, edition: Edition) -> Edition:
    """The edition as it is; made before its cut-off, and the same after it, it counts as made now."""
    now = making.clock.now()
    if edition.cut_off and edition.produced and edition.produced < edition.cut_off <= now:
        return making.store.editions.confirm(edition.id, fence=edition.fence, now=now)
    return edition


def _outdated(making: Making, edition: Edition) -> bool:
    """Whether a sealed edition must be made again: its seal is broken, or what it was made from has changed since."""
    return opened(making.folder(edition)) is None or making.unchanged(edition) is None


def _still_waiting(making: Making, edition: Edition, hold: Hold) -> Edition | None:
    """The edition with what it still waits for; ``None`` when it can be made now, or must be."""
    now = making.clock.now()
    try:
        sound(pull(making.project, making.store, now=now, output=making.output)[1])
    except Faults as faults:
        hold.idle = True
        why = _first(faults)
        return making.store.editions.write(edition.moved(edition.state, why), fence=edition.fence, now=now)
    lacking = making.lacking(edition)
    if not lacking or (edition.state == "waiting" and _over(edition, now)):
        return None
    hold.idle = True
    waiting = replace(edition.moved(edition.state, lacks(lacking)), lacking=lacking)
    return making.store.editions.write(waiting, fence=edition.fence, now=now)


def _produced(making: Making, edition: Edition, *, patient: bool) -> Edition:
    """The recipe, under a lease."""
    store, clock, fence = making.store, making.clock, edition.fence
    before = edition.content_hash
    edition = store.editions.write(edition.moved("producing"), fence=fence, now=clock.now())
    with sandbox.Worker(making.press, *sources.TARGETS) as worker:
        making.tell("读取数据")
        try:
            _, found = pull(making.project, store, now=clock.now(), output=making.output, worker=worker)
            sound(found)
        except Faults as faults:
            if not patient:
                raise
            return store.editions.write(edition.moved("waiting", _first(faults)), fence=fence, now=clock.now())
        crashpoint("source.read")
        making.tell("撰写、制图、排版")
        snapshot = making.snapshot(edition, findings=found)
        crashpoint("snapshot.committed")
        files = printed(worker, snapshot)
    made = described(making.folder(edition), files)
    after = _after(making.project, edition, made, clock.now(), patient=patient)
    if after.state in {"waiting", "skipped"}:
        return store.editions.write(after, fence=fence, now=clock.now())
    making.tell("封存")
    sweep(made.folder)
    sealed = seal(made.folder, files)
    if before and before != sealed.content:
        store.signing.void(edition.id, _VOID, fence=fence)
    recipients.plan(making.project, store, edition, sealed, now=clock.now())
    crashpoint("outbox.committed")
    done = store.editions.write(replace(after, content_hash=sealed.content), fence=fence, now=clock.now())
    crashpoint("artifact.committed")
    return done


def _after(project: Project, edition: Edition, made: Sealed, now: dt.datetime, *, patient: bool) -> Edition:
    """The state that a production leads to: findings that block hold it, figures that are not in are waited for."""
    edition = replace(edition, lacking=made.owed)
    if made.errors:
        return edition.moved(
            "held", f"校对发现{made.errors}处错误，不予发出；运行reporter show {edition.key.folder}看每一处"
        )
    if not made.owed:
        return edition.moved("produced")
    said = lacks(made.owed)
    if patient and not _over(edition, now):
        return edition.moved("waiting", said)
    states: Mapping[str, State] = {"hold": "held", "mark": "produced", "skip": "skipped"}
    return edition.moved(states[project.report(edition.key.report).missing], said)


def _over(edition: Edition, now: dt.datetime) -> bool:
    """Whether the time to wait is over."""
    return edition.deadline is None or now >= edition.deadline


def _first(faults: Faults) -> str:
    """What stands in the way, in one line."""
    more = len(faults.findings) - 1
    return f"{faults.findings[0]}{f' 等{more + 1}处' if more else ''}"


def preview(
    project: Project, store: Store, key: EditionKey, *, clock: Clock, as_of: dt.date | None = None, press: str = PRESS,
    tell: Callable[[str], None] = lambda _: None, remark: Callable[[Finding], None] = lambda _: None,
) -> Mapping[str, bytes]:  # fmt: skip
    """The files that an edition would have; nothing is stored, sealed or sent. ``remark`` is told what came too late for it."""
    with sandbox.Worker(press, *sources.TARGETS) as worker:
        return printed(
            worker, as_it_stands(project, store, key, worker, clock=clock, as_of=as_of, tell=tell, remark=remark)
        )
