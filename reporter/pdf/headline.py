"""Turn a headline that is longer than its line into lines of like length, broken by meaning.

Where the office has marked no place with ``<wbr>``, a headline breaks after a mark, after 的、和、与 and their like, before a word
of time, or, at worst, between two characters; never within a quotation, a name, a number, or before what must not begin a line.
"""

from __future__ import annotations

import math
import re
import unicodedata
from functools import cache

_HEADLINE = re.compile(r'(<h1[^>]*\bdata-line="(?P<most>\d+)"[^>]*>)(?P<inner>.*?)(</h1>)', re.DOTALL)
_FINDING = re.compile(
    r'(<span class="finding" data-line="(?P<most>\d+)">)(?P<inner>.*?)(</span>(?=<span class="what">))', re.DOTALL
)
_PART = re.compile(
    r'<span class="part">(?P<words>(?:(?!<span class="part">).)*)</span>(?=<span class="part">|$)', re.DOTALL
)
_ATOM = re.compile(
    r"<(?P<tag>span|data|time)\b.*?</(?P=tag)>|&[^;]+;|[上下]半年|[一二三四前]季度|[A-Za-z0-9.%—-]+|[^<]", re.DOTALL
)
_TAG = re.compile(r"<[^>]*>")
_NEVER_FIRST, _NEVER_LAST = "，。、；：！？）》〉」』】〕”’", "（《〈「『【〔“‘"
_TIME = re.compile("[上下]半年|[一二三四前]季度|(?:19|20)[0-9]{2}")
"""With words of time a headline goes on well on a new line: 管理委员会 / 上半年……"""
_STOPS, _LINKS = "，；：、　！？", "的和与及暨并在对"
_AFTER_LINK, _ANYWHERE = 8.0, 40.0
"""What a break costs there, in squares of characters by which a line departs from the mean."""


def balanced(html: str) -> str:
    """The page with breaks in its headline and in the findings over its figures."""
    html = _HEADLINE.sub(
        lambda found: f"{found[1]}{_lines(found['inner'], int(found['most']))}{found[4]}", html, count=1
    )
    return _FINDING.sub(lambda found: f"{found[1]}{_broken(found['inner'], int(found['most']))}{found[4]}", html)


def _lines(inner: str, most: int) -> str:
    """The headline with a break where a part of it is longer than a line."""
    return _PART.sub(lambda part: f'<span class="part">{_broken(part["words"], most)}</span>', inner)


def _broken(words: str, most: int) -> str:
    atoms = [found[0] for found in _ATOM.finditer(words)]
    if "".join(atoms) != words:
        return words
    widths = [_width(_TAG.sub("", atom)) for atom in atoms]
    total = sum(widths)
    if total <= most:
        return words
    count = math.ceil(total / most)
    breaks = _best(tuple(atoms), tuple(widths), count, most)
    return "".join(("<br>" if index in breaks else "") + atom for index, atom in enumerate(atoms))


def _best(atoms: tuple[str, ...], widths: tuple[float, ...], count: int, most: int) -> tuple[int, ...]:
    """Where lines begin, but the first: the cheapest way to fill ``count`` lines; none where there is no way."""
    mean = sum(widths) / count

    @cache
    def cheapest(start: int, left: int) -> tuple[float, tuple[int, ...]]:
        if left == 1:
            width = sum(widths[start:])
            return ((width - mean) ** 2, ()) if width <= most else (math.inf, ())
        found: tuple[float, tuple[int, ...]] = (math.inf, ())
        for end in range(start + 1, len(atoms)):
            width = sum(widths[start:end])
            if width > most:
                break
            cost, rest = cheapest(end, left - 1)
            cost += (width - mean) ** 2 + _cost(atoms[end - 1], atoms[end])
            found = min(found, (cost, (end, *rest)))
        return found

    return cheapest(0, count)[1]


def _cost(before: str, after: str) -> float:
    """Of a break between two atoms."""
    last, first = _TAG.sub("", before)[-1:], _TAG.sub("", after)[:1]
    if first in _NEVER_FIRST or last in _NEVER_LAST:
        return math.inf
    if last in _STOPS:
        return 0.0
    return _AFTER_LINK if last in _LINKS or _TIME.match(_TAG.sub("", after)) else _ANYWHERE


def _width(text: str) -> float:
    """Of words, in full-width characters."""
    return sum(1.0 if unicodedata.east_asian_width(one) in "WFA" else 0.56 for one in text)
