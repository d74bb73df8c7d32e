"""Turn a photo into what the page needs of it: upright, as fine as print shows, without camera, place or time."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from reporter.errors import ProductionError

if TYPE_CHECKING:
    from PIL.Image import Image

DOTS_PER_INCH = 200
_MILLIMETRES_PER_INCH = 25.4
JPEG_QUALITY = 82
_SAVING: dict[str, dict[str, int]] = {"JPEG": {"quality": JPEG_QUALITY}, "PNG": {"compress_level": 1}}
"""A PNG is packed once more, and better, when it is embedded."""


def prepared(name: str, content: bytes, millimetres: float) -> bytes:
    """The picture as PNG or JPEG, at most 200 dots an inch where it is printed ``millimetres`` wide.

    Metadata (EXIF with GPS, comments) is left behind. Raises :class:`ProductionError` for what is no picture.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 - only in the printing child

    try:
        with Image.open(io.BytesIO(content)) as opened:
            kind = "JPEG" if opened.format in {"JPEG", "MPO"} else "PNG"
            upright = ImageOps.exif_transpose(opened)
            picture = upright.convert("RGBA" if kind == "PNG" and "transparency" in upright.info else "RGB")
    except (UnidentifiedImageError, OSError, ValueError) as error:
        message = f"图片{name}无法读取"
        raise ProductionError(message, advice="换成JPEG或PNG格式的图片") from error
    return _saved(_reduced(picture, millimetres), kind)


def _reduced(picture: Image, millimetres: float) -> Image:
    """Not wider than the printer can show."""
    width = int(millimetres / _MILLIMETRES_PER_INCH * DOTS_PER_INCH)
    if picture.width <= width:
        return picture
    return picture.resize((width, round(picture.height * width / picture.width)))


def _saved(picture: Image, kind: str) -> bytes:
    """The pixels and nothing else."""
    out = io.BytesIO()
    picture.info.clear()
    picture.save(out, kind, **_SAVING[kind])
    return out.getvalue()
