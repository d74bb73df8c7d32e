"""Take down what a person decides about a draft: for exactly the content that lies before him, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.errors import SealError, UsageError
from reporter.ledger.signing import role_of, voided
from reporter.ledger.tick import standing
from reporter.model.edition import SEALED_STATES, STATE_WORDS
from reporter.model.sign_off import Signature
from reporter.pipeline.holding import holding
from reporter.pipeline.issue import filled
from reporter.pipeline.making import PRESS, Making
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
_MADE_ANEW = {"waiting", "producing"}
_SHORTEST = 8
"""Characters of a content hash that name a draft."""


def sign(
    project: Project, store: Store, edition: Edition, signer: Signer, verdict: Verdict, *, how: str, note: str, clock: Clock,
    output: Path, owner: str, draft: str = "", press: str = PRESS, tell: Callable[[str], None] = lambda _: None,
) -> Edition:  # fmt: skip
    """The edition after a decision; after the last signature it is issued at once.

    ``how`` says how the person was known, ``draft`` is the beginning of the content hash that he has read. Raises
    :class:`UsageError` when it is not his turn, :class:`SealError` when another draft lies there by now, or what lies
    there is not what would be printed now; then nothing is signed, and it goes back into production.
    """
    making = Making(project, store, clock, output, press, tell)
    with holding(store, edition, owner, clock, config=project.digest) as hold:
        leased, fence, report = hold.edition, hold.fence, project.report(edition.key.report)
        _laid_before(making, leased, draft)
        turn = standing(report, store, leased, clock.now())
        if turn is None:
            message = f"{leased.key}不需要签批，核对无误后自动发出"
            raise UsageError(message)
        role = role_of(turn, signer.name, voided(store.signing.of(leased.id)))
        tell("核对数据和文字有没有改动")
        if not _as_it_lies(making, leased):
            store.signing.void(leased.id, _CHANGED, fence=fence)
            store.editions.write(leased.moved("waiting", _CHANGED), fence=fence, now=clock.now())
            raise SealError(_CHANGED, advice="请看过新的一稿再签")
        decided = Signature(role, signer.name, verdict, leased.content_hash, clock.now(), how, note)
        store.signing.sign(leased.id, decided, fence=fence)
        after = standing(report, store, leased, clock.now())
        assert after is not None  # noqa: S101 - somebody has just signed
        done = store.editions.write(leased.moved("awaiting sign-off", after.said), fence=fence, now=clock.now())
        if not after.complete:
            return done
        if done.mailed:
            store.editions.want(done.id)
        return filled(making, done, after)


def _laid_before(making: Making, edition: Edition, draft: str) -> None:
    """Raise unless the edition can be decided on, and ``draft`` is the one that lies there."""
    named = len(draft) >= _SHORTEST and edition.content_hash.startswith(draft)
    if draft and not edition.issued_hash and (edition.state in _MADE_ANEW or not named):
        why = voided(making.store.signing.of(edition.id)) or (edition.why if edition.state in _MADE_ANEW else "")
        other = f"已作废：{why}" if why else f"不是现在的一稿（{edition.content_hash[:16]}）"
        message = f"你看过的一稿（{draft}）{other}"
        raise SealError(message, advice="请看过新的一稿再签")
    if edition.state not in SEALED_STATES or edition.issued_hash:
        message = f"{edition.key}现在不能签批：{STATE_WORDS[edition.state]}{f'，{edition.why}' if edition.why else ''}"
        raise UsageError(message, advice="用reporter status查看它的状态")


def _as_it_lies(making: Making, edition: Edition) -> bool:
    """Whether the sealed draft is whole and is what would be made now."""
    sealed = opened(making.folder(edition))
    return bool(sealed and sealed.content == edition.content_hash) and making.unchanged(edition) is not None
