"""Turn what matplotlib draws into our own shapes; imported only where a chart has scales.

Flat colours, straight lines and level text are all that our charts ask of the library, so they are all that is noted.
"""

from __future__ import annotations

from typing import Any

from matplotlib.backend_bases import RendererBase
from matplotlib.transforms import Affine2D

from reporter.document.charts import _lettering
from reporter.document.charts._plot import Line, Polygon, Rect, Shape, Stroke, Text

Places = tuple[tuple[float, float], ...]
_SIDES = 2
"""An upright rectangle has this many places across and down; a straight line has as many ends."""
_BELOW = 0.14
"""From the baseline down to the lower edge of the type, in type sizes."""


class Recorder(RendererBase):
    """A renderer that renders nothing; lengths are points, the origin is the upper left corner."""

    def __init__(self, width: float, height: float) -> None:
        """A sheet of that size, without shapes."""
        super().__init__()
        self._size = (width, height)
        self._flip = Affine2D().scale(1, -1).translate(0, height)
        self.shapes: list[Shape] = []

    def get_canvas_width_height(self) -> tuple[float, float]:
        """The sheet's size."""
        return self._size

    def flipy(self) -> bool:
        """Heights are measured from the top."""
        return True

    def get_text_width_height_descent(self, s: str, prop: Any, ismath: object) -> tuple[float, float, float]:  # noqa: ARG002
        """The size of words in the face that prints them."""
        size = prop.get_size_in_points()
        return _lettering.width(s, size), size, _BELOW * size

    def draw_path(self, gc: Any, path: Any, transform: Any, rgbFace: Any = None) -> None:  # noqa: N803 - the library's name
        """Note an area or a line; where a value is missing, a line ends and another begins."""
        for points in path.cleaned(transform + self._flip, remove_nans=True).to_polygons(closed_only=False):
            places = tuple((float(x), float(y)) for x, y in points)
            if rgbFace is not None:
                self.shapes.append(_area(places, _hex(rgbFace)))
            elif gc.get_linewidth() > 0 and len(places) >= _SIDES:
                self.shapes.append(_line(places, gc))

    def draw_markers(self, *_: object, **__: object) -> None:
        """Tick marks, which have no length here."""

    def draw_text(
        self, gc: Any, x: float, y: float, s: str, prop: Any, angle: float, ismath: object = False, mtext: Any = None,  # noqa: ARG002, FBT002
    ) -> None:  # fmt: skip
        """Note a line of type."""
        self.shapes.append(Text(float(x), float(y), s, prop.get_size_in_points(), _hex(gc.get_rgb())))


def _area(places: Places, fill: str) -> Rect | Polygon:
    """A filled outline; an upright rectangle is told as one."""
    across, down = {x for x, _ in places}, {y for _, y in places}
    if len(across) == len(down) == _SIDES:
        return Rect(min(across), min(down), max(across) - min(across), max(down) - min(down), fill)
    return Polygon(places, fill)


def _line(places: Places, gc: Any) -> Line | Stroke:
    """A line; one with two ends is told as such."""
    colour, width = _hex(gc.get_rgb()), float(gc.get_linewidth())
    dash = tuple(float(length) for length in gc.get_dashes()[1] or ())
    if len(places) == _SIDES:
        return Line(*places[0], *places[1], colour, width, dash)
    return Stroke(places, colour, width, dash)


def _hex(colour: Any) -> str:
    """A colour of the library as we write it."""
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour[:3])
