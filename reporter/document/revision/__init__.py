"""Turn a document into a Word draft for whoever rather revises there, and the draft into the words of one period.

Words and headings are open; every figure stands in a locked control, within its verb where the sentence says it so. What
comes back are section files that name each figure by its id: Word changes words, never figures.
"""

from __future__ import annotations

from reporter.document.revision.draft import written
from reporter.document.revision.reading import Revised, read
from reporter.document.revision.words import Words, of_section

__all__ = ["Revised", "Words", "of_section", "read", "written"]
