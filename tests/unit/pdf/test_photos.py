"""Photos are printed upright, bare, and no larger than print needs."""

from __future__ import annotations

import io
import random

import pytest
from PIL import Image

from reporter.pdf import prepared
from reporter.pdf.photos import DOTS_PER_INCH, LARGEST

MILLIMETRES = 168.0
WIDTH = int(MILLIMETRES / 25.4 * DOTS_PER_INCH)


def grainy(size: tuple[int, int], kind: str, **options: object) -> bytes:
    """A picture that compresses badly."""
    cells = Image.frombytes("RGB", (400, 300), random.Random(1).randbytes(400 * 300 * 3))  # noqa: S311 - a picture
    out = io.BytesIO()
    cells.resize(size, Image.Resampling.BICUBIC).save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photo_of_a_camera_stays_small(kind: str) -> None:
    """At most 150 KB and 200 dots an inch, whatever the camera gave."""
    made = prepared("a.jpg", grainy((3000, 2000), kind), MILLIMETRES).content
    assert len(made) <= LARGEST
    with Image.open(io.BytesIO(made)) as picture:
        assert picture.width <= WIDTH
        assert abs(picture.height - picture.width * 2 / 3) <= 1


def test_a_turned_photo_is_set_upright() -> None:
    """EXIF says that the camera was turned: the picture is turned back, and EXIF is gone."""
    exif = Image.Exif()
    exif[0x0112] = 6
    made = prepared("a.jpg", grainy((2000, 1000), "JPEG", exif=exif), 40.0).content
    with Image.open(io.BytesIO(made)) as picture:
        assert picture.height == 2 * picture.width
        assert not picture.getexif()


def test_a_drawing_with_transparency_keeps_it() -> None:
    """No white box around a seal."""
    out = io.BytesIO()
    Image.new("RGBA", (100, 100), (181, 18, 27, 90)).save(out, "PNG")
    with Image.open(io.BytesIO(prepared("seal.png", out.getvalue(), 20.0).content)) as picture:
        assert picture.mode == "RGBA"
