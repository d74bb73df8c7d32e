"""A reload is all or nothing: a bad file leaves what is in force untouched, and says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from reporter.errors import Faults
from reporter.service import configuration as module
from reporter.service.configuration import Configuration
from tests.unit.project.small_office import SCHEDULES, build


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small office; files count as settled at once."""
    monkeypatch.setattr(module, "_SETTLED_SECONDS", 0)
    build(tmp_path)
    for unwanted in ("templates/bulletin/layout.html", "templates/other/layout.html"):
        (tmp_path / unwanted).unlink(missing_ok=True)
    return tmp_path


def arranged(folder: Path, text: str) -> None:
    """Other arrangements."""
    (folder / "schedules.yaml").write_text(text, encoding="utf-8")


def test_a_sound_change_comes_into_force(folder: Path) -> None:
    """Without a restart; whoever holds the old project keeps it."""
    found = Configuration(folder)
    before = found.project
    assert not found.refresh()
    arranged(folder, SCHEDULES.replace("day: 20", "day: 21"))
    assert found.refresh()
    assert (before.schedules["monthly"].day, found.project.schedules["monthly"].day) == (20, 21)
    assert found.digest != before.digest


def test_a_dictionary_that_is_a_table_is_looked_at_as_well(folder: Path) -> None:
    """An indicator that is added to it comes into force."""
    table, text = folder / "data/indicators.csv", "名称,单位\n"
    table.write_text(text, encoding="utf-8")
    arranged(folder, f"{SCHEDULES}\nindicators: data/indicators.csv\n")
    found = Configuration(folder)
    table.write_text(f"{text}甲投资,亿元\n", encoding="utf-8")
    assert found.refresh()
    assert list(found.project.indicators) == ["甲投资"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (SCHEDULES[: len(SCHEDULES) // 2], "缺少"),
        (SCHEDULES.replace("day: 20", "day: 40"), "day"),
        (SCHEDULES.replace("report: bulletin", "report: bulletin\n    colour: red"), "colour"),
        ("a: &a [1]\n" + "".join(f"{c}: &{c} [*{p}, *{p}, *{p}, *{p}, *{p}, *{p}, *{p}, *{p}, *{p}]\n" for p, c in zip("abcdefgh", "bcdefghi", strict=True)), "schedules.yaml"),
        ("", "空"), ("}{", "写法有误"),
    ],
)  # fmt: skip
def test_a_bad_file_changes_nothing(folder: Path, text: str, why: str) -> None:
    """Half written, out of range, unknown, a bomb of anchors, empty, no YAML: the old arrangements stay, the fault is told."""
    found = Configuration(folder)
    before = found.project
    arranged(folder, text)
    assert not found.refresh()
    assert found.project is before
    assert why in found.fault
    arranged(folder, SCHEDULES)
    found.refresh()
    assert found.fault == ""
    assert found.digest == before.digest


def test_a_file_written_bit_by_bit_never_loses_a_schedule(folder: Path) -> None:
    """Whatever part of it is read, either everything of the new file is in force or everything of the old one."""
    found = Configuration(folder)
    for end in range(0, len(SCHEDULES), 37):
        arranged(folder, SCHEDULES[:end])
        found.refresh()
        assert set(found.project.schedules) == {"monthly"}
        assert found.project.groups.keys() == {"leaders", "office"}


def test_what_is_taken_away_is_taken_away_in_the_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the file has been quiet for a minute, or at once when a person asks for it."""
    found = Configuration(folder)
    fewer = SCHEDULES.replace("    to: [leaders, office]", "    to: [leaders]").replace(
        "  office:\n    - B@Example.org\n    - folder:archive\n", ""
    )
    arranged(folder, fewer)
    assert not found.refresh()
    monkeypatch.setattr(module, "_QUIET_SECONDS", 0)
    assert found.refresh()
    assert set(found.project.groups) == {"leaders"}


def test_a_file_that_is_still_being_written_is_left_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until it has been quiet for a moment; a person who asks for it does not wait."""
    monkeypatch.setattr(module, "_SETTLED_SECONDS", 3600)
    found = Configuration(folder)
    arranged(folder, SCHEDULES.replace("day: 20", "day: 21"))
    assert not found.refresh()
    assert not found.refresh()
    assert found.refresh(now=True)


def test_texts_are_checked_and_kept(folder: Path) -> None:
    """A placeholder that does not exist is refused; what is in force is printed from memory, not from the disk."""
    found = Configuration(folder)
    section = "templates/bulletin/sections/10-lead.md"
    (folder / section).write_text("{{ nonsense('固定资产投资') }}", encoding="utf-8")
    assert not found.refresh()
    assert "nonsense" in found.fault
    assert found.project.templates_of("bulletin")[section].decode() == "概况"
    (folder / section).write_text("近况", encoding="utf-8")
    assert found.refresh()
    assert found.project.templates_of("bulletin")[section].decode() == "近况"


def test_nothing_sound_to_begin_with(folder: Path) -> None:
    """A service does not begin with faults."""
    arranged(folder, SCHEDULES.replace("day: 20", "day: 40"))
    with pytest.raises(Faults):
        Configuration(folder)
