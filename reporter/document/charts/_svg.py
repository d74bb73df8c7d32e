"""Turn a plot into SVG that holds nothing but its shapes, with the labels as real text."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from reporter import fonts
from reporter.document.charts._lettering import FACE
from reporter.document.charts._plot import Dot, Line, Plot, Polygon, Rect, Shape, Stroke, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

_FINEST = 0.005


def svg(plot: Plot) -> str:
    """The plot as an SVG document, sized in points; the same plot gives the same text."""
    family = f'"{escape(fonts.stack(FACE))}"'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(plot.width)}pt" height="{_n(plot.height)}pt"'
        f' viewBox="0 0 {_n(plot.width)} {_n(plot.height)}" font-family={family}>'
    )
    return "\n".join([head, *map(_element, plot.shapes), "</svg>\n"])


def _n(number: float) -> str:
    """A coordinate with two decimals at most: 1/100 point is far below what a printer resolves."""
    return f"{number:.2f}".rstrip("0").rstrip(".") if abs(number) >= _FINEST else "0"


def _points(points: Iterable[tuple[float, float]]) -> str:
    """Places one after the other."""
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _element(shape: Shape) -> str:
    """One shape as one element."""
    match shape:
        case Rect():
            return f'<rect x="{_n(shape.x)}" y="{_n(shape.y)}" width="{_n(shape.width)}" height="{_n(shape.height)}" fill="{shape.fill}"/>'
        case Line():
            dash = f' stroke-dasharray="{" ".join(map(_n, shape.dash))}"' if shape.dash else ""
            ends = f'x1="{_n(shape.x1)}" y1="{_n(shape.y1)}" x2="{_n(shape.x2)}" y2="{_n(shape.y2)}"'
            return f'<line {ends} stroke="{shape.stroke}" stroke-width="{_n(shape.width)}"{dash}/>'
        case Stroke():
            dash = f' stroke-dasharray="{" ".join(map(_n, shape.dash))}"' if shape.dash else ""
            look = f'fill="none" stroke="{shape.stroke}" stroke-width="{_n(shape.width)}" stroke-linejoin="round"'
            return f'<polyline points="{_points(shape.points)}" {look}{dash}/>'
        case Polygon():
            return f'<polygon points="{_points(shape.points)}" fill="{shape.fill}"/>'
        case Dot():
            outline = f' stroke="{shape.stroke}" stroke-width="{_n(shape.width)}"' if shape.stroke else ""
            return (
                f'<circle cx="{_n(shape.x)}" cy="{_n(shape.y)}" r="{_n(shape.radius)}" fill="{shape.fill}"{outline}/>'
            )
        case Text():
            anchor = f' text-anchor="{shape.anchor}"' if shape.anchor != "start" else ""
            place = f'x="{_n(shape.at)}" y="{_n(shape.y)}" font-size="{_n(shape.size)}" fill="{shape.fill}"{anchor}'
            return f"<text {place}>{escape(shape.words)}</text>"
