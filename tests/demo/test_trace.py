"""`reporter trace` answers, for every number in print, where it came from."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from tests.demo.office import Office

if TYPE_CHECKING:
    from tests.demo.office import Production


def test_every_number_in_print_is_traced_to_its_cell(production: Production) -> None:
    """As many rows as marked numbers in the document and its figures; each with a file, most with a cell."""
    ran = Office(production.project).reporter("trace", "half_year", "--period", "2018-H1", "--json")
    assert ran.returncode == 0, ran.stderr
    rows = json.loads(ran.stdout)
    assert len(rows) >= len(re.findall(r"<data ", production.html)) > 50
    assert {row["fact"] for row in rows} == {row["id"] for row in production.facts}
    assert all(row["file"] for row in rows)
    invested = next(row for row in rows if row["fact"] == "固定资产投资:growth@2018-H1")
    assert (invested["sheet"], invested["cell"], invested["department"], invested["vintage"]) == (
        "主要经济指标", "D7", "统计办", "2018-07-18",
    )  # fmt: skip


def test_a_number_can_be_looked_for(production: Production) -> None:
    """Only the rows that hold the words are printed."""
    ran = Office(production.project).reporter("trace", "half_year", "--period", "2018-H1", "--find", "1405家")
    assert ran.returncode == 0
    assert "1405家" in ran.stdout
    assert "11.6%" not in ran.stdout


def test_what_was_never_made_cannot_be_traced(production: Production) -> None:
    """One sentence, wrong usage."""
    ran = Office(production.project).reporter("trace", "half_year", "--period", "2017-H1")
    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr
