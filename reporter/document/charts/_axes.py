"""Turn axes into shapes: the one place of matplotlib, imported only where a chart has scales.

The library sets scales, ticks and grid, and turns values into places; what it draws is not rendered by any of its backends
but noted as our own shapes. So a chart with axes is set in the same face, printed, mailed and measured like all the others.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from reporter.document.charts import _lettering
from reporter.document.charts._plot import GREY, INK, LIGHT, MIDDLE, SMALL, Line, Plot, Polygon, Rect, Stroke, Text
from reporter.model.fact import MINUS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

    from reporter.document.charts._plot import Shape

POINTS_PER_INCH = 72
_SIDES = 2
"""An upright rectangle has this many places across and down; a straight line has as many ends."""


@dataclass(slots=True)
class Sheet:
    """A drawing of so many points, on which pairs of axes are set; our own shapes lie ``under`` and ``over`` it."""

    width: float
    height: float
    drawing: Drawing
    under: list[Shape] = field(default_factory=list)
    over: list[Shape] = field(default_factory=list)

    def axes(self, left: float, top: float, right: float, bottom: float) -> Axes:
        """A pair of axes between these edges, in points from the upper left corner: a light level grid and no frame."""
        box = (left / self.width, 1 - bottom / self.height, (right - left) / self.width, (bottom - top) / self.height)
        axes = self.drawing.add_axes(box)
        for spine in axes.spines.values():
            spine.set_visible(False)
        axes.patch.set_visible(False)
        axes.grid(axis="y")
        axes.set_axisbelow(True)
        return axes

    def place(self, axes: Axes, x: float, y: float) -> tuple[float, float]:
        """Where a value stands on the sheet."""
        across, up = axes.transData.transform((x, y))
        return float(across), self.height - float(up)


def limits(values: Sequence[float], *, air: float, zero: bool = False) -> tuple[float, float]:
    """Lower and upper end of a scale, with so much air beyond the values; ``zero`` takes in the zero line."""
    low, high = min([*values, *([0.0] if zero else [])]), max([*values, *([0.0] if zero else [])])
    span = (high - low) or abs(high) or 1.0
    return low - air * span if low or not zero else 0.0, high + air * span if high or not zero else 0.0


def ticks(low: float, high: float, count: int) -> dict[float, str]:
    """Round numbers between two ends, at most ``count`` steps, with their words: a minus that is one, no exponent."""
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415

    places = [float(value) for value in MaxNLocator(count, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)]
    decimals = max((_decimals(value) for value in places), default=0)
    return {value: f"{value:.{decimals}f}".replace("-", MINUS) for value in places if low <= value <= high}


def _decimals(value: float) -> int:
    """How many a round number needs."""
    return next((count for count in range(4) if abs(value - round(value, count)) <= 1e-9 * max(1, abs(value))), 4)


def sheet(width: float, height: float) -> Sheet:
    """An empty sheet of that size in points."""
    from matplotlib.figure import Figure as Drawing  # noqa: PLC0415 - half a second that only charts with axes cost

    _prepare()
    drawing = Drawing(figsize=(width / POINTS_PER_INCH, height / POINTS_PER_INCH), dpi=POINTS_PER_INCH)
    drawing.patch.set_visible(False)
    return Sheet(width, height, drawing)


@cache
def _prepare() -> None:
    """Tell the library once of our ways; the child that draws draws for us alone."""
    from matplotlib import rcParams  # noqa: PLC0415

    ours: dict[str, Any] = {
        "font.size": SMALL, "axes.unicode_minus": True, "text.color": INK, "xtick.color": MIDDLE, "xtick.labelcolor": GREY,
        "ytick.labelcolor": GREY, "xtick.labelsize": SMALL, "ytick.labelsize": SMALL, "xtick.major.size": 0,
        "ytick.major.size": 0, "xtick.major.pad": 4, "ytick.major.pad": 4, "grid.color": LIGHT, "grid.linewidth": 0.4,
        "path.simplify": False, "path.snap": False,
    }  # fmt: skip
    rcParams.update(ours)  # type: ignore[arg-type]


def plot(sheet: Sheet) -> Plot:
    """What the library draws, and what waits above it, as shapes."""
    recorder = _recorder_class()(sheet.width, sheet.height)
    sheet.drawing.draw(recorder)
    return Plot(sheet.width, sheet.height, [*sheet.under, *recorder.shapes, *sheet.over])


@cache
def _recorder_class() -> type[Any]:
    """A renderer that notes what it is told to draw; flat colours, straight lines, level text are all that we ask for."""
    from matplotlib.backend_bases import RendererBase  # noqa: PLC0415
    from matplotlib.transforms import Affine2D  # noqa: PLC0415

    class Recorder(RendererBase):  # type: ignore[misc]
        def __init__(self, width: float, height: float) -> None:
            super().__init__()
            self._size = (width, height)
            self._flip = Affine2D().scale(1, -1).translate(0, height)
            self.shapes: list[Any] = []

        def get_canvas_width_height(self) -> tuple[float, float]:
            return self._size

        def flipy(self) -> bool:
            return True

        def get_text_width_height_descent(self, s: str, prop: Any, ismath: object) -> tuple[float, float, float]:  # noqa: ARG002
            size = prop.get_size_in_points()
            return _lettering.width(s, size), size, 0.14 * size

        def draw_path(self, gc: Any, path: Any, transform: Any, rgbFace: Any = None) -> None:  # noqa: N803 - as the library calls it
            for points in path.cleaned(transform + self._flip, remove_nans=True).to_polygons(closed_only=False):
                places = tuple((float(x), float(y)) for x, y in points)
                if rgbFace is not None:
                    self.shapes.append(_area(places, _hex(rgbFace)))
                if gc.get_linewidth() > 0 and len(places) > 1 and rgbFace is None:
                    self.shapes.append(_line(places, gc))

        def draw_markers(self, *_: object, **__: object) -> None:
            """Tick marks of no length; dots are ours."""

        def draw_text(  # noqa: PLR0917
            self, gc: Any, x: float, y: float, s: str, prop: Any, angle: float, ismath: object = False, mtext: Any = None,  # noqa: ARG002, FBT002
        ) -> None:  # fmt: skip
            self.shapes.append(Text(float(x), float(y), s, prop.get_size_in_points(), _hex(gc.get_rgb())))

    return Recorder


def _area(places: tuple[tuple[float, float], ...], fill: str) -> Rect | Polygon:
    """A filled outline; an upright rectangle is told as one."""
    across, down = {x for x, _ in places}, {y for _, y in places}
    if len(across) == len(down) == _SIDES:
        return Rect(min(across), min(down), max(across) - min(across), max(down) - min(down), fill)
    return Polygon(places, fill)


def _line(places: tuple[tuple[float, float], ...], gc: Any) -> Line | Stroke:
    """A line; one with two ends is told as such."""
    _, dash = gc.get_dashes()
    look = (_hex(gc.get_rgb()), float(gc.get_linewidth()), tuple(float(length) for length in dash or ()))
    return Line(*places[0], *places[1], *look) if len(places) == _SIDES else Stroke(places, *look)


def _hex(colour: Any) -> str:
    """A colour of the library as we write it."""
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour[:3])

