"""Print each strained document once."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

import pytest

from tests.pages import documents

if TYPE_CHECKING:
    from collections.abc import Callable

    from reporter.model.snapshot import Snapshot
    from tests.pages.documents import Made

DOCUMENTS: dict[str, Callable[[], Snapshot]] = {
    "one_section": documents.one_section, "three_pages": documents.three_pages, "long_annex": documents.long_annex,
    "long_texts": documents.long_texts, "forty_indicators": documents.forty_indicators,
    "official": documents.official, "long_heading": documents.long_heading,
    **{f"demo_{look}": partial(documents.demo, look) for look in ("news", "bulletin", "official")},
    **{
        f"{count}_photos": partial(documents.photos, number)
        for number, count in enumerate(("one", "two", "three", "four"), 1)
    },
}  # fmt: skip


@cache
def _made(name: str) -> Made:
    return documents.make(DOCUMENTS[name]())


@pytest.fixture
def printed() -> Callable[[str], Made]:
    """A document by its name, as it came off the press."""
    return _made
