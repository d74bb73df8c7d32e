"""Turn a plot into a PNG for the message: the same shapes, the same face, on white."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from reporter.document.charts import _lettering
from reporter.document.charts._plot import PIXELS_A_POINT, WHITE, Dot, Line, Plot, Polygon, Rect, Shape, Text

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

_FINE = 2
"""Shapes are drawn this many times larger and reduced, which smooths their edges ..."""
_SHARP = 3
"""... unless the picture is so large that whoever shows it reduces it anyway."""


def png(plot: Plot, scale: float) -> bytes:
    """The plot as PNG, ``scale`` times the size at which the message shows it."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - only the child draws; the parent plans without Pillow

    factor = PIXELS_A_POINT * scale
    fine = _FINE if scale < _SHARP else 1
    size = (round(plot.width * factor), round(plot.height * factor))
    image = Image.new("RGB", (size[0] * fine, size[1] * fine), WHITE)
    pen = ImageDraw.Draw(image)
    for shape in plot.shapes:
        if not isinstance(shape, Text):
            _draw(pen, shape, factor * fine)
    if fine > 1:
        image = image.resize(size, Image.Resampling.BOX)
    pen = ImageDraw.Draw(image)
    for text in plot.texts:
        _letter(pen, text, factor)
    out = io.BytesIO()
    image.quantize(128, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "PNG")
    return out.getvalue()


def _draw(pen: ImageDraw, shape: Shape, factor: float) -> None:
    """One shape, ``factor`` pixels to the point."""
    match shape:
        case Rect():
            corner = (shape.x * factor, shape.y * factor)
            far = ((shape.x + shape.width) * factor - 1, (shape.y + shape.height) * factor - 1)
            if far[0] >= corner[0] and far[1] >= corner[1]:
                pen.rectangle((corner, far), fill=shape.fill)
        case Line():
            for start, end in _dashes(shape):
                pen.line(
                    (start[0] * factor, start[1] * factor, end[0] * factor, end[1] * factor),
                    fill=shape.stroke, width=max(1, round(shape.width * factor)),
                )  # fmt: skip
        case Polygon():
            pen.polygon([(x * factor, y * factor) for x, y in shape.points], fill=shape.fill)
        case Dot():
            outer = shape.radius + (shape.width / 2 if shape.stroke else 0)
            for radius, colour in ((outer, shape.stroke), (2 * shape.radius - outer, shape.fill)):
                if colour:
                    box = [(value + sign * radius) * factor for sign in (-1, 1) for value in (shape.x, shape.y)]
                    pen.ellipse(box, fill=colour)
        case Text():
            pass


def _dashes(line: Line) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """The strokes of a line, one for a whole line."""
    if not line.dash:
        return [((line.x1, line.y1), (line.x2, line.y2))]
    length = ((line.x2 - line.x1) ** 2 + (line.y2 - line.y1) ** 2) ** 0.5
    on, off = line.dash[0], line.dash[-1]
    strokes = []
    at = 0.0
    while at < length:
        ends = (at / length, min(at + on, length) / length)
        start, end = ((line.x1 + (line.x2 - line.x1) * t, line.y1 + (line.y2 - line.y1) * t) for t in ends)
        strokes.append((start, end))
        at += on + off
    return strokes


def _letter(pen: ImageDraw, text: Text, factor: float) -> None:
    """One line of type."""
    anchor = {"start": "ls", "middle": "ms", "end": "rs"}[text.anchor]
    font = _lettering.face(round(text.size * factor))
    pen.text((text.x * factor, text.y * factor), text.words, fill=text.fill, font=font, anchor=anchor)
