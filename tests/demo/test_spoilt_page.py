"""The page of the demo's report is spoilt at every number, facts unchanged, and each time it is found."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

from reporter.proof import proofread
from tests.demo.house import figures_of, other

if TYPE_CHECKING:
    from tests.demo.house import House

DATA = re.compile(r"<data [^>]*>(.*?)</data>", re.DOTALL)
PIECE = re.compile(r'<p[ >].*?</p>|<h[12][ >].*?</h[12]>|<table>.*?</table>|<figcaption>.*?</figcaption>|<div class="strip">.*?</div>\n</div>', re.DOTALL)  # fmt: skip


def test_the_sound_report_passes(house: House) -> None:
    """No error in document, print and mail."""
    found = proofread(house.document, house.html, house.pdf, house.mail)
    assert [str(finding) for finding in found if finding.severity == "error"] == []


def test_every_changed_digit_of_a_fact_is_found(house: House) -> None:
    """The HTML that is handed to print: one finding for each digit of each number, Chinese numerals included."""
    tried = chinese = 0
    for mark in DATA.finditer(house.html):
        words = mark.group()
        for at in figures_of(words):
            spoilt = words[:at] + other(words[at]) + words[at + 1 :]
            assert [each.rule for each in house.in_html(f"<p>增长{spoilt}</p>")] == ["wrong_number"], spoilt
            tried, chinese = tried + 1, chinese + (not words[at].isdecimal())
    assert (tried > 300, chinese >= 3) == (True, True)


def test_every_changed_digit_of_a_date_a_name_or_a_figure_s_number_is_found(house: House) -> None:
    """What is no fact: 8月6日召开, “521”计划, 见图1."""
    tried = 0
    for mark in re.finditer(r'<(time|span class="(?:name|numbering))[^>]*>(?!\d+\.<)[^<]*<', house.html):
        for at in figures_of(mark.group()):
            place = mark.start() + at
            spoilt = house.html[:place] + other(house.html[place]) + house.html[place + 1 :]
            assert house.in_html(spoilt), mark.group()
            tried += 1
    assert tried > 100


def _with(mark: re.Match[str], number: str) -> str:
    """A mark that prints another number."""
    start, end = mark.start(1) - mark.start(), mark.end(1) - mark.start()
    return f"<p>增长{mark.group()[:start]}{number}{mark.group()[end:]}</p>"


def test_any_two_exchanged_numbers_are_found(house: House) -> None:
    """Whichever two numbers that differ: both are told, wherever they stand."""
    tried = 0
    marks = {re.sub("<[^>]+>", "", mark.group(1)): mark for mark in DATA.finditer(house.html)}
    for one, two in combinations(marks.values(), 2):
        spoilt = _with(one, two.group(1)) + _with(two, one.group(1))
        assert [each.rule for each in house.in_html(spoilt)].count("wrong_number") == 2, spoilt
        tried += 1
    assert tried > 1000


def test_every_number_in_the_place_of_another_is_found(house: House) -> None:
    """A number that moves together with the mark that names its fact is right, but stands where another belongs."""
    marks = [mark.group() for mark in DATA.finditer(house.html)]
    tried = 0
    for piece in PIECE.findall(house.html):
        assert house.in_html(piece) == [], piece
        for mark in DATA.finditer(piece):
            for stranger in (next(each for each in marks[at:] + marks if each != mark.group()) for at in (0, 40, 80)):
                spoilt = piece[: mark.start()] + stranger + piece[mark.end() :]
                assert house.in_html(spoilt), (mark.group(), stranger)
                tried += 1
    assert tried > 300
