"""Whatever is wrong in a project folder is told in Chinese, with its line, all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reporter.project import inspect

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.project.conftest import Spoil


def test_several_faults_are_told_at_once_by_line(spoil: Spoil) -> None:
    """Nobody has to run the check five times."""
    found = spoil(("kind: csv_file", "kidn: csv_file"), ("day: 20", "day: 45"), ("甲 <a@example.org>", "甲 <a>"))
    assert [(rule, line) for rule, line, _ in found] == [
        ("missing_key", 6), ("unknown_key", 6), ("bad_value", 19), ("bad_address", 24),
    ]  # fmt: skip


def test_an_unknown_key_names_the_nearest_one(spoil: Spoil) -> None:
    """The slip is found without a manual."""
    ((rule, line, said),) = spoil(("    day: 20", "    day: 20\n    workdya: none"))
    assert (rule, line) == ("unknown_key", 20)
    assert "workdya" in said
    assert "是不是“workday”" in said


@pytest.mark.parametrize(
    ("old", "new", "rule", "line"),
    [
        ("every: month", "every: monthly", "bad_value", 18),
        ("day: 20", "day: 0", "bad_value", 19),
        ("day: 20", "day: 20\n    day: 21", "duplicate_key", 20),
        ('"09:00"', "9点", "bad_value", 20),
        ('"09:00"', '"09:00+01:00"', "bad_value", 20),
        ("day: 20", "day: 20\n    start: 2018-02-30", "bad_value", 20),
        ("day: 20", "day: 20\n    start: 2018-02-03\n    end: 2018-02-02", "bad_value", 21),
        ("day: 20", "day: 20\n    paused: maybe", "bad_value", 20),
        ("  short: 示例区", "  short: [示例区]", "bad_value", 3),
        ("  short: 示例区", "  short: 示例区\n  time_zone: Asia/Shanghia", "bad_value", 4),
        ("report: bulletin", "report: buletin", "bad_value", 17),
        ("to: [leaders, office]", "to: [leaders, staff]", "unknown_group", 21),
        ("    to: [leaders, office]\n", "", "missing_key", 17),
        ("sign_off: automatic", "template: bulletins", "missing_template", 11),
        ("sign_off: automatic", "template: ../bulletin", "bad_value", 11),
        ("2018-H1", "2018-H3", "bad_period", 13),
        ("data/lake.png", "data/sea.png", "missing_file", 14),
        ("data/lake.png", "../lake.png", "path_outside", 14),
        ("B@Example.org", "b@@example.org", "bad_address", 27),
        ("tls: none", "tls: none\n  secret: hunter2", "literal_secret", 33),
        ("host: 127.0.0.1", "host: mail.example.org", "unsafe_mail", 32),
        ("port: 2525", "port: 252525", "bad_value", 31),
        ("tls: none", "tls: none\n  ca_file: ca.pem", "missing_file", 33),
        ("tls: none", "tls: none\n  domains: [exa mple]", "bad_domain", 33),
        ("tls: none", "tls: none\n  give_up_hours: nan", "bad_value", 33),
        ("  sender: report@example.org\n", "", "missing_key", 30),
        ("office:\n  name", "registers: data/lists\noffice:\n  name", "missing_file", 1),
        ("office:\n  name", "indicators: /etc/hosts\noffice:\n  name", "path_outside", 1),
        ("office:\n  name", "? [a, b]\n: 1\noffice:\n  name", "bad_key", 1),
        ("path: data/figures.csv", "path: data/figures.csv\n    options: {a: !!python/name:os.system x}", "bad_value", 8),
        ("path: data/figures.csv", "path: data/figures.csv\n    options: {a: 2018-13-45}", "bad_value", 8),
    ],
)  # fmt: skip
def test_a_fault_has_its_line(spoil: Spoil, old: str, new: str, rule: str, line: int) -> None:
    """One mistake, one line to mend."""
    assert [found[:2] for found in spoil((old, new))] == [(rule, line)]


def test_a_report_whose_name_is_no_folder_name_is_refused(spoil: Spoil) -> None:
    """Editions are kept in a folder of that name."""
    found = spoil(
        ("  bulletin:\n", "  ../bulletin:\n    template: bulletin\n"), ("report: bulletin", "report: ../bulletin")
    )
    assert [one[:2] for one in found] == [("bad_name", 10)]


def test_an_empty_group_is_told(spoil: Spoil) -> None:
    """A report that nobody gets is a mistake, not a success."""
    ((rule, line, said),) = spoil(("    - B@Example.org\n    - folder:archive\n", ""))
    assert (rule, line) == ("empty_group", 26)
    assert "office" in said


@pytest.mark.parametrize(
    ("file", "old", "new", "rule", "line"),
    [
        ("data/indicators.yaml", "whole: 固定资产投资", "whole: 固定投资", "unknown_whole", 6),
        ("data/indicators.yaml", "as: additive", "as: addition", "bad_value", 6),
        ("data/indicators.yaml", "  short: 民投", "  short: 固定资产投资", "ambiguous_name", 3),
        ("data/indicators.yaml", "  short: 民投", "  kind: flwo", "bad_value", 5),
        ("data/indicators.yaml", "  short: 民投", "  plausible: [5, 1]", "bad_value", 5),
        ("data/indicators.yaml", "  short: 民投", "  plausible: 许多", "bad_value", 5),
        ("data/indicators.yaml", "  short: 民投", "  due: {bulletni: 10}", "unknown_report", 5),
        ("data/indicators.yaml", "  short: 民投", "  due: {bulletin: 十日}", "bad_value", 5),
        ("data/indicators.yaml", "  short: 民投", "  identifying: true\n  public: true", "bad_value", 6),
        ("data/indicators.yaml", "民间投资:\n  unit: 亿元", "民间投资:\n  unti: 亿元", "missing_key", 4),
        ("data/registers/events.yaml", "date: 2018-06-29", "date: 6月29日", "bad_value", 2),
        ("data/registers/events.yaml", "  text", "  until: 2018-06-01\n  text", "bad_value", 3),
        ("data/registers/events.yaml", "  text", "  who: 甲\n  text", "unknown_key", 3),
        ("data/registers/events.yaml", "  text", "  said: 7月底\n  text", "date_astray", 3),
        ("data/registers/events.yaml", "  text", "  until: 2018-07-05\n  said: 6月29日至7月6日\n  text", "date_astray", 4),
        ("data/registers/events.yaml", "  text", "  said: 6月底签约30个项目\n  text", "date_astray", 3),
        ("data/registers/events.yaml", "  text", "  said: 2017年6月\n  text", "date_astray", 3),
        (
            "data/registers/events.yaml", "  text", "  first: {words: 前三, of: 集市, scope: 全市}\n  text", "bad_value", 3,
        ),
        (
            "data/registers/events.yaml", "  text", "  first: {words: 首个, of: 50家, scope: 全市}\n  text", "bad_value", 3,
        ),
        ("data/registers/events.yaml", "- id", "- {id: opening, date: 2018-06-01, text: 开工}\n- id", "duplicate_row", 4),
    ],
)  # fmt: skip
def test_dictionary_and_registers_are_checked_alike(
    spoil: Spoil, file: str, old: str, new: str, rule: str, line: int
) -> None:
    """Their faults name their own file."""
    assert (rule, line) == spoil((old, new), file=file)[0][:2]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("office:\n\tname: 甲\n", 2, "制表符"),
        ("office: 甲: 乙\n", 1, "冒号"),
        ("office:\n  name: @甲\n", 2, "引号"),
        ("office: 1\n---\nmail: 2\n", 2, "---"),
        ("office: [甲\n", 2, "括号"),
        ('office: "甲\n', 2, "引号"),
        ("office:\n  name: 甲\n short: 乙\n", 3, "缩进"),
        ("office: \x01\n", 0, "特殊字符"),
        ("[" * 5000, 1, "括号"),
    ],
)
def test_a_file_that_is_no_yaml_is_told_in_chinese(folder: Path, text: str, line: int, said: str) -> None:
    """With the line where the reader stumbled."""
    (folder / "schedules.yaml").write_text(text, encoding="utf-8")
    project, (finding,) = inspect(folder)
    assert project is None
    assert (finding.rule, finding.place.line) == ("bad_yaml", line)
    assert said in str(finding)


@pytest.mark.parametrize(
    ("content", "rule"), [(b"", "empty_file"), ("office: 甲".encode("gbk"), "not_utf8"), (None, "missing_file")]
)
def test_a_folder_without_readable_schedules_is_no_project(folder: Path, content: bytes | None, rule: str) -> None:
    """Missing, empty, in the old encoding: each is told as what it is."""
    if content is None:
        (folder / "schedules.yaml").unlink()
    else:
        (folder / "schedules.yaml").write_bytes(content)
    project, findings = inspect(folder)
    assert project is None
    assert [finding.rule for finding in findings] == [rule]


def test_a_missing_dictionary_is_a_fault_and_missing_registers_are_not(folder: Path) -> None:
    """Registers are kept by those who want them."""
    (folder / "data/registers/events.yaml").unlink()
    (folder / "data/indicators.yaml").unlink()
    _, findings = inspect(folder)
    assert [(finding.rule, finding.place.file) for finding in findings] == [("missing_file", "data/indicators.yaml")]


@pytest.mark.parametrize("said", ["6月底", "6月", "6月29日", "6月下旬", "2018年6月29日", "端午前夕"])
def test_words_for_a_date_that_agree_with_it(folder: Path, said: str) -> None:
    """How a day is said when it is not known, or need not be."""
    file = folder / "data/registers/events.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("  text", f"  said: {said}\n  text"), encoding="utf-8")
    assert inspect(folder)[1] == ()


@pytest.mark.parametrize(
    ("name", "sound"),
    [("50家", False), ("增长12.5%", False), ("约3亿元", False), ("三期", False), ("两镇两区一基地", True), ("“521”计划", True)],
)  # fmt: skip
def test_a_number_is_no_name(folder: Path, name: str, sound: bool) -> None:
    """What is listed as a name is never looked at again: a number with its unit would let every such number through."""
    file = folder / "data/registers/names.yaml"
    file.write_text(f"- 地铁1号线\n- {name}\n", encoding="utf-8")
    found = [(one.rule, one.place.file, one.place.line) for one in inspect(folder)[1]]
    assert found == ([] if sound else [("number_as_name", "data/registers/names.yaml", 2)])
