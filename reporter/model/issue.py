"""The reserved slots of a report: what 签发 fills in, and the only thing that may change with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Issue:
    """What stands in the reserved slots; empty in everything that nobody has signed yet.

    A layout prints each of them inside an element with ``data-slot`` (``number``, ``date``, ``signer``, ``draft``) that
    is there even when it is empty: the content hash is taken over the page with these elements emptied.
    """

    number: str = ""
    """期号 or 文号 as printed: 第7期, 杭经开管〔2018〕12号; taken at 签发, never by a draft."""
    date: dt.date | None = None
    """Date of issue as printed; the planned one where nobody signs."""
    signer: str = ""
    """Who signed; empty in drafts and for automatic sign-off."""
    draft: str = ""
    """送审稿 while it is with those who sign; empty in what is issued."""
