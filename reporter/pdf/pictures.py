"""Turn a PDF into pictures of its pages and one contact sheet of them all; runs in the sandboxed child."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PIL.Image import Image

TARGET = "reporter.pdf.pictures:draw"
SHEET = "pages.png"
"""The contact sheet."""
_DOTS_PER_INCH, _SMALL = 110, 42
_POINTS_PER_INCH = 72
_ACROSS, _GAP = 4, 8
_GREY = (128, 128, 128)


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be drawn."""

    pdf: bytes
    page: int = 0
    """Only this one, from 1; all of them and the contact sheet where it is 0."""


def draw(job: Job) -> Mapping[str, bytes]:
    """PNG files by name: ``page-02.png`` …, and :data:`SHEET`; raises :class:`UsageError` for a page that is not there."""
    import pypdfium2  # noqa: PLC0415 - only in the child

    file = pypdfium2.PdfDocument(job.pdf)
    count = len(file)
    if job.page > count:
        message = f"没有第{job.page}页"
        raise UsageError(message, advice=f"这份报告共{count}页")

    def picture(number: int, dots: int) -> Image:
        drawn: Image = file[number - 1].render(scale=dots / _POINTS_PER_INCH).to_pil()
        return drawn

    wanted = [job.page] if job.page else range(1, count + 1)
    files = {f"page-{number:02}.png": _png(picture(number, _DOTS_PER_INCH)) for number in wanted}
    if not job.page:
        files[SHEET] = _png(_sheet([picture(number, _SMALL) for number in wanted]))
    return files


def _sheet(pages: list[Image]) -> Image:
    """All pages side by side, four in a row, in their order."""
    from PIL import Image  # noqa: PLC0415 - only in the child

    across = min(_ACROSS, len(pages))
    width, height = (max(getattr(page, side) for page in pages) + _GAP for side in ("width", "height"))
    sheet = Image.new("RGB", (across * width + _GAP, -(-len(pages) // across) * height + _GAP), _GREY)
    for index, page in enumerate(pages):
        sheet.paste(page, (_GAP + index % across * width, _GAP + index // across * height))
    return sheet


def _png(picture: Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
