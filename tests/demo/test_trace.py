"""`reporter trace` answers, for every number in print, where it came from."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path
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


def test_the_kept_copy_is_opened_whatever_happens_to_the_departments_own(
    production: Production, tmp_path: Path
) -> None:
    """Each number comes with what its cell holds in the copy; a copy that was changed or lost is told, and exit is 1."""
    project = tmp_path / "office"
    shutil.copytree(production.project, project)
    office = Office(project)
    (project / "data/经济指标2018年1-6月.xlsx").write_bytes(b"overwritten")
    ran = office.reporter("trace", "half_year", "--period", "2018-H1", "--json")
    assert ran.returncode == 0, ran.stderr
    rows = [row for row in json.loads(ran.stdout) if row["fact"] == "固定资产投资:growth@2018-H1"]
    assert rows
    (kept,) = rows[0]["kept"]
    assert kept["text"] == "11.6"
    copy = Path(kept["copy"])
    assert hashlib.sha256(copy.read_bytes()).hexdigest() == kept["original"]
    copy.chmod(0o644)
    copy.write_bytes(b"changed")
    ran = office.reporter("trace", "half_year", "--period", "2018-H1", "--find", "11.6%")
    assert ran.returncode == 1
    assert "被改动过" in ran.stderr
    ran = office.reporter("verify", "half_year/2018-H1")
    assert ran.returncode == 1
    assert "被改动过" in ran.stdout
    copy.unlink()
    assert "不在了" in office.reporter("trace", "half_year", "--period", "2018-H1").stderr
