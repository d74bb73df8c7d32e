"""P6: size of the half-year PDF with its attachments, and of a photo as it is printed."""

from __future__ import annotations

import io
import random
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageFilter

from benchmarks.demo import PERIOD, REPORT, Demo
from benchmarks.measuring import Measurement
from reporter.pdf import prepared
from reporter.pdf.photos import DOTS_PER_INCH

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGET, PHOTO = 600.0, 150.0
_CAMERA = (6000, 4000)
_WIDTHS = (168.0, 83.0, 55.0, 40.0)
"""Millimetres on the page: one photo to four in a row."""


def measure(*, full: bool) -> Iterator[Measurement]:  # noqa: ARG001 - one run tells all
    """Kilobytes of the sealed PDF; of the largest of four photos of a camera, alone in its row or not."""
    with tempfile.TemporaryDirectory() as folder:
        demo = Demo.copy(Path(folder) / "project")
        demo.reporter("run", REPORT, "--period", PERIOD)
        size = demo.pdf().stat().st_size / 1024
    yield Measurement("P6", "half-year PDF with its attachments", size, TARGET, " KiB")
    sizes = [(len(prepared("photo.jpg", _photo(seed), wide).content) / 1024, wide) for seed, wide in enumerate(_WIDTHS)]
    said = f"{DOTS_PER_INCH} dpi, " + ", ".join(f"{wide:g} mm {kib:.0f} KiB" for kib, wide in sizes)
    yield Measurement("P6", "largest photo of a camera as printed", max(kib for kib, _ in sizes), PHOTO, " KiB", said)


def _photo(seed: int) -> bytes:
    """A picture with the detail of a photo: clouds of many sizes, edges, and the grain of a sensor."""
    chance = random.Random(seed)  # noqa: S311 - a picture
    width, height = _CAMERA
    picture = Image.new("RGB", _CAMERA, (128, 128, 128))
    for cells in (4, 16, 64, 256, 1024):
        small = Image.frombytes("RGB", (cells, cells), chance.randbytes(3 * cells * cells))
        picture = Image.blend(picture, small.resize(_CAMERA, Image.Resampling.BICUBIC), 0.35)
    for _ in range(60):
        left, top = chance.randrange(width), chance.randrange(height)
        block = Image.new("RGB", (chance.randrange(50, 900), chance.randrange(50, 900)), tuple(chance.randbytes(3)))
        picture.paste(block, (left, top))
    out = io.BytesIO()
    picture.filter(ImageFilter.GaussianBlur(1)).save(out, "JPEG", quality=95)
    return out.getvalue()
