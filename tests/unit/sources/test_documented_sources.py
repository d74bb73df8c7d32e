"""The pages about sources say what the code says."""

from __future__ import annotations

import pytest

from tests.documented_sources import CHINESE, ENGLISH, Language, page


@pytest.mark.parametrize("language", [ENGLISH, CHINESE], ids=["English", "Chinese"])
def test_the_page_is_up_to_date(language: Language) -> None:
    """Every kind, option and example is on it; ``python -m tests.documented_sources`` writes it anew."""
    assert language.page.read_text(encoding="utf-8") == page(language)
