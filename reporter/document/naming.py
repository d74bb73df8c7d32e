"""Turn registers and dictionary into the names that are printed whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.document.prose.names import Names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.model.indicator import Indicator
    from reporter.model.office import Office
    from reporter.model.record import Registers


_SHORTEST = 3
"""Characters of a name that a heading could tear badly."""


def names_of(registers: Registers, indicators: Mapping[str, Indicator]) -> Names:
    """Names of the register, of programmes and projects, of what was first, and of indicators."""
    return Names(_listed(registers, indicators))


def unbroken(office: Office, registers: Registers, indicators: Mapping[str, Indicator]) -> tuple[str, ...]:
    """What no heading breaks, the longest first: those names, the office's own, and the words of slogans."""
    found = {*_listed(registers, indicators), office.name, office.short, *(row.words for row in registers.slogans)}
    return tuple(sorted((name for name in found if len(name) >= _SHORTEST), key=lambda name: (-len(name), name)))


def _listed(registers: Registers, indicators: Mapping[str, Indicator]) -> list[str]:
    found = [*registers.names, *(row.name for row in registers.programmes), *(row.name for row in registers.projects)]
    found += [f"“{row.words}”" for row in registers.slogans]
    claims = [*(row.first for row in registers.events), *(row.first for row in registers.programmes)]
    found += [claim.of for claim in claims if claim]
    for indicator in indicators.values():
        found += [indicator.name, indicator.short]
    return found
