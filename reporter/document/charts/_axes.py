"""Turn series into plots with axes: the one place of matplotlib, imported only where such a chart is drawn.

A figure is made without pyplot, in the face of the report; text stays text in SVG, and equal figures give equal bytes.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from reporter import fonts
from reporter.document.charts._lettering import FACE
from reporter.document.charts._plot import GREY, INK, LABEL, LIGHT, MIDDLE, PIXELS_A_POINT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

POINTS_PER_INCH = 72


@dataclass(frozen=True, slots=True)
class Canvas:
    """A drawing and its one pair of axes."""

    drawing: Drawing
    axes: Axes


@cache
def _prepare() -> None:
    """Tell the library once of our face and our ways; the child that draws draws for us alone."""
    from matplotlib import font_manager, rcParams  # noqa: PLC0415 - half a second that only charts with axes cost

    font_manager.fontManager.addfont(fonts.path(FACE))
    family = font_manager.FontProperties(fname=fonts.path(FACE)).get_name()
    ours: dict[str, Any] = {
        "font.family": [family], "font.size": LABEL, "axes.unicode_minus": True, "svg.fonttype": "none",
        "svg.hashsalt": "reporter", "text.color": INK, "axes.edgecolor": MIDDLE, "axes.linewidth": 0.4,
        "xtick.color": GREY, "ytick.color": GREY, "xtick.major.size": 0, "ytick.major.size": 0,
        "grid.color": LIGHT, "grid.linewidth": 0.4, "figure.dpi": POINTS_PER_INCH,
    }  # fmt: skip
    rcParams.update(ours)  # type: ignore[arg-type]


def canvas(width: float, height: float) -> Canvas:
    """An empty sheet of that size in points, with a light horizontal grid and no frame but the base line."""
    from matplotlib.figure import Figure as Drawing  # noqa: PLC0415

    _prepare()
    drawing = Drawing(figsize=(width / POINTS_PER_INCH, height / POINTS_PER_INCH))
    axes = drawing.add_axes((0, 0, 1, 1))
    for side in ("top", "left", "right"):
        axes.spines[side].set_visible(False)
    axes.grid(axis="y")
    axes.set_axisbelow(True)
    return Canvas(drawing, axes)


def svg(sheet: Canvas) -> str:
    """The drawing as SVG with real text."""
    out = io.StringIO()
    sheet.drawing.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return out.getvalue()


def png(sheet: Canvas, scale: float) -> bytes:
    """The drawing as PNG on white, ``scale`` times the size at which the message shows it."""
    out = io.BytesIO()
    dots = POINTS_PER_INCH * PIXELS_A_POINT * scale
    sheet.drawing.savefig(out, format="png", dpi=dots, facecolor="white", metadata={"Software": None})
    return out.getvalue()
