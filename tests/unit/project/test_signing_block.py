"""Who signs, how an edition is numbered and whom trouble is told to stand in schedules.yaml; every slip has its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from reporter.model.sign_off import Numbering, Signer, Step
from reporter.project import inspect, load
from tests.unit.project.small_office import SCHEDULES, build

SIGNERS = """\
signers:
  甲: {user: jia}
  乙: {user: yi, address: yi@example.org}
  丙: {token: "env:TOKEN"}
"""
STEPS = """\
    sign_off:
      核稿: 甲
      会签: [乙, 丙]
      签发: {people: 乙, hours: 24, deputy: 丙 <c@example.org>}
    numbering: 示例办〔{year}〕{n}号
"""
AUTOMATIC = "    sign_off: automatic\n"


def office(folder: Path, old: str = AUTOMATIC, new: str = STEPS) -> Path:
    """The small office with something else in its schedules.yaml."""
    build(folder)
    (folder / "schedules.yaml").write_text(SIGNERS + SCHEDULES.replace(old, new), encoding="utf-8")
    return folder


def test_steps_and_people(tmp_path: Path) -> None:
    """In their order, with account or token, address, time limit and deputy."""
    found = load(office(tmp_path)).report("bulletin")
    first, second, deputy = (
        Signer("甲", user="jia"),
        Signer("乙", "yi@example.org", "yi"),
        Signer("丙", token="env:TOKEN"),  # noqa: S106
    )
    known = Signer("丙", "c@example.org", "", "env:TOKEN")
    assert found.sign_off == (
        Step("核稿", (first,)), Step("会签", (second, deputy)), Step("签发", (second,), 24, known),
    )  # fmt: skip
    assert found.numbering == Numbering("示例办〔{year}〕{n}号", "bulletin")
    assert found.numbering.said(12, 2018) == "示例办〔2018〕12号"


def test_a_name_alone_signs_as_the_last(tmp_path: Path) -> None:
    """``sign_off: 甲`` is 签发 by 甲."""
    found = load(office(tmp_path, new="    sign_off: 甲\n")).report("bulletin")
    assert [(step.role, [one.name for one in step.people]) for step in found.sign_off if not isinstance(step, str)] == [
        ("签发", ["甲"])
    ]


def test_a_series_may_be_shared(tmp_path: Path) -> None:
    """Reports that share a series share their numbers; it may go on over the years and begin anywhere."""
    block = '    sign_off: automatic\n    numbering: {form: "总第{n}期", series: 快报, yearly: false, first: 101}\n'
    assert load(office(tmp_path, new=block)).report("bulletin").numbering == Numbering("总第{n}期", "快报", False, 101)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        (AUTOMATIC, "    sign_off: 丁\n", "unknown_signer"),
        (AUTOMATIC, "    sign_off: {核稿: 甲}\n", "no_last_step"),
        (AUTOMATIC, "    sign_off: {签发: {people: 甲, hours: 24}}\n", "no_deputy"),
        (AUTOMATIC, "    sign_off: {签发: 甲, 审查: 乙}\n", "unknown_key"),
        (AUTOMATIC, "    sign_off: 甲 <甲>\n", "bad_address"),
        (AUTOMATIC, "    sign_off: automatic\n    numbering: 第一期\n", "bad_numbering"),
        (AUTOMATIC, "    sign_off: automatic\n    numbering: 第{m}期\n", "bad_numbering"),
        (AUTOMATIC, "    sign_off: automatic\n    least: 大概\n", "bad_value"),
        ("sources:", "watch: {to: [nobody]}\nsources:", "unknown_group"),
        ("sources:", "watch: {to: [office], ping: here}\nsources:", "bad_value"),
    ],
)  # fmt: skip
def test_slips(tmp_path: Path, old: str, new: str, rule: str) -> None:
    """Each is one finding with its line."""
    _, findings = inspect(office(tmp_path, old, new))
    assert [finding.rule for finding in findings] == [rule]
    assert findings[0].place.line > 0


def test_a_signer_must_be_knowable(tmp_path: Path) -> None:
    """Without account or token nobody could tell who signs; a token is never written down."""
    build(tmp_path)
    said = SIGNERS.replace("甲: {user: jia}", "甲: {}").replace('"env:TOKEN"', "geheim")
    (tmp_path / "schedules.yaml").write_text(said + SCHEDULES, encoding="utf-8")
    _, findings = inspect(tmp_path)
    assert sorted(finding.rule for finding in findings) == ["literal_secret", "unknown_signer"]


def test_steps_written_as_a_list_are_told_how_to_write_them(tmp_path: Path) -> None:
    """A list of blocks is a slip that people make: the fault shows the right form."""
    _, findings = inspect(office(tmp_path, new="    sign_off:\n      - {核稿: 甲}\n      - {签发: 乙}\n"))
    (found,) = [one for one in findings if one.rule == "bad_value"]
    assert "{核稿: 姓名, 签发: [姓名, 姓名]}" in str(found)
