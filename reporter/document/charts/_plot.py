"""Turn decisions about marks into shapes on a sheet: the vocabulary in which every kind of chart draws.

Lengths are points, the origin is the upper left corner. A plot knows nothing of a file format, so that kinds stay pure and
the tests can ask where each label stands.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from reporter.document.charts import _lettering

POINTS_A_MILLIMETRE = 72 / 25.4
FULL = 168 * POINTS_A_MILLIMETRE
"""Width of a figure that takes the whole type area."""
PIXELS_A_POINT = 600 / FULL
"""At scale 1 a full-width figure is as wide as the message shows it, 600 pixels."""
HALF = 82 * POINTS_A_MILLIMETRE
"""Width of a figure that shares it with another."""

INK = "#1a1a1a"
RED = "#b5121b"
"""The office's own bar among others, and nothing else."""
BLUE = "#1f4e79"
"""The data."""
PALE = "#9db7d1"
"""Last year, peers, the part not yet done."""
GREY = "#595959"
"""Words of second rank."""
MIDDLE = "#a6a6a6"
LIGHT = "#d9d9d9"
"""Hairlines."""
WASH = "#eceff3"
"""The track behind a bar: what is still to come."""
WHITE = "#ffffff"

LABEL = 8.0
"""Type size of labels and values."""
SMALL = 7.2
"""Type size of words of second rank; nothing is ever set smaller than 7 points."""
LEADING = 1.32
"""Line pitch of labels, in type sizes."""
HAIR = 0.4
RISE = 0.36
"""From the middle of a line of type down to its baseline, in type sizes."""
_OPENING = tuple("（《〈「『【〔“‘")
_SLIT = 1.1
"""Width of the cut through the dot of a 概数."""


@dataclass(frozen=True, slots=True)
class Rect:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    fill: str


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    stroke: str = LIGHT
    width: float = HAIR
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through several points."""

    points: tuple[tuple[float, float], ...]
    stroke: str
    width: float = HAIR
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Polygon:
    """A filled area with straight edges."""

    points: tuple[tuple[float, float], ...]
    fill: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A disc, filled, with an outline where ``stroke`` is given."""

    x: float
    y: float
    radius: float
    fill: str
    stroke: str = ""
    width: float = 1.2


@dataclass(frozen=True, slots=True)
class Text:
    """One line of type; ``y`` is its baseline, ``x`` its start, middle or end."""

    x: float
    y: float
    words: str
    size: float = LABEL
    fill: str = INK
    anchor: str = "start"
    fact: str = ""
    """Id of the fact whose number it prints."""

    @property
    def at(self) -> float:
        """Where it is set: at a flush start an opening mark stands out by its blank half."""
        return self.x - self._blank

    @property
    def _blank(self) -> float:
        opens = self.anchor == "start" and self.words[:1] in _OPENING
        return _lettering.width(self.words[0], self.size) / 2 if opens else 0.0

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of the type's own body."""
        wide = _lettering.width(self.words, self.size)
        left = self.x - {"start": 0.0, "middle": wide / 2, "end": wide}[self.anchor]
        return (left, self.y - 0.86 * self.size, left + wide - self._blank, self.y + 0.14 * self.size)


Shape = Rect | Line | Stroke | Polygon | Dot | Text


def dot(
    x: float, y: float, radius: float, fill: str, stroke: str = BLUE, width: float = 1.2, *, cut: bool
) -> tuple[Shape, ...]:
    """A disc with its outline; ``cut`` through, as one whose figure is a 概数 and has no exact place."""
    disc = Dot(x, y, radius, fill, stroke, width)
    reach = radius + width
    return (disc, Rect(x - _SLIT / 2, y - reach, _SLIT, 2 * reach, WHITE)) if cut else (disc,)


@dataclass(slots=True)
class Plot:
    """A sheet that shapes are put on, one after the other."""

    width: float
    height: float
    shapes: list[Shape] = field(default_factory=list)

    def put(self, *shapes: Shape) -> None:
        """Lay shapes over what is there."""
        self.shapes.extend(shapes)

    def lines(self, x: float, middle: float, lines: tuple[str, ...], **style: object) -> None:
        """Set lines of type one under the other, centred on ``middle``."""
        text = Text(x, middle, "", **style)  # type: ignore[arg-type]
        pitch = text.size * LEADING
        first = middle - pitch * (len(lines) - 1) / 2 + RISE * text.size
        for number, words in enumerate(lines):
            self.put(Text(x, first + number * pitch, words, text.size, text.fill, text.anchor, text.fact))

    @property
    def texts(self) -> tuple[Text, ...]:
        """Every line of type on the sheet, in drawing order."""
        return tuple(shape for shape in self.shapes if isinstance(shape, Text))
