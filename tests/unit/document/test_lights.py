"""红黄绿 stands in words and signs, red first, and turns round where less is better."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from reporter.document.tables import lights
from reporter.facts import Book
from reporter.model.document import plain
from reporter.model.wording import Band, Wording
from tests.unit.document.example_district import INDICATORS, seen, snapshot


def _rows(growth: str, better: str = "higher") -> list[list[str]]:
    """The table for one growth rate."""
    dictionary = {"工业增加值": replace(INDICATORS["工业增加值"], better=better)}  # type: ignore[arg-type]
    shot = replace(snapshot("", figures=(seen("工业增加值", "growth", growth, basis="同比"),)), indicators=dictionary)
    made = lights.plan(dictionary, Book(shot))
    return [[plain(cell) for cell in row.cells] for row in made.rows] if made else []


@pytest.mark.parametrize(
    ("growth", "better", "light"),
    [
        ("3.1", "higher", "● 绿"), ("0", "higher", "● 绿"), ("-0.1", "higher", "▲ 黄"), ("-5", "higher", "▲ 黄"),
        ("-5.1", "higher", "■ 红"), ("-8.2", "lower", "● 绿"), ("6.4", "lower", "■ 红"),
    ],
)  # fmt: skip
def test_a_light_is_a_sign_a_word_and_what_it_rests_on(growth: str, better: str, light: str) -> None:
    """Green from nought on, amber down to five, red beyond."""
    ((name, said, basis, department),) = _rows(growth, better)
    assert (name, department) == ("工业增加值", "统计办")
    assert said.startswith(light)
    assert basis


@pytest.mark.parametrize(
    ("growth", "aim", "better", "light"),
    [
        ("8.1", "7", "higher", "● 绿　不低于目标"), ("3", "7", "higher", "▲ 黄　略低于目标"), ("1.5", "7", "higher", "■ 红　明显低于目标"),
        ("-3.2", "-3", "lower", "● 绿　达到目标"), ("-2.1", "-3", "lower", "▲ 黄　略逊于目标"),
    ],
)  # fmt: skip
def test_growth_that_misses_its_aim_is_not_green(growth: str, aim: str, better: str, light: str) -> None:
    """3 % of an aimed-at 7 % is no 向好; a fall that was to be steeper has not reached its target."""
    dictionary = {"工业增加值": replace(INDICATORS["工业增加值"], better=better)}  # type: ignore[arg-type]
    rows = (
        seen("工业增加值", "growth", growth, basis="同比"),
        seen("工业增加值", "target", aim, unit="%", period="2024"),
    )
    made = lights.plan(dictionary, Book(replace(snapshot("", figures=rows), indicators=dictionary)))
    assert made is not None
    assert plain(made.rows[0].cells[1]) == light


def test_what_shows_neither_plan_nor_growth_has_no_light() -> None:
    """Nor has an indicator of which neither direction is better."""
    assert _rows("3.1", "neutral") == []


def test_red_comes_first() -> None:
    """The order of attention, not of the dictionary."""
    shot = snapshot(
        "", figures=(seen("工业增加值", "growth", "1", basis="同比"), seen("外贸出口", "growth", "-9.9", basis="同比"))
    )
    made = lights.plan(INDICATORS, Book(shot))
    assert made is not None
    assert [plain(row.cells[0]) for row in made.rows] == ["外贸出口", "工业增加值"]


def test_the_office_sets_where_red_begins() -> None:
    """Its own lowest bound of a shortfall, of growth and of 序时进度."""
    dictionary = {"工业增加值": INDICATORS["工业增加值"]}
    shot = replace(snapshot("", figures=(seen("工业增加值", "growth", "-5.1", basis="同比"),)), indicators=dictionary)
    patient = Wording(growth=(Band(Decimal(0), ("增长",)), Band(Decimal(-8), ()), Band(None, ("下降较多",))))
    for wording, light in ((Wording(), "■ 红"), (patient, "▲ 黄")):
        made = lights.plan(dictionary, Book(shot), wording)
        assert made is not None
        assert plain(made.rows[0].cells[1]).startswith(light)
