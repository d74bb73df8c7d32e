"""A second office, begun with ``reporter init`` and given its own files, gets reports that read right without a change of code.

示例区 is fictional. Most of its indicators fall, one turned negative, one has a negative base, one is not reported, one runs
to May, one is 50%以上; its second half has twelve tasks and nine targets.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.demo.office import Office, Production

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent
NOW = "2024-07-25T10:00:00+08:00"
_BLOCK = re.compile(r"<(?P<tag>h[1-3]|p|li)\b[^>]*>(?P<words>.*?)</(?P=tag)>", re.DOTALL)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Begun with the real command; only its own data, sections and arrangements are put in."""
    folder = tmp_path_factory.mktemp("second") / "office"
    folder.mkdir()
    begun = Office(folder)
    made = begun.reporter("init", str(folder / "new"), now="")
    assert made.returncode == 0, made.stderr
    shutil.rmtree(folder / "new" / "data")
    for sections in (folder / "new" / "templates").glob("*/sections"):
        shutil.rmtree(sections)
    shutil.copytree(HERE / "office", folder / "new", dirs_exist_ok=True)
    return Office(folder / "new")


@pytest.fixture(scope="module")
def monthly(office: Office) -> Production:
    """Its report on January to June."""
    return office.produce("monthly", "2024-H1", now=NOW)


def paragraphs(production: Production) -> Iterator[str]:
    """Headings and paragraphs of the document, as a reader has them."""
    page = production.html.partition("<body")[2]
    for match in _BLOCK.finditer(page):
        words = "".join(re.sub(r"<[^>]+>", "", match["words"]).split())
        if words:
            yield words


def assert_reads_like(production: Production, name: str) -> None:
    """Every paragraph that was read and found good stands in the report, in its order."""
    printed = list(paragraphs(production))
    wanted = ["".join(line.split()) for line in (HERE / name).read_text(encoding="utf-8").splitlines() if line]
    assert [line for line in printed if line in wanted] == wanted


def test_it_is_sound(office: Office) -> None:
    """Its check finds nothing."""
    checked = office.reporter("check", now=NOW)
    assert checked.returncode == 0, checked.stdout


def test_a_month_of_falls_reads_right(monthly: Production) -> None:
    """下降, 降幅扩大, 由正转负, 减亏, 1—5月, 50%以上, 27.5倍: as a statistics office would write them; proof has no error."""
    assert_reads_like(monthly, "monthly.txt")
    assert '"error"' not in (monthly.folder / "findings.json").read_text(encoding="utf-8")


def test_the_second_half_reads_right(office: Office) -> None:
    """Twelve tasks, nine targets by their strength, progress against 序时进度, what is owed a month."""
    assert_reads_like(office.produce("half_year", "2024-H1", now=NOW), "half_year.txt")


@pytest.mark.parametrize(
    "wrong", ["增长-", "增长−", "-0.0", "−0.0", "NaN", "None", "新设外资", "稳中", ",", "外贸出口增", "外贸出口下"]
)
def test_what_never_stands_in_a_text(monthly: Production, wrong: str) -> None:
    """No negative growth, no zero item, nothing on what was not reported, no half-width comma."""
    assert all(wrong not in re.sub(r"[（(].*?[)）]", "", line) for line in paragraphs(monthly) if "未报送" not in line)


def test_what_is_missing_is_listed_with_its_day(monthly: Production) -> None:
    """Indicator, department and when it was due: the dictionary's day, else the report's own."""
    (note,) = [line for line in paragraphs(monthly) if "未报送" in line]
    assert "外贸出口（商务局，应于7月18日前报送）" in note
    assert "基础设施投资（统计局，应于7月22日前报送）" in note


def test_the_public_cut_keeps_its_problems_to_itself(office: Office) -> None:
    """The same report as a public cut is refused by the check, which names file and line."""
    arrangements = office.folder / "schedules.yaml"
    text = arrangements.read_text(encoding="utf-8")
    arrangements.write_text(text.replace("cut: internal", "cut: public"), encoding="utf-8")
    try:
        checked = office.reporter("check", now=NOW)
    finally:
        arrangements.write_text(text, encoding="utf-8")
    assert checked.returncode == 1
    assert "templates/monthly/sections/40-problems.md 第4行" in checked.stdout
    assert "internal_only" in checked.stdout
