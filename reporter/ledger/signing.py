"""Turn the steps of sign-off and what people decided into whose turn it is: a value, nothing is done here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reporter.model.sign_off import Role, Signature, Signer, Step


@dataclass(frozen=True, slots=True)
class Turn:
    """Where sign-off stands."""

    step: Step | None = None
    """The step that is open; ``None`` when nothing is left to sign."""
    awaited: tuple[Signer, ...] = ()
    """Who may sign now; all of them in 会签, else any."""
    deputy: Signer | None = None
    """Who may sign in their place, because their time is over."""
    since: dt.datetime | None = None
    """When it became their turn."""
    rejected: Signature | None = None
    """The decision that sent it back; nothing is awaited then."""
    signer: str = ""
    """Who gave the last signature, once nothing is left to sign."""

    @property
    def complete(self) -> bool:
        """Whether it may be issued."""
        return self.step is None and self.rejected is None and bool(self.signer)

    @property
    def said(self) -> str:
        """Where it stands, in Chinese."""
        if self.rejected:
            note = f"：{self.rejected.note}" if self.rejected.note else ""
            return f"{self.rejected.role}{self.rejected.name}退回{note}"
        if self.step is None:
            return f"{self.signer}已签发"
        names = "、".join(one.name for one in self.awaited)
        return f"待{self.step.role}：{names}{f'（已超时，可由{self.deputy.name}代签）' if self.deputy else ''}"


def turn(
    steps: Iterable[Step], signatures: Sequence[Signature], content_hash: str, began: dt.datetime, now: dt.datetime
) -> Turn:
    """Whose turn it is for the content with that hash, which came before the first signer at ``began``.

    A signature counts for the content that it was given to, and for no other.
    """
    good = [one for one in signatures if not one.void and one.content_hash == content_hash]
    sent_back = next((one for one in reversed(good) if one.verdict == "rejected"), None)
    if sent_back:
        return Turn(rejected=sent_back)
    since, signer = began, ""
    for step in steps:
        if step.role == "拟稿":
            continue
        given = {one.name: one for one in good if one.role == step.role}
        over = bool(step.hours and step.deputy) and now >= since + dt.timedelta(hours=step.hours)
        left = _left(step, given)
        if left:
            return Turn(step, left, step.deputy if over else None, since)
        since = max((one.at for one in given.values()), default=since)
        signer = _last(given, signer)
    return Turn(signer=signer)


def _left(step: Step, given: dict[str, Signature]) -> tuple[Signer, ...]:
    """Who has still to sign; nobody when the deputy has."""
    if step.deputy and step.deputy.name in given:
        return ()
    if step.role == "会签":
        return tuple(one for one in step.people if one.name not in given)
    return () if any(one.name in given for one in step.people) else step.people


def _last(given: dict[str, Signature], before: str) -> str:
    return max(given.values(), key=lambda one: one.at).name if given else before


def voided(signatures: Sequence[Signature]) -> str:
    """Why the decisions under an earlier draft do not count any longer; empty where there are none."""
    return next((one.void for one in reversed(signatures) if one.void), "")


def role_of(now: Turn, name: str, void: str = "") -> Role:
    """In which role ``name`` may decide now; raises :class:`UsageError` when it is not his turn.

    ``void`` says why an earlier draft, which he may have read, does not count.
    """
    if now.step is None:
        message = f"现在没有待签的环节（{now.said}）"
        raise UsageError(message, advice="用reporter status查看")
    allowed = {one.name for one in (*now.awaited, *((now.deputy,) if now.deputy else ()))}
    if name not in allowed:
        message = f"现在不是{name}签的时候，{now.said}{f'（上一稿：{void}）' if void else ''}"
        raise UsageError(message, advice="请等前面的环节签完，或检查姓名")
    return now.step.role


def person(steps: Iterable[Step], name: str) -> Signer:
    """The signer of that name; raises :class:`UsageError` when nobody is called so."""
    known: dict[str, Signer] = {}
    for step in steps:
        known |= {one.name: one for one in (*step.people, step.deputy) if one}
    if name not in known:
        if not known:
            message = "这份报告核对无误就自动发出，不用签批"
            raise UsageError(message, advice="要签批的，在schedules.yaml的sign_off里写明步骤和人")
        message = f"签批人员里没有{name}"
        raise UsageError(message, advice=f"可用：{'、'.join(known)}")
    return known[name]
