"""Small grey pictures of pages that somebody has looked at and found good; ``python -m tests.pages.pictures`` makes them anew.

Look at each new one before it is committed: the test that compares them knows no beauty, only change.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent / "pictures"
LOOKED_AT = {
    "one_section": 2, "three_pages": 4, "long_annex": 3, "long_texts": 4, "forty_indicators": 4, "official": 9,
    "two_photos": 1, "four_photos": 1,
}  # fmt: skip
"""Documents, and how many of their first pages are kept."""
_DOTS_PER_INCH, _POINTS_PER_INCH = 24, 72
_GREYS = 8
_COARSE = 2
"""Pixels that are seen as one: a hair's breadth of change in a letter is none of the page."""
_NOTICED = 40
"""Levels of grey by which a spot must differ to be seen."""
MOST = 0.02
"""Share of a page's spots that may differ: a line of text is about a fiftieth, a figure a tenth."""


def pages(pdf: bytes, count: int) -> Iterator[Image.Image]:
    """The first pages, small and grey."""
    file = pypdfium2.PdfDocument(pdf)
    for number in range(min(count, len(file))):
        drawn: Image.Image = file[number].render(scale=_DOTS_PER_INCH / _POINTS_PER_INCH, grayscale=True).to_pil()
        yield drawn.convert("L")


def file_of(name: str, number: int) -> Path:
    """Where the picture of a page (from 1) lies."""
    return FOLDER / f"{name}-{number}.png"


def change(one: Image.Image, other: Image.Image) -> float:
    """Share of the spots of a page that look different, where each may have moved by one."""
    if one.size != other.size:
        return 1.0
    size = (one.width // _COARSE, one.height // _COARSE)
    a, b = (image.resize(size, Image.Resampling.BOX) for image in (one, other))
    left, right = a.tobytes(), b.tobytes()
    return sum(abs(x - y) > _NOTICED for x, y in zip(left, right, strict=True)) / len(left)


def kept(picture: Image.Image) -> bytes:
    """The picture with few greys, as it is committed."""
    out = io.BytesIO()
    picture.quantize(_GREYS).save(out, "PNG", optimize=True)
    return out.getvalue()


def _make_anew() -> None:
    from tests.pages.conftest import DOCUMENTS
    from tests.pages.documents import make

    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    for name, count in LOOKED_AT.items():
        for number, picture in enumerate(pages(make(DOCUMENTS[name]()).pdf, count), 1):
            file_of(name, number).write_bytes(kept(picture))


if __name__ == "__main__":
    _make_anew()
