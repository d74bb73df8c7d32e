"""Turn a photo into what the page needs of it: upright, as fine as print shows, without camera, place or time."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.errors import ProductionError
from reporter.model.finding import Finding, Place

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
_FEWEST_DOTS = 100
"""An inch: below it print shows the pixels."""
_MOST_PIXELS, _LONGEST_SIDE = 80_000_000, 20_000
_COLOURS = 4096
"""A picture with more of them is a photo, whatever its file is called, and no drawing."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A photo as it is printed."""

    content: bytes
    findings: tuple[Finding, ...] = ()


def prepared(name: str, content: bytes, millimetres: float) -> Prepared:
    """The picture as PNG or JPEG, at most 200 dots an inch where it is printed ``millimetres`` wide.

    Metadata (EXIF with GPS, comments) is left behind. One with too few pixels is a finding. Raises
    :class:`ProductionError` for what is no picture, or too large to be opened.
    """
    from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError  # noqa: PLC0415 - only in the printing child

    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint is content with half a picture
    width = int(millimetres / _MILLIMETRES_PER_INCH * DOTS_PER_INCH)
    try:
        with Image.open(io.BytesIO(content)) as opened:
            _small_enough(name, opened.size)
            findings = _coarse(name, opened.size, millimetres)
            opened.draft("RGB", (width, width))  # a camera's JPEG is decoded no finer than needed
            kind = "JPEG" if opened.format in {"JPEG", "MPO"} else "PNG"
            upright = ImageOps.exif_transpose(opened)
            clear = kind == "PNG" and (upright.has_transparency_data or "A" in upright.getbands())
            picture = upright.convert("RGBA" if clear else "RGB")
    except Image.DecompressionBombError as error:
        raise _too_large(name) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        message = f"图片{name}无法读取"
        raise ProductionError(message, advice="换成JPEG或PNG格式的图片") from error
    picture = _reduced(picture, width)
    picture.info.clear()
    saved = _saved(picture, kind)
    drawing = clear or (kind == "PNG" and picture.getcolors(_COLOURS) is not None)
    return Prepared(saved if len(saved) <= LARGEST or drawing else _fitting(picture), findings)


def _small_enough(name: str, size: tuple[int, int]) -> None:
    """Refuse what would take more memory than a report may: looked at before it is unpacked."""
    width, height = size
    if width * height > _MOST_PIXELS or max(size) > _LONGEST_SIDE:
        raise _too_large(name, f"：{width}×{height}像素")


def _too_large(name: str, size: str = "") -> ProductionError:
    return ProductionError(
        f"图片{name}太大{size}",
        advice=f"缩小到每边{_LONGEST_SIDE}像素以内、总共{_MOST_PIXELS // 10000}万像素以内",
    )


def _coarse(name: str, size: tuple[int, int], millimetres: float) -> tuple[Finding, ...]:
    """Whether print would show its pixels, whichever way it is turned."""
    width, least = min(size), round(millimetres / _MILLIMETRES_PER_INCH * _FEWEST_DOTS)
    if max(size) >= least:
        return ()
    return (
        Finding("coarse_photo", "warning", Place(file=name), f"图片宽{width}像素，印出来会模糊", f"换一张宽{least}像素以上的"),
    )  # fmt: skip


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
