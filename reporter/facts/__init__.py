"""Turn observations and registers into facts that are ready to be said.

One kind of fact is one file here, with ``KIND`` (also the placeholder's name), ``SAYS`` (what it prints), ``make``
and, where a text may say more than the subject, ``OPTIONS``.
Kinds do not import each other: what one derives from, it asks the book.
"""

from __future__ import annotations

from reporter.facts.book import Book, kinds, options_of

__all__ = ["Book", "kinds", "options_of"]
