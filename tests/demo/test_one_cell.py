"""One cell of the workbook is changed: every place that says it or something computed from it changes, and nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import openpyxl

from tests.demo.reading import passages, squeeze

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.demo.office import Office, Production

INDICATOR, WAS, NOW = "固定资产投资", 11.6, 11.7


def _change(workbook: Path) -> None:
    """Write another growth rate of fixed investment."""
    book = openpyxl.load_workbook(workbook)
    (cell,) = [row[3] for row in book.active.iter_rows() if str(row[1].value or "").strip() == INDICATOR]
    assert cell.value == WAS
    cell.value = NOW
    book.save(workbook)


def _derived(facts: list[dict[str, str]], first: str) -> set[str]:
    """The fact and all that names it, or something derived from it, among its inputs."""
    found = {first}
    while True:
        more = {row["id"] for row in facts if found & set(re.split(r"[;；,，\s]+", row["inputs"]))} | found
        if more == found:
            return found
        found = more


def _without(html: str, facts: set[str]) -> str:
    """The document with the numbers of these facts blanked, in text and in the words for those who cannot see a chart."""
    ids = "|".join(map(re.escape, sorted(facts)))
    html = re.sub(rf'<data value="[^"]*" data-fact="(?:{ids})">.*?</data>', "<data/>", html)
    return re.sub(r'(?:alt|src)="[^"]*"', "", html)


def test_one_cell_changes_its_facts_and_nothing_else(production: Production, office: Callable[[str], Office]) -> None:
    """facts.csv, document and PDF differ exactly where the growth of fixed investment or a derivation of it is said."""
    changed = office("changed")
    (workbook,) = (changed.folder / "data").glob("*.xlsx")
    _change(workbook)
    after = changed.produce()
    before, now = ({row["id"]: row for row in made.facts} for made in (production, after))
    (first,) = [key for key, row in now.items() if row["kind"] == "growth" and row["indicator"] == INDICATOR]
    expected = _derived(after.facts, first)
    assert len(expected) >= 2, "the growth of the year before is derived from it"
    assert set(before) == set(now)
    assert {key for key in now if before[key]["number"] != now[key]["number"]} == expected
    assert _without(production.html, expected) == _without(after.html, expected)

    places = [
        (said.fact, said.text, other.text)
        for old, new in zip(passages(production.html), passages(after.html), strict=True)
        for said, other in zip(old.said, new.said, strict=True)
    ]
    assert {fact for fact, was, is_now in places if was != is_now} == expected
    assert all(is_now == squeeze(now[fact]["number"]) for fact, _, is_now in places)


def test_the_old_figure_is_gone_from_print_and_mail(production: Production, office: Callable[[str], Office]) -> None:
    """11.6% is said as often as 11.7% is after the change, charts and mail included."""
    changed = office("changed")
    (workbook,) = (changed.folder / "data").glob("*.xlsx")
    _change(workbook)
    after = changed.produce()
    old, new = f"{WAS}%", f"{NOW}%"
    assert production.text().count(new) == 0
    assert after.text().count(old) == 0
    assert after.text().count(new) == production.text().count(old) > 2
    assert old not in (after.folder / "message.eml").read_text("ascii", errors="replace")
