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
_DOTS_PER_INCH, _POINTS_PER_INCH = 24, 72
_GREYS = 16
_COARSE = 2
"""Pixels that are seen as one: a hair's breadth of change in a letter is none of the page."""
_NOTICED = 40
"""Levels of grey by which a spot must differ to be seen."""
MOST = 0.02
"""Share of a page's spots that may differ: a line of text is about a fiftieth, a figure a tenth."""


def pages(pdf: bytes) -> Iterator[Image.Image]:
    """The pages, small and grey."""
    for page in pypdfium2.PdfDocument(pdf):
        drawn: Image.Image = page.render(scale=_DOTS_PER_INCH / _POINTS_PER_INCH, grayscale=True).to_pil()
        yield drawn.convert("L")


def file_of(name: str, number: int) -> Path:
    """Where the picture of a page (from 1) lies."""
    return FOLDER / f"{name}-{number}.png"


def count(name: str) -> int:
    """How many pages of a document were looked at."""
    return len([*FOLDER.glob(f"{name}-*.png")])


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
    for name, document in DOCUMENTS.items():
        for number, picture in enumerate(pages(make(document()).pdf), 1):
            file_of(name, number).write_bytes(kept(picture))


if __name__ == "__main__":
    _make_anew()
