"""Turn axes into shapes: the one place of matplotlib, imported only where a chart has scales.

The library sets scales, ticks and grid, and turns values into places; what it draws is not rendered by any of its backends
but noted as our own shapes. So a chart with axes is set in the same face, printed, mailed and measured like all the others.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from reporter.document.charts._plot import GREY, INK, LIGHT, MIDDLE, SMALL, Line, Plot, Text
from reporter.model.fact import MINUS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

    from reporter.document.charts._plot import Shape

POINTS_PER_INCH = 72


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
    """What the library draws, and what waits below and above it, as shapes; no level hairline runs through a label.

    Numbers come last, from left to right: who reads the page back finds them in this order, however close their lines are.
    """
    from reporter.document.charts._recorder import Recorder  # noqa: PLC0415 - as above

    recorder = Recorder(sheet.width, sheet.height)
    sheet.drawing.draw(recorder)
    boxes = [shape.box for shape in sheet.over if isinstance(shape, Text)]
    drawn = [piece for shape in recorder.shapes for piece in _cut(shape, boxes)]
    numbers = sorted(
        (shape for shape in sheet.over if isinstance(shape, Text) and shape.fact), key=lambda text: text.box[0]
    )
    others = [shape for shape in sheet.over if not (isinstance(shape, Text) and shape.fact)]
    return Plot(sheet.width, sheet.height, [*sheet.under, *drawn, *others, *numbers])


def _cut(shape: Shape, boxes: Sequence[tuple[float, float, float, float]]) -> Iterator[Shape]:
    """A level line in pieces that leave out the boxes; any other shape as it is."""
    if not (isinstance(shape, Line) and shape.y1 == shape.y2):
        yield shape
        return
    at = min(shape.x1, shape.x2)
    for left, _, right, _ in sorted(box for box in boxes if box[1] - 1 < shape.y1 < box[3] + 1):
        if right + 1 > at and left - 1 < max(shape.x1, shape.x2):
            if left - 1 > at:
                yield replace(shape, x1=at, x2=left - 1)
            at = max(at, right + 1)
    if at < max(shape.x1, shape.x2):
        yield replace(shape, x1=at, x2=max(shape.x1, shape.x2))
