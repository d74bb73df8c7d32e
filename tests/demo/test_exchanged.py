"""Two names of the demo's report change places while all numbers stay: on the page, in the mail, in tables, charts and lists."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from tests.demo.house import exchanged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.demo.house import House

TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
NAMED = re.compile(r'<div class="label">(.*?)</div>')
NOTED = re.compile(r'<div class="more">(.*?)</div>')
MAILED = {
    "label": re.compile(r'<div class="label"[^>]*>(.*?)</div>'),
    "note": re.compile(r'<div class="note"[^>]*>(.*?)</div>'),
}


def swaps(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, str, str]]:
    """Whichever two different pieces of a text that a pattern finds change places: both, and the text then."""
    for one, two in combinations(pattern.finditer(text), 2):
        if one.group(1) != two.group(1):
            yield one.group(1), two.group(1), exchanged(text, one.span(1), two.span(1))


def bare(html: str) -> str:
    """The words of HTML."""
    return re.sub(r"<[^>]+>", "", html)


def test_any_two_rows_of_a_table_that_exchange_their_names_are_found(house: House) -> None:
    """Every table of the page, any two rows; both are named."""
    tried = 0
    for table in TABLE.findall(house.html):
        assert house.in_html(table) == []
        for one, two, spoilt in swaps(table, re.compile(r"<tr[^>]*><td[^>]*>(.*?)</td>(?=<td)")):
            found = house.in_html(spoilt)
            assert {each.rule for each in found} == {"wrong_cell"}, (one, two)
            told = "".join(each.message for each in found)
            assert f"“{bare(one)}”一行" in told, told
            assert f"“{bare(two)}”一行" in told, told
            tried += 1
    assert tried > 150


def test_any_two_columns_of_a_table_that_exchange_their_heads_are_found(house: House) -> None:
    """Also those whose numbers could be either: 完成数 and 同比增长."""
    tried = 0
    for table in TABLE.findall(house.html):
        for one, two, spoilt in swaps(table, re.compile(r"<th[^>]*>(.*?)</th>")):
            assert {each.rule for each in house.in_html(spoilt)} == {"wrong_cell"}, (one, two)
            tried += 1
    assert tried >= 16


def test_any_two_cells_of_a_table_that_exchange_their_numbers_are_found(house: House) -> None:
    """The numbers move with the marks that name their facts: each is right, and stands in a wrong row."""
    tried = 0
    for table in TABLE.findall(house.html):
        for one, two, spoilt in swaps(table, re.compile(r"(<data [^>]*>.*?</data>)")):
            assert house.in_html(spoilt), (one, two)
            tried += 1
    assert tried > 300


@pytest.mark.parametrize("pattern", [NAMED, NOTED])
def test_any_two_key_figures_that_exchange_their_names_or_notes_are_found(
    house: House, pattern: re.Pattern[str]
) -> None:
    """The strip of the page."""
    strip = house.html[house.html.index('<div class="strip">') : house.html.index("<section")]
    tried = 0
    for one, two, spoilt in swaps(strip, pattern):
        assert "wrong_name" in {each.rule for each in house.in_html(spoilt)}, (one, two)
        tried += 1
    assert tried >= 10


@pytest.mark.parametrize("what", ["label", "note"])
def test_any_two_key_figures_of_the_mail_that_exchange_their_names_or_notes_are_found(house: House, what: str) -> None:
    """Its HTML, whose cells are laid out by a table of their own."""
    html, tried = house.part("text/html"), 0
    assert house.in_mail("text/html", html) == []
    for one, two, spoilt in swaps(html, MAILED[what]):
        found = house.in_mail("text/html", spoilt)
        assert "wrong_name" in {each.rule for each in found}, (one, two)
        assert "邮件网页版" in str(found[0].place)
        tried += 1
    assert tried >= 10


def test_any_two_lines_of_the_mail_s_text_that_exchange_their_names_or_notes_are_found(house: House) -> None:
    """The same key figures in the plain text."""
    text, tried = house.part("text/plain"), 0
    strip, mark, rest = text.partition("【图表】")
    for pattern in (r"(?m)^· (.*?)：", r"(?m)^· .*?：.*?（(.*?)）"):
        for one, two, spoilt in swaps(strip, re.compile(pattern)):
            found = house.in_mail("text/plain", spoilt + mark + rest)
            assert {each.rule for each in found} == {"mail_differs"}, (one, two)
            tried += 1
    assert tried >= 20


def _named_in(house: House, text: str) -> list[tuple[int, int]]:
    """Where names of indicators stand in the words of a text."""
    names = sorted({fact.indicator for fact in house.document.facts}, key=len, reverse=True)
    words = re.sub(r"<[^>]*>", lambda tag: "\0" * len(tag.group()), text)
    return [match.span() for match in re.finditer("|".join(map(re.escape, names)), words)]


def test_any_two_names_of_one_sentence_that_change_places_are_found(house: House) -> None:
    """What stands before its numbers: 省级企业研究院14家、省级研发中心9家."""
    tried = 0
    for paragraph in re.findall(r"<p[ >].*?</p>", house.html, re.DOTALL):
        for sentence in re.split(r"(?<=[。；])", paragraph):
            for one, two, spoilt in swaps(
                sentence, re.compile(r"([^<>，、；。：（）]{2,}|<span [^>]*>[^<]*</span>)(?=<data)")
            ):
                assert house.in_html(f"<p>{spoilt}</p>"), (one, two)
                tried += 1
    assert tried > 20


def test_any_two_names_in_the_words_for_a_chart_that_change_places_are_found(house: House) -> None:
    """What a reader without pictures is told: 交通投资106%；民间投资17.3%."""
    tried = 0
    for alt in re.findall(r'alt="([^"]*)"', house.html):
        for one, two, spoilt in swaps(alt, re.compile(r"(?<=[：；])([^：；，0-9]+)(?=[0-9])")):
            assert house.in_html(f'<figure><img alt="{spoilt}"></figure>'), (one, two)
            tried += 1
    assert tried > 20


def test_any_two_charts_that_exchange_the_words_for_them_are_found(house: House) -> None:
    """On the page and in the mail: each picture's words are some picture's, under a wrong title."""
    pattern = re.compile(r'alt="([^"]*[0-9][^"]*)"')
    for text, wanted in ((house.html, 20), (house.part("text/html"), 1)):
        tried = 0
        for one, two, spoilt in swaps(text, pattern):
            assert {each.rule for each in house.in_html(spoilt)} == {"wrong_picture"}, (one, two)
            tried += 1
        assert tried >= wanted


def test_any_two_names_in_the_charts_of_the_mail_s_text_that_change_places_are_found(house: House) -> None:
    """Titles and words of the charts."""
    before, mark, charts = house.part("text/plain").partition("【图表】")
    charts, end, notes = charts.partition("【说明】")
    tried = 0
    for one, two in combinations(_named_in(house, charts), 2):
        if charts[slice(*one)] != charts[slice(*two)]:
            spoilt = before + mark + exchanged(charts, one, two) + end + notes
            assert house.in_mail("text/plain", spoilt), (charts[slice(*one)], charts[slice(*two)])
            tried += 1
    assert tried > 5
