"""Try the way out with a test message; a server that takes it is no longer left in peace."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reporter import delivery as channels
from reporter.errors import DeliveryError, UsageError
from reporter.model.address import Address
from reporter.model.office import Recipient
from reporter.pipeline.letters import addressed, row_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from reporter.clock import Clock
    from reporter.project import Project
    from reporter.store import Store

Tried = tuple[str, int, str, str]
"""Address, code, the server's words, and what to do where it was not taken."""


def try_mail(
    project: Project, store: Store, *, to: str, clock: Clock, tell: Callable[[str], None] = lambda _: None
) -> list[Tried]:
    """Send a test message to ``to``, or to the operators, or to the sender himself; what came of each."""
    from reporter.message import notice  # noqa: PLC0415 - only who writes needs it

    mail = project.mail
    if not mail.sender:
        message = "schedules.yaml里没有写mail的sender"
        raise UsageError(message, advice="写明mail的host、port和sender")
    text = f"这是{project.office.name}报告系统的测试邮件，收到即表示发信设置正确。"
    body = notice("【试发】发信测试", text, office=project.office, mail=mail)
    tried: list[Tried] = []
    for person in _people(project, to):
        tell(f"发送 {person.address}")
        row = replace(row_of(project, store, f"test:{clock.now().isoformat()}", person, clock), trial=True)
        try:
            code, reply = channels.deliver(row, addressed(project, row, body), mail, before_dot=lambda: None)
        except DeliveryError as problem:
            tried.append((person.address, problem.code, str(problem), problem.advice or "检查邮件设置"))
        else:
            tried.append((person.address, code, reply, ""))
            if row.channel == channels.MAIL:
                store.relays.resume(mail.relay)
    return tried


def _people(project: Project, to: str) -> tuple[Recipient, ...]:
    """Who gets the test message."""
    if not to:
        return project.operators or (Recipient(project.mail.sender),)
    if channels.channel_of(to) != channels.MAIL:
        return (Recipient(to),)
    try:
        return (Recipient(str(Address.parse(to))),)
    except ValueError as error:
        raise UsageError(str(error), advice="写作office@example.org") from error
