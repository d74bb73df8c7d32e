"""Every page looked at as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2

if TYPE_CHECKING:
    from tests.demo.office import Production

_INK = 245
"""Anything darker than this grey is ink."""
_HEAD, _FOOT = 0.075, 0.93
"""Shares of the page's height above and below which only running head and page number stand."""


def _fullness(production: Production) -> list[float]:
    """For each page, how much of the height of its type area lies above the last ink."""
    filled = []
    for page in pypdfium2.PdfDocument(production.pdf):
        picture = (
            page.render(scale=0.6, grayscale=True).to_pil().convert("L").point(lambda grey: 255 if grey < _INK else 0)
        )
        inside = picture.crop((0, int(picture.height * _HEAD), picture.width, int(picture.height * _FOOT)))
        box = inside.getbbox()
        filled.append(box[3] / inside.height if box else 0.0)
    return filled


def test_no_page_is_nearly_empty(production: Production) -> None:
    """No page but the last is less than a third full, and the last is not empty."""
    filled = _fullness(production)
    assert all(share >= 1 / 3 for share in filled[:-1]), filled
    assert filled[-1] > 0, filled


def test_the_report_has_the_length_of_its_model(production: Production) -> None:
    """A half-year report of four thousand characters with charts and annex fills five to ten pages."""
    assert 5 <= len(_fullness(production)) <= 10
