"""Turn points and their numbers into labels that cover neither each other nor, where it can be helped, a line.

A label that finds no room is left out: the figure's own mark keeps its value, and the words under the plot keep it too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING

from reporter.document.charts import _lettering
from reporter.document.charts._plot import INK, LABEL, RISE, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reporter.model.document import Mark

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_NEAR = 4.4
"""From a point to the edge of its label."""
_AIR = 1.0
"""Between two labels."""
_STEP = 3.0
_SIDEWAYS, _EDGE = 7.0, 0.1


@dataclass(slots=True)
class Board:
    """The room for labels, and what is taken of it."""

    room: Box
    words: list[Box] = field(default_factory=list)
    """Labels that are set; nothing may cover them."""
    lines: list[Box] = field(default_factory=list)
    """Where lines and dots run; better not covered."""

    def line(self, points: Iterable[tuple[float, float]]) -> None:
        """Keep labels off a line, if possible."""
        for (x1, y1), (x2, y2) in pairwise(points):
            count = max(1, int(hypot(x2 - x1, y2 - y1) / _STEP))
            for step in range(count + 1):
                x, y = x1 + (x2 - x1) * step / count, y1 + (y2 - y1) * step / count
                self.lines.append((x - 0.8, y - 0.8, x + 0.8, y + 0.8))

    def dots(self, points: Iterable[tuple[float, float]], radius: float) -> None:
        """Keep labels off dots in any case."""
        self.words += [(x - radius, y - radius, x + radius, y + radius) for x, y in points]

    def block(self, box: Box) -> None:
        """Keep labels off an area in any case."""
        self.words.append(box)

    def take(self, text: Text) -> None:
        """Set words that stand where they must."""
        self.words.append(text.box)

    def label(
        self, x: float, y: float, words: str, *, fact: str, fill: str = INK, below: bool = False, only: int | None = None,
        cross: bool = True,
    ) -> Text | None:  # fmt: skip
        """The words above a point or near it, where they cover nothing; ``None`` where they would cover other words.

        ``only`` so many of the places are tried; without ``cross`` no line may be covered either.
        """
        best: tuple[int, Text] | None = None
        for dx, dy, anchor in _PLACES[below][:only]:
            text = Text(x + dx, y + dy + RISE * LABEL, words, LABEL, fill, anchor, fact)
            box = text.box
            if not _inside(box, self.room) or any(_meet(box, other, _AIR) for other in self.words):
                continue
            crossed = sum(_meet(box, line, 0) for line in self.lines)
            if crossed and not cross:
                continue
            if best is None or crossed < best[0]:
                best = (crossed, text)
            if not crossed:
                break
        if best is None:
            return None
        self.take(best[1])
        return best[1]


_UP = _NEAR + 0.5 * LABEL
_UPWARD = (
    (0.0, -_UP, "middle"), (0.0, _UP, "middle"), (-_NEAR, -_UP, "end"), (_NEAR, -_UP, "start"), (-_NEAR, _UP, "end"),
    (_NEAR, _UP, "start"), (-1.6 * _NEAR, 0.0, "end"), (1.6 * _NEAR, 0.0, "start"), (0.0, -1.8 * _UP, "middle"),
    (0.0, 1.8 * _UP, "middle"),
)  # fmt: skip
_PLACES = {False: _UPWARD, True: tuple((dx, -dy, anchor) for dx, dy, anchor in _UPWARD)}


def _inside(box: Box, room: Box) -> bool:
    return box[0] >= room[0] and box[1] >= room[1] and box[2] <= room[2] and box[3] <= room[3]


def _meet(one: Box, other: Box, air: float) -> bool:
    """Whether two boxes come closer than ``air``."""
    return (
        one[0] < other[2] + air
        and other[0] < one[2] + air
        and one[1] < other[3] + air * 0.5
        and other[1] < one[3] + air * 0.5
    )


def by_weight(values: Sequence[float]) -> list[int]:
    """Which points to label first: the last, the first, the highest, the lowest, then the others from the end."""
    ends = range(len(values))
    first = [len(values) - 1, 0, max(ends, key=values.__getitem__), min(ends, key=values.__getitem__)]
    return list(dict.fromkeys([*first, *reversed(ends)]))


def numbers(
    board: Board, run: Sequence[Mark], points: Sequence[tuple[float, float]], ink: str, *, caps: bool = False
) -> list[Text]:
    """Numbers at the points of one series, in its order; the ends and the extremes are placed first, and only the newest may cover a line.

    ``caps`` sets them only beyond the ends of columns: above, or below one that is negative; at the edge a little inwards.
    """
    placed: dict[int, Text] = {}
    for number in by_weight([float(mark.value) for mark in run]):
        mark, (x, y) = run[number], points[number]
        around = [points[other][1] for other in (number - 1, number + 1) if 0 <= other < len(points)]
        valley = mark.value < 0 if caps else bool(around) and all(height < y for height in around)
        if not mark.text:
            continue
        newest = number == len(run) - 1
        for at in _across(x, mark.text, board.room) if caps else (x,):
            text = board.label(
                at, y, mark.text, fact=mark.fact, fill=ink, below=valley, only=1 if caps else None, cross=newest and not caps,
            )  # fmt: skip
            if text:
                placed[number] = text
                break
    return [placed[number] for number in sorted(placed)]


def _across(x: float, words: str, room: Box) -> Iterator[float]:
    """Where words may be centred beyond the end of a column: on it, a little to either side, never beyond the edge."""
    half = _lettering.width(words, LABEL) / 2 + _EDGE
    for shift in (0.0, -_SIDEWAYS, _SIDEWAYS):
        yield min(max(x + shift, room[0] + half), room[2] - half)


def spread(places: Sequence[float], depths: Sequence[float], top: float, bottom: float) -> list[float]:
    """The same places moved as little as needed, so that what is ``depths`` deep and centred on them stands apart.

    All stay between ``top`` and ``bottom``. Neighbours that would meet form a block around their mean place, and blocks
    that meet become one.
    """
    blocks: list[tuple[float, list[int]]] = []
    for number in sorted(range(len(places)), key=places.__getitem__):
        members = [number]
        start = _start(members, places, depths, top, bottom)
        while blocks and blocks[-1][0] + sum(depths[one] for one in blocks[-1][1]) > start:
            members = blocks.pop()[1] + members
            start = _start(members, places, depths, top, bottom)
        blocks.append((start, members))
    moved = [0.0] * len(places)
    for begin, members in blocks:
        start = begin
        for number in members:
            moved[number] = start + depths[number] / 2
            start += depths[number]
    return moved


def _start(
    members: Sequence[int], places: Sequence[float], depths: Sequence[float], top: float, bottom: float
) -> float:
    """Where a block begins, so that its middle is the mean of its places, within the sheet."""
    depth = sum(depths[one] for one in members)
    middle = sum(places[one] for one in members) / len(members)
    return min(max(middle - depth / 2, top), bottom - depth)
