"""Schedules as an office writes them, and its own working days."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from reporter.project import load

if TYPE_CHECKING:
    from pathlib import Path

    from reporter.model.office import Schedule
    from tests.unit.project.conftest import Spoil

MONTHLY = 'every: month\n    day: 20\n    time: "09:00"'


def arranged(folder: Path, lines: str) -> Schedule:
    """The monthly schedule of the small office, with these lines in place of its own."""
    file = folder / "schedules.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(MONTHLY, lines), encoding="utf-8")
    return load(folder).schedules["monthly"]


def test_a_week_a_day_an_hour(folder: Path) -> None:
    """The weekday has its Chinese name; a day needs a time, an hour its minute."""
    weekly = arranged(folder, 'every: week\n    day: 周三\n    time: "09:00"\n    period: previous quarter')
    assert (weekly.every, weekly.day, weekly.period, weekly.cron_line) == ("week", 3, "previous quarter", "0 9 * * 3")


def test_workdays_are_counted(folder: Path) -> None:
    """The third workday, or the last."""
    third = arranged(folder, 'every: month\n    day: workday 3\n    time: "09:00"')
    assert (third.day, third.nth) == (3, "workday")


def test_a_crontab_line_stands_for_itself(folder: Path) -> None:
    """It moves over no holiday unless it says so."""
    line = arranged(folder, 'cron: "0 9 20 * *"\n    period: previous month')
    assert (line.cron, line.every, line.workday, line.hourly) == ("0 9 20 * *", "cron", "none", False)


@pytest.mark.parametrize(
    ("lines", "rule"),
    [
        ('cron: "0 9 31 2 *"', "bad_value"), ('cron: "每天"', "bad_value"), ('cron: "0 0 9 * * *"', "bad_value"),
        ('cron: "0 9 * * *"\n    day: 3', "two_ways"), ('every: week\n    day: 3\n    time: "09:00"', "bad_value"),
        ('every: month\n    day: workday 40\n    time: "09:00"', "bad_value"), ("every: hour\n    minute: 60", "bad_value"),
        ('every: day\n    time: "09:00"\n    period: last month', "bad_value"),
        ('every: fortnight\n    day: 1\n    time: "09:00"', "bad_value"), ("every: day", "missing_key"),
    ],
)  # fmt: skip
def test_a_slip_is_told_once_with_its_line(spoil: Spoil, lines: str, rule: str) -> None:
    """Nothing of it is guessed."""
    ((found, line, said),) = spoil((MONTHLY, lines))
    assert found == rule
    assert line >= 16
    assert said


def test_the_offices_own_days(folder: Path) -> None:
    """Days off and days made up for, as the notice puts them; with its number the year is known."""
    (folder / "data/workdays.yaml").write_text(
        "2050:\n  notice: 国办发明电〔2049〕1号\n  holidays: [2050-01-01..2050-01-03]\n  workdays: [2050-01-08]\n"
        "2018:\n  holidays: [2018-08-07]\n",
        encoding="utf-8",
    )
    days = load(folder).days
    assert [days.is_workday(dt.date(2050, 1, day)) for day in (1, 3, 4, 8)] == [False, False, True, True]
    assert (days.known(2050), days.known(2051)) == (True, False)
    assert not days.is_workday(dt.date(2018, 8, 7))


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        ("二〇五〇年:\n  holidays: [2050-01-01]\n", "bad_year", 1),
        ("2050:\n  holidays: [元旦]\n", "bad_date", 2),
        ("2050:\n  holidays: [2050-01-03..2050-01-01]\n", "bad_date", 2),
        ("2050:\n  holidays: [2051-01-03]\n", "bad_date", 2),
        ("2050:\n  holidays: [2050-01-01]\n  workdays: [2050-01-01]\n", "two_ways", 3),
        ("2050:\n  holliday: [2050-01-01]\n", "unknown_key", 2),
    ],
)
def test_a_slip_in_the_working_days_has_its_line(folder: Path, spoil: Spoil, text: str, rule: str, line: int) -> None:
    """A calendar is either right or told."""
    (folder / "data/workdays.yaml").write_text(text, encoding="utf-8")
    assert [found[:2] for found in spoil(file="data/workdays.yaml")] == [(rule, line)]
