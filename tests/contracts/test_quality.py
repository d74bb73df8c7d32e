"""Every rule about data finds what its example shows, says where it stands and what to do, and obeys its settings."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from types import ModuleType

import pytest

from reporter import quality
from reporter.model.finding import Place
from reporter.model.observation import Observation
from reporter.model.period import Period

RULES = [pytest.param(rule, id=name) for name, rule in quality.kinds().items()]


def shown(rule: ModuleType) -> quality.Data:
    """The data of a rule's example."""
    example: quality.Example = rule.EXAMPLE
    areas = example.areas or ("",) * len(example.figures)
    units = {one.name: one.unit for one in example.indicators}
    rows = [
        Observation(name, measure, area, Period.parse(period), Decimal(value), units[name] if measure == "level" else "%",
                    scope=example.scope, source="示例", origin=Place("data/示例.csv", number))
        for number, ((name, measure, period, value), area) in enumerate(zip(example.figures, areas, strict=True), 2)
    ]  # fmt: skip
    plain = quality.Data(tuple(rows), {one.name: one for one in example.indicators}, dt.date(2024, 7, 18))
    return replace(plain, **example.data)  # type: ignore[arg-type]


@pytest.mark.parametrize("rule", RULES)
def test_the_example_is_found(rule: ModuleType) -> None:
    """By this rule, at its severity, with a place and a message; a warning says what to do."""
    found = [one for one in quality.inspect(shown(rule), {}) if one.rule == rule.KIND]
    assert [one.severity for one in found] == [rule.EXAMPLE.severity] * rule.EXAMPLE.found
    assert all(str(one.place) and one.message for one in found)
    assert all(one.advice for one in found if one.severity != "note")


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_can_be_turned_off_or_up(rule: ModuleType) -> None:
    """Severity is a setting."""
    off = quality.inspect(shown(rule), {rule.KIND: {"severity": "off"}})
    assert not [one for one in off if one.rule == rule.KIND]
    up = quality.inspect(shown(rule), {rule.KIND: {"severity": "error"}})
    assert "error" in {one.severity for one in up if one.rule == rule.KIND}


@pytest.mark.parametrize("rule", RULES)
def test_nothing_is_found_where_nothing_is(rule: ModuleType) -> None:
    """No figures, no findings."""
    assert quality.inspect(quality.Data((), {}, dt.date(2024, 7, 18)), {}) == ()
    assert rule.SAYS


def test_settings_that_mean_nothing_are_told() -> None:
    """A slip in a rule's name or option is found before any data."""
    place = Place("schedules.yaml", 7)
    found = quality.check({"jmup": {}, "jump": {"factr": 1}, "extreme": {"growth": "许多", "severity": "loud"}}, place)
    assert [one.rule for one in found] == ["unknown_rule", "bad_option", "bad_option", "bad_option"]
    assert "是不是jump" in found[0].advice
    assert {one.place for one in found} == {place}
    assert quality.check({"jump": {"factor": 500, "severity": False}}, place) == ()
