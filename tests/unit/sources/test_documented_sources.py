"""The page about sources says what the code says."""

from __future__ import annotations

from tests.documented_sources import PAGE, page


def test_the_page_is_up_to_date() -> None:
    """Every kind, option and example is on it; ``python -m tests.documented_sources`` writes it anew."""
    assert PAGE.read_text(encoding="utf-8") == page()
