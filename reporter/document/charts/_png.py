"""Turn a plot into a PNG for the message: the same shapes, the same face, on white."""

from __future__ import annotations

import io
from itertools import accumulate, pairwise
from math import ceil, floor, hypot
from typing import TYPE_CHECKING

from reporter.document.charts import _lettering
from reporter.document.charts._plot import PIXELS_A_POINT, WHITE, Dot, Line, Plot, Polygon, Rect, Shape, Stroke, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

    Places = Sequence[tuple[float, float]]

_FINE = 4
"""Slanted and round shapes are drawn this many times larger and reduced, which smooths their edges."""
_COLOURS = 64
"""Enough for a handful of inks and their edges; the file is a third of one in true colour."""


def png(plot: Plot, scale: float) -> bytes:
    """The plot as PNG, ``scale`` times the size at which the message shows it."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - only the child draws; the parent plans without Pillow

    factor = PIXELS_A_POINT * scale
    image = Image.new("RGB", (round(plot.width * factor), round(plot.height * factor)), WHITE)
    pen = ImageDraw.Draw(image)
    for shape in plot.shapes:
        _put(image, pen, shape, factor)
    out = io.BytesIO()
    image.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "PNG")
    return out.getvalue()


def _put(image: Image, pen: ImageDraw, shape: Shape, factor: float) -> None:
    """One shape, ``factor`` pixels to the point."""
    match shape:
        case Rect():
            _block(pen, (shape.x, shape.y, shape.x + shape.width, shape.y + shape.height), shape.fill, factor)
        case Line() if not shape.dash and (shape.x1 == shape.x2 or shape.y1 == shape.y2):
            _rule(pen, shape, factor)
        case Line():
            _strokes(image, ((shape.x1, shape.y1), (shape.x2, shape.y2)), shape, factor)
        case Stroke():
            _strokes(image, shape.points, shape, factor)
        case Polygon():
            _smooth(image, shape.points, shape.fill, factor, lambda pen, places, _: pen.polygon(places, fill=255))
        case Dot():
            _dot(image, shape, factor)
        case Text():
            _letter(pen, shape, factor)


def _block(pen: ImageDraw, box: tuple[float, float, float, float], fill: str, factor: float) -> None:
    """A rectangle with its edges on whole pixels, so that neighbours meet and edges are sharp."""
    left, top, right, bottom = (round(value * factor) for value in box)
    if right > left and bottom > top:
        pen.rectangle((left, top, right - 1, bottom - 1), fill=fill)


def _rule(pen: ImageDraw, line: Line, factor: float) -> None:
    """An upright or level line, at least a pixel thick."""
    thick = max(1, round(line.width * factor))
    left, right = sorted((round(line.x1 * factor), round(line.x2 * factor)))
    top, bottom = sorted((round(line.y1 * factor), round(line.y2 * factor)))
    if line.x1 == line.x2:
        left, right = left - thick // 2, left - thick // 2 + thick
    else:
        top, bottom = top - thick // 2, top - thick // 2 + thick
    pen.rectangle((left, top, right - 1, bottom - 1), fill=line.stroke)


def _strokes(image: Image, points: Places, line: Line | Stroke, factor: float) -> None:
    """A line through points, in strokes where it is dashed."""
    for piece in _dashed(points, line.dash) if line.dash else (points,):
        _smooth(
            image, piece, line.stroke, factor,
            lambda pen, places, fine: pen.line(places, fill=255, width=max(_FINE, round(line.width * fine)), joint="curve"),
            margin=line.width,
        )  # fmt: skip


def _dot(image: Image, dot: Dot, factor: float) -> None:
    """A disc, and its outline as a larger one below it."""
    outer = dot.radius + (dot.width / 2 if dot.stroke else 0)
    for radius, colour in ((outer, dot.stroke), (2 * dot.radius - outer, dot.fill)):
        if colour:
            box = ((dot.x - radius, dot.y - radius), (dot.x + radius, dot.y + radius))
            _smooth(image, box, colour, factor, lambda pen, places, _: pen.ellipse(places, fill=255))


def _smooth(
    image: Image, points: Places, colour: str, factor: float, draw: Callable[[ImageDraw, list[tuple[float, float]], float], None],
    *, margin: float = 0,
) -> None:  # fmt: skip
    """Draw on a finer sheet just large enough, and lay the colour through it."""
    from PIL import Image, ImageDraw  # noqa: PLC0415

    across, down = zip(*points, strict=True)
    left, top = floor((min(across) - margin) * factor) - 1, floor((min(down) - margin) * factor) - 1
    size = (ceil((max(across) + margin) * factor) + 1 - left, ceil((max(down) + margin) * factor) + 1 - top)
    mask = Image.new("L", (size[0] * _FINE, size[1] * _FINE))
    places = [((x * factor - left) * _FINE, (y * factor - top) * _FINE) for x, y in points]
    draw(ImageDraw.Draw(mask), places, factor * _FINE)
    image.paste(colour, (left, top), mask.resize(size, Image.Resampling.BOX))


def _dashed(points: Places, dash: Sequence[float]) -> Iterator[Places]:
    """The strokes of a dashed line; they run on around its corners."""
    lengths = [hypot(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(points)]
    starts = [0.0, *accumulate(lengths)]
    on, off = dash[0], dash[-1]

    def place(at: float) -> tuple[float, float]:
        number = max(n for n, start in enumerate(starts[:-1]) if start <= at)
        part = (at - starts[number]) / lengths[number] if lengths[number] else 0.0
        (x1, y1), (x2, y2) = points[number], points[number + 1]
        return x1 + (x2 - x1) * part, y1 + (y2 - y1) * part

    at = 0.0
    while at < starts[-1]:
        end = min(at + on, starts[-1])
        corners = [point for point, start in zip(points, starts, strict=True) if at < start < end]
        yield [place(at), *corners, place(end)]
        at += on + off


def _letter(pen: ImageDraw, text: Text, factor: float) -> None:
    """One line of type."""
    pixels, runs = round(text.size * factor), _lettering.runs(text.words)
    if len(runs) > 1:
        _letter_in_runs(pen, text, factor, runs)
        return
    anchor = {"start": "ls", "middle": "ms", "end": "rs"}[text.anchor]
    font = _lettering.face(pixels, *(name for name, _ in runs))
    pen.text((text.at * factor, text.y * factor), text.words, fill=text.fill, font=font, anchor=anchor)


def _letter_in_runs(pen: ImageDraw, text: Text, factor: float, runs: Sequence[tuple[str, str]]) -> None:
    """One line in two faces: each run where the one before it ends."""
    fonts = [_lettering.face(round(text.size * factor), name) for name, _ in runs]
    lengths = [font.getlength(words) for font, (_, words) in zip(fonts, runs, strict=True)]
    x = text.at * factor - {"start": 0.0, "middle": 0.5, "end": 1.0}[text.anchor] * sum(lengths)
    for font, length, (_, words) in zip(fonts, lengths, runs, strict=True):
        pen.text((x, text.y * factor), words, fill=text.fill, font=font, anchor="ls")
        x += length
