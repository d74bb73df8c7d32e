"""A clerk begins with an empty folder and Excel: what each command says next leads to a printed report."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
import yaml

from reporter.project import dictionary_table
from reporter.shipped import starter
from tests.demo.office import ROOT, Office

NOW = "2026-11-15T09:00:00+08:00"
VALUES = {
    ("规模以上工业增加值", "绝对量"): "——", ("规模以上工业增加值", "增速"): 6.8,
    ("固定资产投资", "绝对量"): "——", ("固定资产投资", "增速"): -3.2,
    ("社会消费品零售总额", "绝对量"): "２４５．６", ("社会消费品零售总额", "增速"): 4.1,
    ("一般公共预算收入", "绝对量"): 365000, ("一般公共预算收入", "增速"): 2.5,
}  # fmt: skip


@pytest.fixture
def begun(tmp_path: Path) -> Office:
    """A new project in the office's own names."""
    folder = tmp_path / "示例区"
    made = init(folder, "--name", "示例区管理委员会", "--short", "示例区")
    assert made.returncode == 0, made.stderr
    return Office(folder)


def init(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """The real command."""
    return subprocess.run(
        [sys.executable, "-m", "reporter", "init", str(folder), *options], capture_output=True, text=True, cwd=ROOT, check=False
    )  # fmt: skip


def filled(form: Path, to: Path) -> None:
    """Fill in the values by hand, one of them in full-width digits and one in 万元."""
    book = openpyxl.load_workbook(form)
    sheet = book.active
    head = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        cells = dict(zip(head, row, strict=True))
        cells["数值"].value = VALUES[cells["指标"].value, cells["量度"].value]
        if cells["数值"].value == 365000:
            cells["单位"].value = "万元"
    to.parent.mkdir(parents=True, exist_ok=True)
    book.save(to)


def test_from_nothing_to_a_report(begun: Office) -> None:
    """init, check, form, fill in, check, run: each command ends well and names the next; the report says the figures."""
    checked = begun.reporter("check", now=NOW)
    assert checked.returncode == 0, checked.stdout
    assert "reporter data form monthly --period 2026-M10" in checked.stdout
    formed = begun.reporter("data", "form", "monthly", "--period", "2026-M10", now=NOW)
    assert (formed.returncode, "放进data/inbox/" in formed.stdout) == (0, True), formed.stderr
    (form,) = (begun.folder / "填报表").iterdir()
    filled(form, begun.folder / "data" / "inbox" / form.name)
    checked = begun.reporter("check", now=NOW)
    assert checked.returncode == 0, checked.stdout
    assert "reporter preview monthly --period 2026-M10" in checked.stdout
    made = begun.produce("monthly", "2026-M01..M10", now=NOW)
    assert "示例区管理委员会" in made.text()
    for said in (
        "固定资产投资下降3.2%",
        "社会消费品零售总额245.6亿元，增长4.1%",
        "一般公共预算收入36.5亿元，同比增长2.5%",
    ):
        assert said in made.text()
    assert "某某" not in made.text()
    assert "example.org" not in begun.reporter("check", now=NOW).stdout


def test_figures_that_come_after_the_cut_off_are_told(begun: Office) -> None:
    """They are not called 未报送 alone: preview and run say that they are here, why they are not used and how they would be."""
    late = "2026-11-25T09:00:00+08:00"
    begun.reporter("data", "form", "monthly", "--period", "2026-M10", now=late)
    (form,) = (begun.folder / "填报表").iterdir()
    filled(form, begun.folder / "data" / "inbox" / form.name)
    for command in ("preview", "run"):
        ran = begun.reporter(command, "monthly", "--period", "2026-M10", now=late)
        assert "的6个数是数据截止（2026-11-20）以后才报送的" in ran.stderr
        assert "--as-of 2026-11-25" in ran.stderr
    ran = begun.reporter("run", "monthly", "--period", "2026-M10", "--as-of", "2026-11-25", now=late)
    assert (ran.returncode, "未报送" in ran.stdout + ran.stderr) == (0, False), ran.stdout


def test_a_form_asks_for_what_the_texts_ask_for(begun: Office) -> None:
    """One row a figure with its period and unit, by department where one is named; a form that may be filled in is not overwritten."""
    ran = begun.reporter("data", "form", "half_year", "--period", "2026-H1", "--department", "统计局", now=NOW)
    assert ran.returncode == 0, ran.stderr
    (form,) = (begun.folder / "填报表").iterdir()
    rows = list(openpyxl.load_workbook(form).active.iter_rows(values_only=True))
    assert {row[7] for row in rows[1:]} == {"统计局"}
    assert ("固定资产投资", "目标", None, "2026年", None, "亿元", None, "统计局", None) in rows
    assert ("固定资产投资", "增速", None, "2026年上半年", None, "%", None, "统计局", None) in rows
    again = begun.reporter("data", "form", "half_year", "--period", "2026-H1", "--department", "统计局", now=NOW)
    assert (again.returncode, "已经有了" in again.stderr) == (2, True)
    nobody = begun.reporter("data", "form", "half_year", "--period", "2026-H1", "--department", "水利局", now=NOW)
    assert (nobody.returncode, "统计局、财政局" in nobody.stderr) == (2, True)


def test_without_a_name_the_check_asks_for_it(tmp_path: Path) -> None:
    """The sample name is told as such; nothing is wrong with it otherwise."""
    assert init(tmp_path / "new").returncode == 0
    checked = Office(tmp_path / "new").reporter("check", now=NOW)
    assert (checked.returncode, "某某区管理委员会" in checked.stdout) == (0, True)
    arranged = yaml.safe_load((tmp_path / "new" / "schedules.yaml").read_text("utf-8"))
    assert all(plan["paused"] for plan in arranged["schedules"].values())


def test_the_demo_is_there_for_the_asking(tmp_path: Path) -> None:
    """``--demo`` lays down the demo office, which is sound; it has its own name."""
    assert "half_year --period 2018-H1" in init(tmp_path / "demo", "--demo").stdout
    assert Office(tmp_path / "demo").reporter("check").returncode == 0
    assert (init(tmp_path / "other", "--demo", "--name", "示例区").returncode, (tmp_path / "other").exists()) == (
        2,
        False,
    )


def test_the_dictionary_has_columns_that_are_known() -> None:
    """Every heading of the blank dictionary is one that its reader knows, and the chapter explains every key."""
    book = openpyxl.load_workbook(starter() / "blank" / "data" / "指标词典.xlsx")
    assert {cell.value for cell in book.active[1]} <= set(dictionary_table.COLUMNS)
    chapter = (ROOT / "docs" / "zh" / "指标和数据.md").read_text(encoding="utf-8")
    explained = {word for line in re.findall(r"(?m)^\| ([^|`]+) \|", chapter) for word in line.split("、")}
    assert {dictionary_table.COLUMNS[word] for word in explained & set(dictionary_table.COLUMNS)} == set(
        dictionary_table.COLUMNS.values()
    )


def test_the_chapters_come_along(begun: Office) -> None:
    """What the first lines point at is there to be read, in Chinese."""
    assert {path.name for path in (begun.folder / "说明").iterdir()} == {"栏目文件.md", "数据源.md", "指标和数据.md"}
