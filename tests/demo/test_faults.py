"""Whatever an office may get wrong is told at once, with its place, and nothing of it is stored."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

import openpyxl
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.demo.office import Office

SHEET = "主要经济指标"


@dataclass(frozen=True)
class Planted:
    """Faults, each as words that one line of the output must hold together."""

    office: Office
    schedules: tuple[tuple[str, ...], ...]
    texts: tuple[tuple[str, ...], ...]
    data: tuple[tuple[str, ...], ...]


@pytest.fixture
def planted(office: Callable[[str], Office]) -> Planted:
    """A demo with one fault of each sort."""
    spoilt = office("spoilt")
    (targets,) = spoilt.folder.glob("data/年度目标*.csv")
    targets.unlink()
    arranged = spoilt.folder / "schedules.yaml"
    line = _append(arranged, "surprise: 1\n")
    section = sorted((spoilt.folder / "templates/half_year/sections").glob("*.md"))[1]
    unknown = _append(section, '\n园区{{ growth("没有的指标") }}。\n') + 1
    misspelt = _append(section, '\n园区{{ grwoth("固定资产投资") }}。\n') + 1
    bare = _append(section, "\n园区新增88家企业。\n") + 1
    (rows,) = spoilt.folder.glob("data/重点工作*.csv")
    period = _append(rows, "走访企业,level,,二〇一八年某月,156,家,,,2018-07-18,经发局,\n")
    (workbook,) = spoilt.folder.glob("data/*.xlsx")
    book = openpyxl.load_workbook(workbook)
    book[SHEET]["D6"] = "一成多"
    book.save(workbook)
    name = section.relative_to(spoilt.folder).as_posix()
    return Planted(
        spoilt,
        schedules=(("schedules.yaml", f"第{line}行", "surprise"), (targets.name,)),
        texts=(
            (name, f"第{unknown}行", "没有的指标"),
            (name, f"第{misspelt}行", "grwoth"),
            (name, f"第{bare}行", "88"),
        ),
        data=((rows.name, f"第{period}行", "某月"), (workbook.name, SHEET, "D6", "一成多")),
    )


def _append(file: Path, text: str) -> int:
    """Add text to a file; the number of its first line."""
    body = file.read_bytes().decode("utf-8")
    body += "" if body.endswith("\n") else "\n"
    file.write_bytes((body + text).encode("utf-8"))
    return body.count("\n") + 1


def _told(output: str, words: tuple[str, ...]) -> bool:
    """Whether one line of the output, taken with the lines that it is wrapped to, holds all words."""
    flat = re.sub(r"[ \t]*\n[ \t]+", "", output)
    return any(all(word in line for word in words) for line in (*flat.splitlines(), *output.splitlines()))


def _stored(office: Office) -> int:
    """Observations in the store."""
    found = 0
    for file in (*office.folder.glob("output/*.db"), *office.folder.glob("output/*.sqlite*")):
        if file.suffix.endswith(("-wal", "-shm")):
            continue
        with sqlite3.connect(file) as database:
            tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            found += sum(
                database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                for table in tables & {"observations", "observation"}
            )
    return found


def test_check_tells_every_fault_at_once(planted: Planted) -> None:
    """Seven faults, seven lines with file and line or sheet and cell, exit 1, nothing stored."""
    ran = planted.office.reporter("check")
    output = ran.stdout + ran.stderr
    assert ran.returncode == 1, output
    assert "Traceback" not in output
    for words in (*planted.schedules, *planted.texts, *planted.data):
        assert _told(output, words), f"{words} not in:\n{output}"
    assert _stored(planted.office) == 0


def test_import_tells_every_fault_of_the_data_and_stores_nothing(planted: Planted) -> None:
    """One bad cell keeps the good ones out as well."""
    arranged = planted.office.folder / "schedules.yaml"
    arranged.write_text(arranged.read_text(encoding="utf-8").replace("surprise: 1\n", ""), encoding="utf-8")
    ran = planted.office.reporter("data", "import")
    output = ran.stdout + ran.stderr
    assert ran.returncode == 1, output
    for words in planted.data:
        assert _told(output, words), f"{words} not in:\n{output}"
    assert _stored(planted.office) == 0


def test_a_sound_project_passes(office: Callable[[str], Office]) -> None:
    """The demo itself has no fault."""
    ran = office("sound").reporter("check")
    assert ran.returncode == 0, ran.stdout + ran.stderr
