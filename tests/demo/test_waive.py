"""A person may let one named error pass; until then the edition is held."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.demo.office import Office

RUN = ("run", "half_year", "--period", "2018-H1")


def test_an_error_holds_the_edition_until_somebody_lets_it_pass(office: Callable[[str], Office]) -> None:
    """Held, named, waived with a reason, made again; the reason lies in the seal."""
    here = office("waived")
    section = here.folder / "templates/half_year/sections/40-city.md"
    section.write_text(section.read_text(encoding="utf-8") + "\n截止目前，各项工作有序推进。\n", encoding="utf-8")
    held = here.reporter(*RUN, "--send")
    assert held.returncode == 1
    assert "cutoff_word" in held.stdout + held.stderr
    listed = here.reporter("waive", "half_year/2018-H1")
    mark = re.match(r"[0-9a-f]{8}", listed.stdout)
    assert mark
    assert "cutoff_word" in listed.stdout
    assert here.reporter("waive", "half_year/2018-H1", mark.group()).returncode == 2
    assert here.reporter("waive", "half_year/2018-H1", "00000000", "--reason", "x").returncode == 2
    assert here.reporter("waive", "half_year/2018-H1", mark.group(), "--reason", "引用原文").returncode == 0
    made = here.produce()
    findings = json.loads((made.folder / "findings.json").read_text(encoding="utf-8"))
    assert [row for row in findings if row["severity"] == "error"] == []
    assert "放行：引用原文" in next(row["message"] for row in findings if row["rule"] == "cutoff_word")
