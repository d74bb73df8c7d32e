"""Pages keep the look that somebody found good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.pages import pictures
from tests.pages.conftest import DOCUMENTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pages.documents import Made


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_page_looks_as_it_did(printed: Callable[[str], Made], name: str) -> None:
    """As many pages as before, none of them different in more than a fiftieth of its spots; if so: look, and make the pictures anew."""
    drawn = list(pictures.pages(printed(name).pdf))
    assert len(drawn) == pictures.count(name)
    for number, page in enumerate(drawn, 1):
        with Image.open(pictures.file_of(name, number)) as before:
            found = pictures.change(page, before.convert("L"))
        assert found < pictures.MOST, (
            f"{name}, page {number}: {found:.1%} of it changed; python -m tests.pages.pictures makes the pictures anew"
        )


def test_a_change_is_seen(printed: Callable[[str], Made]) -> None:
    """A page that lost a figure, and one that moved by five millimetres, differ from their pictures."""
    page, *_ = pictures.pages(printed("one_section").pdf)
    without, moved = page.copy(), Image.new("L", page.size, 255)
    without.paste(255, (20, 125, page.width - 20, 185))
    moved.paste(page, (0, 5))
    assert pictures.change(page, page) == 0
    assert pictures.change(page, without) > pictures.MOST
    assert pictures.change(page, moved) > pictures.MOST
