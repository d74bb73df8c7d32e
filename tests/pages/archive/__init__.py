"""What PDF/A-3a (ISO 19005-3, level A) and readers for the blind (ISO 14289-1) ask of a file, as far as its objects tell.

Each rule has the number of its clause and a name, and breaks by itself; it is no validator's word.
"""

from __future__ import annotations

from tests.pages.archive import attached, contents, file, fonts, graphics, interactive, metadata, structure
from tests.pages.archive.paper import Paper

RULES = {
    name: rule
    for module in (file, graphics, contents, fonts, interactive, metadata, structure, attached)
    for name, rule in module.RULES.items()
}
"""Every rule by its name: from a paper to what breaks it, in words."""


def faults(content: bytes) -> list[str]:
    """Every rule that a file breaks, each with what breaks it."""
    with Paper.opened(content) as paper:
        return [f"{name}: {words}" for name, rule in RULES.items() for words in rule(paper)]
