"""Take down what a person decides about a draft: for exactly the content that lies before him, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.errors import Faults, SealError, UsageError
from reporter.ledger.signing import role_of
from reporter.ledger.tick import standing
from reporter.model.edition import SEALED_STATES
from reporter.model.sign_off import Signature
from reporter.pipeline.holding import holding
from reporter.pipeline.issue import issue
from reporter.pipeline.making import PRESS, Making
from reporter.pipeline.pull import pull, sound
from reporter.pipeline.seal import opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reporter.clock import Clock
    from reporter.model.edition import Edition
    from reporter.model.sign_off import Signer, Verdict
    from reporter.project import Project
    from reporter.store import Store

_CHANGED = "数据或文字有改动，原签批作废，正在重新生成"


def sign(
    project: Project, store: Store, edition: Edition, signer: Signer, verdict: Verdict, *, how: str, note: str, clock: Clock,
    output: Path, owner: str, press: str = PRESS, tell: Callable[[str], None] = lambda _: None,
) -> Edition:  # fmt: skip
    """The edition after a decision; after the last signature it is issued at once.

    ``how`` says how the person was known. Raises :class:`UsageError` when it is not his turn, :class:`SealError` when
    what lies there is not what would be printed now; then nothing is signed and it goes back into production.
    """
    making = Making(project, store, clock, output, press, tell)
    with holding(store, edition, owner, clock, config=project.digest) as hold:
        leased, fence = hold.edition, hold.fence
        if leased.state not in SEALED_STATES or leased.issued_hash:
            message = f"{leased.key}现在不能签批"
            raise UsageError(message, advice="用reporter status查看它的状态")
        turn = standing(project.report(leased.key.report), store, leased, clock.now())
        if turn is None:
            message = f"{leased.key}不需要签批，核对无误后自动发出"
            raise UsageError(message)
        role = role_of(turn, signer.name)
        tell("核对数据和文字有没有改动")
        if not _as_it_lies(making, leased):
            store.signing.void(leased.id, _CHANGED, fence=fence)
            store.editions.write(leased.moved("waiting", _CHANGED), fence=fence, now=clock.now())
            raise SealError(_CHANGED, advice="请看过新的一稿再签")
        decided = Signature(role, signer.name, verdict, leased.content_hash, clock.now(), how, note)
        store.signing.sign(leased.id, decided, fence=fence)
        after = standing(project.report(leased.key.report), store, leased, clock.now())
        assert after is not None  # noqa: S101 - somebody has just signed
        done = store.editions.write(leased.moved("awaiting sign-off", after.said), fence=fence, now=clock.now())
        if after.complete and done.mailed:
            store.editions.want(done.id)
    if not after.complete:
        return done
    return issue(project, store, done, clock=clock, output=output, owner=owner, press=press, tell=tell)


def _as_it_lies(making: Making, edition: Edition) -> bool:
    """Whether the sealed draft is whole and is what would be printed now."""
    sealed = opened(making.folder(edition))
    if sealed is None or sealed.content != edition.content_hash:
        return False
    try:
        sound(pull(making.project, making.store, now=making.clock.now(), output=making.output)[1])
    except Faults:
        return True  # a source that cannot be read now changes nothing about what was made
    return not making.changed(edition)
