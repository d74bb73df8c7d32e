"""Turn the block ``watch`` of ``schedules.yaml`` into whom trouble is told to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reporter.model.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.project.block import Block

_URL = re.compile(r"(?:https?://\S+|(?:env|file):\S+)")


def watch(block: Block | None, groups: Mapping[str, object]) -> Watch:
    """Whom trouble is told to, and who expects a sign of life."""
    if block is None:
        return Watch()
    found = Watch(
        block.words("to"),
        block.text("ping"),
        block.number("ping_minutes", 5, 1, 1440),
        block.number("remind_hours", 24, 1, 720),
    )
    for group in found.to:
        if group not in groups:
            block.fault("unknown_group", "to", f"收件人里没有“{group}”这一组", f"可用：{'、'.join(groups)}")
    if found.ping and not _URL.fullmatch(found.ping):
        block.wrong("ping", "一个网址，或env:变量名、file:文件路径")
    block.close()
    return found
