"""Groups of people: from schedules.yaml or a list, each once; every slip has its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from reporter.model.office import Recipient
from reporter.project import inspect, load
from tests.unit.project.small_office import SCHEDULES, build

LIST = """\
姓名,邮箱,部门,职务,分组
甲,jia@example.org,统计办,主任,报
乙,yi@example.org,统计办,科员,发
丙,bing@example.org,经发局,主任,送
甲（重）,JIA@example.org,统计办,主任,报
"""


def office(folder: Path, groups: str, people: str = LIST, encoding: str = "utf-8-sig") -> Path:
    """The small office with other recipients, and a list of people."""
    build(folder)
    head, _, rest = SCHEDULES.replace("[leaders, office]", "[all]").partition("recipients:\n")
    tail = rest[rest.index("\nmail:") :] if "\nmail:" in rest else ""
    (folder / "schedules.yaml").write_text(f"{head}recipients:\n{groups}{tail}", encoding="utf-8")
    (folder / "data" / "people.csv").write_bytes(people.encode(encoding))
    return folder


def names(folder: Path, group: str) -> list[str]:
    """Addresses of a group."""
    return [person.address for person in load(folder).groups[group].people]


GROUP = "  {name}:\n    file: data/people.csv\n{more}"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", ["jia", "yi", "bing"]), ("    department: 统计办\n", ["jia", "yi"]), ("    role: 主任\n", ["jia", "bing"]),
        ("    group: [报, 送]\n", ["jia", "bing"]), ("    department: 统计办\n    role: 科员\n", ["yi"]),
        ("    group: 报\n    people: [yi@example.org, 甲 <jia@example.org>]\n", ["yi", "jia"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_by_department_role_and_list(tmp_path: Path, more: str, expected: list[str], encoding: str) -> None:
    """The rows that fit, each address once however it is written; Excel's own encoding is read as well."""
    folder = office(tmp_path, GROUP.format(name="all", more=more), encoding=encoding)
    assert names(folder, "all") == [f"{name}@example.org" for name in expected]


def test_what_a_group_arranges(tmp_path: Path) -> None:
    """Kind, copies, 抄送, secrecy and size stand at the group; department and role are kept with the person."""
    more = "    kind: 报\n    copies: shared\n    cc: 丁 <ding@example.org>\n    up_to: 公开\n    largest_mb: 0.5\n"
    group = load(office(tmp_path, GROUP.format(name="all", more=more))).groups["all"]
    assert (group.kind, group.copies, group.up_to, group.largest_mb) == ("报", "shared", "公开", 0.5)
    assert group.cc == (Recipient("ding@example.org", "丁"),)
    assert group.people[0] == Recipient("jia@example.org", "甲", "统计办", "主任")
    assert group.may_get("公开")
    assert not group.may_get("内部资料")


@pytest.mark.parametrize(
    ("groups", "rule"),
    [
        ("  all: {file: data/nobody.csv}\n", "missing_file"), ("  all: {file: ../people.csv}\n", "path_outside"),
        ("  all: {department: 统计办}\n", "needs_file"), ("  all: {file: data/people.csv, department: 没有}\n", "empty_group"),
        ("  all: {people: [a@example.org], kind: 抄}\n", "bad_value"), ("  all: {people: [a@example.org], copy: shared}\n", "unknown_key"),
        ("  all: [webhook:没有]\n", "unknown_webhook"), ("  all: [a@b@example.org]\n", "bad_address"),
    ],
)  # fmt: skip
def test_slips(tmp_path: Path, groups: str, rule: str) -> None:
    """Each is told with its place."""
    _, findings = inspect(office(tmp_path, groups))
    assert rule in {finding.rule for finding in findings}
    assert all(finding.place.line for finding in findings)


@pytest.mark.parametrize(
    ("people", "rule"),
    [("姓名,部门\n甲,统计办\n", "missing_column"), ("邮箱\nnobody\n", "bad_address"), ("姓名,邮箱\n甲\x07,a@example.org\n", "bad_name")],
)  # fmt: skip
def test_slips_of_a_list(tmp_path: Path, people: str, rule: str) -> None:
    """A list without addresses, a bad address, a name with something unseen: told with the list's own line."""
    _, findings = inspect(office(tmp_path, "  all: {file: data/people.csv}\n", people))
    found = [finding for finding in findings if finding.rule == rule]
    assert found
    assert found[0].place.file == "data/people.csv"


def test_more_than_a_copy_can_name(tmp_path: Path) -> None:
    """Nobody's list of a hundred people is told to a hundred people."""
    rows = "邮箱\n" + "".join(f"p{number}@example.org\n" for number in range(60))
    _, findings = inspect(office(tmp_path, "  all: {file: data/people.csv, copies: shared}\n", rows))
    assert "large_group" in {finding.rule for finding in findings}
