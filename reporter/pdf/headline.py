"""Turn a headline that is longer than its line into lines of like length, broken by meaning.

Places that the office has marked with ``<wbr>`` come first; a part that is still too long is broken between phrases, and takes a
line more rather than tear one. Three lines widen or narrow, or bulge in the middle, as GB/T 9704 asks (梯形、菱形).
"""

from __future__ import annotations

import math
import re
from functools import cache
from typing import TYPE_CHECKING

from reporter.pdf import phrases

if TYPE_CHECKING:
    from collections.abc import Collection

    from reporter.pdf.phrases import Piece

_HEADING = re.compile(r'(<h[12][^>]*\bdata-line="(?P<most>\d+)"[^>]*>)(?P<inner>.*?)(</h[12]>)', re.DOTALL)
_FINDING = re.compile(
    r'(<span class="finding" data-line="(?P<most>\d+)">)(?P<inner>.*?)(</span>(?=<span class="what">))', re.DOTALL
)
_PART = re.compile(
    r'<span class="part">(?P<words>(?:(?!<span class="part">).)*)</span>(?=<span class="part">|$)', re.DOTALL
)
_ANOTHER_LINE, _HOURGLASS = 40.0, 12.0
_THREE = 3


def balanced(html: str, names: Collection[str] = ()) -> str:
    """The page with breaks in its headings and in the findings over its figures; ``names`` are never broken."""
    html = _HEADING.sub(lambda found: f"{found[1]}{_lines(found['inner'], int(found['most']), names)}{found[4]}", html)
    return _FINDING.sub(lambda found: f"{found[1]}{_broken(found['inner'], int(found['most']), names)}{found[4]}", html)


def _lines(inner: str, most: int, names: Collection[str]) -> str:
    """The heading with a break where a part of it is longer than a line."""
    return _PART.sub(lambda part: f'<span class="part">{_broken(part["words"], most, names, more=True)}</span>', inner)


def _broken(words: str, most: int, names: Collection[str], *, more: bool = False) -> str:
    """The words with breaks in as few lines as they fill; in one ``more`` where a phrase would be torn otherwise."""
    if len(words) <= most:
        return words
    pieces = tuple(phrases.pieces(words, names))
    total = sum(piece.width for piece in pieces)
    if total <= most:
        return words
    count = math.ceil(total / most)
    price, breaks = _best(pieces, count, most)
    if more and price >= phrases.TORN:
        dearer, others = _best(pieces, count + 1, most)
        if dearer + _ANOTHER_LINE < price:
            breaks = others
    return "".join(("<br>" if index in breaks else "") + piece.html for index, piece in enumerate(pieces))


def _best(pieces: tuple[Piece, ...], count: int, most: int) -> tuple[float, tuple[int, ...]]:
    """The price of the cheapest way to fill ``count`` lines, and where they begin but the first; none where there is no way."""
    ends = [0.0]
    for piece in pieces:
        ends.append(ends[-1] + piece.width)
    mean = ends[-1] / count

    @cache
    def cheapest(start: int, left: int) -> tuple[float, tuple[int, ...]]:
        if left == 1:
            width = ends[-1] - ends[start]
            return ((width - mean) ** 2, ()) if width <= most else (math.inf, ())
        found: tuple[float, tuple[int, ...]] = (math.inf, ())
        for end in range(start + 1, len(pieces)):
            width = ends[end] - ends[start]
            if width > most:
                break
            price, rest = cheapest(end, left - 1)
            price += (width - mean) ** 2 + phrases.cost(pieces[end - 1], pieces[end])
            if count == _THREE and start and left > 1 and width < min(ends[start], ends[-1] - ends[end]):
                price += _HOURGLASS
            found = min(found, (price, (end, *rest)))
        return found

    return cheapest(0, count)
