"""A sound project folder is read whole."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from reporter.errors import Faults, UsageError
from reporter.model.finding import Place
from reporter.model.indicator import Part
from reporter.model.period import Period
from reporter.project import load

if TYPE_CHECKING:
    from pathlib import Path


def test_a_sound_folder_becomes_definitions(folder: Path) -> None:
    """Everything is there under its name, with what is usual where nothing is said."""
    project = load(folder)
    schedule = project.schedules["monthly"]
    assert (schedule.every, schedule.day, schedule.month, schedule.workday) == ("month", 20, 1, "following")
    assert project.schedule_of("bulletin") == schedule
    assert project.reports["bulletin"].template == "bulletin"
    assert project.office.time_zone == "Asia/Shanghai"
    assert list(project.indicators) == ["固定资产投资", "民间投资"]


def test_the_dictionary_says_what_each_figure_may_be(folder: Path) -> None:
    """Relations, ranges, deadlines and permissions are settings, and need no code."""
    file = folder / "data/indicators.yaml"
    more = (
        "  plausible: [~, 500]\n  growth_computed: true\n  due: {bulletin: 12}\n  classifier: 个\n  identifying: 是\n"
    )
    file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
    one = load(folder).indicators["民间投资"]
    assert one.part_of == (Part("固定资产投资", additive=True, division="按类型"),)
    assert (one.within(Decimal(-3)), one.within(Decimal(501))) == (True, False)
    assert (one.growth_computed, one.public, one.counted_by) == (True, False, "个")
    assert [due.date(Period.parse("2018-H1")) for due in one.due] == [dt.date(2018, 7, 12)]


def test_a_person_in_two_groups_counts_once(folder: Path) -> None:
    """However the address is written; a folder's path is absolute."""
    addresses = [person.address for person in load(folder).recipients("bulletin")]
    assert addresses == ["a@example.org", "b@example.org", f"folder:{folder.resolve()}/archive"]


def test_a_production_sees_its_own_files_only(folder: Path) -> None:
    """Templates of the report, the shared ones and the mail's, the period's texts and photos: nothing else."""
    (folder / "templates/looks/.news.html.swp").write_text("", encoding="ascii")
    assert sorted(load(folder).files_for("bulletin", Period.parse("2018-H1"))) == [
        "data/lake.png",
        "templates/bulletin/sections/10-lead.md",
        "templates/email/message.txt",
        "templates/looks/news.html",
        "templates/shared/words.html",
        "texts/bulletin/2018-H1/10-lead.md",
    ]
    assert "data/lake.png" not in load(folder).files_for("bulletin", Period.parse("2018-Q1"))


def test_a_row_of_a_register_knows_where_its_text_stands(folder: Path) -> None:
    """So that a fault in the text can be told with its line."""
    (event,) = load(folder).registers.events
    assert event.place == Place(file="data/registers/events.yaml", line=3)


def test_an_unknown_report_is_answered_with_those_that_there_are(folder: Path) -> None:
    """The reader sees what could have been typed."""
    with pytest.raises(UsageError, match="weekly") as caught:
        load(folder).report("weekly")
    assert "bulletin" in caught.value.advice


def test_load_raises_what_inspect_lists(folder: Path) -> None:
    """All faults in one exception."""
    (folder / "schedules.yaml").write_text("office: {name: 示例区}\nsurprise: 1\n", encoding="utf-8")
    with pytest.raises(Faults) as caught:
        load(folder)
    assert [finding.rule for finding in caught.value.findings] == ["missing_key", "unknown_key"]


def test_reading_a_project_needs_no_heavy_library() -> None:
    """Every command reads it, so it must stay quick."""
    code = "import sys, reporter.project; print(*{'pydantic', 'sqlalchemy', 'jinja2', 'matplotlib'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []
