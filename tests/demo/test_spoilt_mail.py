"""Both parts of the demo's mail are spoilt at every number, facts unchanged, and each time it is found."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from tests.demo.house import CHINESE, exchanged, figures_of, other

if TYPE_CHECKING:
    from tests.demo.house import House

SEEN = re.compile(r"(?s)<body.*</body>")


def _seen(house: House, kind: str) -> list[int]:
    """Where the digits stand that a reader of a part sees; in HTML also those that take the place of a picture."""
    text = house.part(kind)
    if kind == "text/plain":
        return figures_of(text)
    body = SEEN.search(text)
    assert body
    words = re.sub(r'alt="([^"]*)"', r"    >\1<", body.group())
    return [body.start() + at for at in figures_of(words)]


@pytest.mark.parametrize(("kind", "chinese"), [("text/html", 1), ("text/plain", 1)])
def test_every_changed_digit_is_found(house: House, kind: str, chinese: int) -> None:
    """Facts, dates, names, the file's name; Chinese numerals as well: 增幅居全市第一."""
    text = house.part(kind)
    assert house.in_mail(kind, text) == []
    tried = 0
    for at in _seen(house, kind):
        assert house.in_mail(kind, text[:at] + other(text[at]) + text[at + 1 :]), text[max(0, at - 20) : at + 20]
        tried, chinese = tried + 1, chinese - (text[at] in CHINESE)
    assert tried > 60
    assert chinese <= 0


@pytest.mark.parametrize("kind", ["text/html", "text/plain"])
def test_any_two_exchanged_numbers_are_found(house: House, kind: str) -> None:
    """Whichever two numbers of facts that differ, Chinese numerals as well."""
    text, tried = house.part(kind), 0
    said = "|".join(sorted(map(re.escape, {fact.number for fact in house.document.facts}), key=len, reverse=True))
    pattern = rf"(?s)<data [^>]*>({said})</data>" if kind == "text/html" else rf"(?<![\d.])({said})"
    spans = [match.span(1) for match in re.finditer(pattern, text)]
    assert any(text[slice(*span)] == "第一" for span in spans)
    for one, two in combinations(spans, 2):
        if text[slice(*one)] != text[slice(*two)]:
            assert house.in_mail(kind, exchanged(text, one, two)), (text[slice(*one)], text[slice(*two)])
            tried += 1
    assert tried > 100


def test_every_number_of_the_html_in_the_place_of_another_is_found(house: House) -> None:
    """The numbers move together with the marks that name their facts."""
    text, tried = house.part("text/html"), 0
    marks = [match.span() for match in re.finditer(r"(?s)<data [^>]*>.*?</data>", text)]
    for one, two in combinations(marks, 2):
        if text[slice(*one)] != text[slice(*two)]:
            assert house.in_mail("text/html", exchanged(text, one, two)), (text[slice(*one)], text[slice(*two)])
            tried += 1
    assert tried > 100
