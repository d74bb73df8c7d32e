"""Turn a photo into what the page needs of it: upright, as fine as print shows, without camera, place or time."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from reporter.errors import ProductionError

if TYPE_CHECKING:
    from PIL.Image import Image

DOTS_PER_INCH = 200
_MILLIMETRES_PER_INCH = 25.4
LARGEST = 150 * 1024
"""Bytes; a report with four photos still fits into a mailbox."""
_QUALITIES = (82, 74, 66, 58, 50)
"""Of JPEG, tried one after the other until the picture is small enough ..."""
_COARSER = 0.8
"""... and then with fewer pixels: blocks would show before a loss of sharpness does."""
_PACKING = {"JPEG": {"quality": _QUALITIES[0]}, "PNG": {"compress_level": 1}}
"""A PNG is packed once more, and better, when it is embedded."""
_COLOURS = 4096
"""A picture with more of them is a photo, whatever its file is called, and no drawing."""


def prepared(name: str, content: bytes, millimetres: float) -> bytes:
    """The picture as PNG or JPEG, at most 200 dots an inch where it is printed ``millimetres`` wide.

    Metadata (EXIF with GPS, comments) is left behind. Raises :class:`ProductionError` for what is no picture.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 - only in the printing child

    width = int(millimetres / _MILLIMETRES_PER_INCH * DOTS_PER_INCH)
    try:
        with Image.open(io.BytesIO(content)) as opened:
            opened.draft("RGB", (width, width))  # a camera's JPEG is decoded no finer than needed
            kind = "JPEG" if opened.format in {"JPEG", "MPO"} else "PNG"
            upright = ImageOps.exif_transpose(opened)
            clear = kind == "PNG" and (upright.has_transparency_data or "A" in upright.getbands())
            picture = upright.convert("RGBA" if clear else "RGB")
    except (UnidentifiedImageError, OSError, ValueError) as error:
        message = f"图片{name}无法读取"
        raise ProductionError(message, advice="换成JPEG或PNG格式的图片") from error
    picture = _reduced(picture, width)
    picture.info.clear()
    saved = _saved(picture, kind)
    drawing = clear or (kind == "PNG" and picture.getcolors(_COLOURS) is not None)
    return saved if len(saved) <= LARGEST or drawing else _fitting(picture)


def _reduced(picture: Image, width: int) -> Image:
    """Not wider than the printer can show."""
    if picture.width <= width:
        return picture
    return picture.resize((width, round(picture.height * width / picture.width)))


def _saved(picture: Image, kind: str, **options: int) -> bytes:
    """The pixels and nothing else."""
    out = io.BytesIO()
    picture.save(out, kind, **(options or _PACKING[kind]))
    return out.getvalue()


def _fitting(picture: Image) -> bytes:
    """The picture as JPEG, as good as is small enough."""
    for quality in _QUALITIES:
        if len(saved := _saved(picture, "JPEG", quality=quality)) <= LARGEST:
            return saved
    return _fitting(_reduced(picture, int(picture.width * _COARSER)))
