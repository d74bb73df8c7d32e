"""Turn labelled marks into rows: a column of labels flush with the text, and a slot beside each for what is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.document.charts import _lettering
from reporter.document.charts._plot import BLUE, FULL, GREY, HALF, INK, LABEL, LEADING, LIGHT, SMALL, Line, Plot, Rect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reporter.model.document import Figure

_GAP = 7.0
"""Between the column of labels and the bars."""
_LABELS_AT_MOST = {"full": 0.30, "half": 0.36}
"""Of the figure's width; longer labels are wrapped."""
_DENSE = 12
"""Of more rows than this, labels may take more of the width, so that they stay on one line, and slots are lower."""
_LABELS_AT_MOST_DENSE = {"full": 0.46, "half": 0.46}
_PITCH, _PITCH_DENSE = (15.0, 32.0), (12.0, 32.0)
"""Least and greatest height of a slot with a label of one line."""
_AIR, _AIR_DENSE = 5.0, 2.4
"""Between the labels of two rows, at least."""
_EDGE = 0.5
"""Half a line, which must not be cut at the edge."""
SLICES = ((1.2, 1.8), (4.2, 1.2), (6.8, 0.7))
"""How far beyond the end of a 概数 each slice lies, and how thick it is."""
OPEN = 7.5
"""What they take."""
HEIGHTS = {"full": 96.0, "half": 100.0}
"""What rows are spread over when they are few, so that neighbours end at the same height."""


@dataclass(frozen=True, slots=True)
class Slot:
    """The room of one row."""

    top: float
    height: float

    @property
    def middle(self) -> float:
        """Where its bar and its label are centred."""
        return self.top + self.height / 2

    @property
    def bar(self) -> float:
        """Thickness of its bar: about two thirds of the slot, and never a block."""
        return min(self.height * 0.64, 11.0)


@dataclass(frozen=True, slots=True)
class Rows:
    """A sheet with labels on it and slots to draw in."""

    plot: Plot
    left: float
    """Where the bars begin."""
    right: float
    slots: tuple[Slot, ...]

    @property
    def bottom(self) -> float:
        """Lower edge of the last slot."""
        return self.slots[-1].top + self.slots[-1].height


def sheet_width(figure: Figure) -> float:
    """Width of the figure's plot in points."""
    return FULL if figure.size == "full" else HALF


def lay(
    figure: Figure, labels: Sequence[str], seconds: Sequence[str] = (), *, head: float = 0, least: float = 0
) -> Rows:
    """Set the labels, each with a second line in grey below it where given, and measure the slots.

    ``head`` is kept free above the rows; what is set beside the labels needs slots of ``least``.
    """
    dense = len(labels) > _DENSE
    share = (_LABELS_AT_MOST_DENSE if dense else _LABELS_AT_MOST)[figure.size]
    width = sheet_width(figure)
    column = min(
        max(
            *(_lettering.width(label, LABEL) for label in labels),
            *(_lettering.width(second, SMALL) for second in seconds),
            0.0,
        ),
        width * share,
    )
    lines = [_lettering.wrap(label, LABEL, column) for label in labels]
    below = [_lettering.wrap(second, SMALL, column) if second else () for second in seconds] or [()] * len(lines)
    column = max(
        *(_lettering.width(line, LABEL) for group in lines for line in group),
        *(_lettering.width(line, SMALL) for group in below for line in group),
        0.0,
    )
    air = _AIR_DENSE if dense else _AIR
    heights = [LEADING * (LABEL * len(own) + SMALL * len(more)) + air for own, more in zip(lines, below, strict=True)]
    slots = _slots([max(height, least) for height in heights], HEIGHTS[figure.size] - head, head, dense=dense)
    plot = Plot(width, slots[-1].top + slots[-1].height)
    for slot, own, more in zip(slots, lines, below, strict=True):
        shift = SMALL * LEADING * len(more) / 2
        plot.lines(0, slot.middle - shift, own)
        plot.lines(0, slot.middle + LABEL * LEADING * len(own) / 2, more, size=SMALL, fill=GREY)
    return Rows(plot, column + _GAP, width, slots)


def _slots(heights: Sequence[float], room: float, top: float, *, dense: bool) -> tuple[Slot, ...]:
    """Slots for labels of these heights: spread over ``room`` while they fit, growing beyond it when they do not."""
    least, greatest = _PITCH_DENSE if dense else _PITCH
    even = min(max(room / len(heights), least), greatest)
    slots = []
    for height in heights:
        slots.append(Slot(top, max(even, height)))
        top += slots[-1].height
    return tuple(slots)


def rule(rows: Rows) -> None:
    """Hairlines between the rows, which lead the eye from a short label to its bar."""
    for slot in rows.slots[1:]:
        rows.plot.put(Line(0, slot.top, rows.right, slot.top, LIGHT))


def scale(
    ends: Sequence[tuple[float, float]], left: float, right: float, *, also: Sequence[float] = ()
) -> tuple[float, float]:
    """Where zero stands, and points for a unit of value, so that every bar and the words beyond its end fit.

    ``ends`` are (value, room of its words), ``also`` values that have no words.
    """
    ends = [*ends, *((value, _EDGE) for value in also)]

    def sides(unit: float) -> tuple[float, float]:
        below = max((-value * unit + room for value, room in ends if value < 0), default=0.0)
        above = max((value * unit + room for value, room in ends if value >= 0), default=0.0)
        return below + _EDGE, above + _EDGE

    low, high = 0.0, (right - left) / max(*(abs(value) for value, _ in ends), 1e-9)
    for _ in range(40):
        unit = (low + high) / 2
        low, high = (unit, high) if sum(sides(unit)) <= right - left else (low, unit)
    return left + sides(low)[0], low


def through(
    rows: Rows, x: float, *, top: float | None = None, width: float = 0.8, dash: tuple[float, ...] = ()
) -> None:
    """An upright line through all rows, open where words stand; put it when they are all set."""
    start = rows.slots[0].top if top is None else top
    boxes = [text.box for text in rows.plot.texts]
    for slot in rows.slots:
        across = [
            box
            for box in boxes
            if box[0] - 2 < x < box[2] + 2 and slot.top <= (box[1] + box[3]) / 2 <= slot.top + slot.height
        ]
        if across:
            upper, lower = min(box[1] for box in across), max(box[3] for box in across)
            if upper - 0.5 > start:
                rows.plot.put(Line(x, start, x, upper - 0.5, INK, width, dash))
            start = lower + 0.5
    if rows.bottom > start:
        rows.plot.put(Line(x, start, x, rows.bottom, INK, width, dash))


def open_end(plot: Plot, x: float, slot: Slot, side: int = 1, fill: str = BLUE) -> None:
    """Slices that thin out at the end of a bar: the figure is a 概数 and has no exact end."""
    for step, thick in SLICES:
        left = x + step if side > 0 else x - step - thick
        plot.put(Rect(left, slot.middle - slot.bar / 2, thick, slot.bar, fill))
