"""Turn amounts of several indicators into an enumeration that says a verb which their names share once: 新申报甲33家、乙14家."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LEAD = re.compile("新(?:申报|增|设立|设|建|开工|注册|登记|引进|签约|认定|获批|投产)(?=..)|集中签约(?=..)")
"""With what the name of something that is counted may begin."""


def enumerated(row: Iterable[tuple[str, str]]) -> str:
    """Names with their amounts; where a verb is said once for some of them, a comma parts these from the others."""
    groups: list[tuple[str, list[str]]] = []
    for name, amount in row:
        found = _LEAD.match(name)
        lead = found.group() if found else ""
        if lead and groups and groups[-1][0] == lead:
            groups[-1][1].append(f"{name.removeprefix(lead)}{amount}")
        else:
            groups.append((lead, [f"{name}{amount}"]))
    joint = "，" if any(len(said) > 1 for _, said in groups) else "、"
    return joint.join("、".join(said) for _, said in groups)
