"""Turn the id of a fact into what it says: indicator, kind, options, period."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ID = re.compile(r"(?P<subject>[^:@]+):(?P<kind>[a-z_]+)(?P<variant>(?::[^:@]+)*)@(?P<period>[0-9A-Za-z.\-]+)")


@dataclass(frozen=True, slots=True)
class FactId:
    """The parts of ``固定资产投资:gap:全市@2018-H1``."""

    subject: str
    """The indicator; several that were added stand with ＋ between them."""
    kind: str
    variant: tuple[str, ...]
    """Values of the options, the area first, then in the order of their names."""
    period: str
    """A period's code."""


def read(ident: str) -> FactId:
    """The parts of an id; raises ``KeyError`` for what is none."""
    found = _ID.fullmatch(ident)
    if not found:
        raise KeyError(ident)
    return FactId(found["subject"], found["kind"], tuple(filter(None, found["variant"].split(":"))), found["period"])
