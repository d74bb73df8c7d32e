"""Files of real bureaus and services as they are defined beside them, and what was copied from them by hand."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from reporter import sources
from reporter.model.observation import Observation
from reporter.project import inspect
from reporter.project.project import Project
from reporter.sources import Reading

FOLDER = Path(__file__).resolve().parents[2] / "realdata"
MISSING = {"——", "NaN", ""}


@cache
def project() -> Project:
    """The definitions beside the files; the office itself has no reports."""
    found, findings = inspect(FOLDER)
    assert found is not None
    assert not findings
    return found


@cache
def reading(name: str) -> Reading:
    """What a source of the folder says."""
    return sources.read(project().sources[name], FOLDER, project().indicators)


def said(row: Observation) -> tuple[str, str, str, str, str]:
    """Indicator, measure with its basis, period, value, unit."""
    value = "缺" if row.value is None else str(row.value)
    return row.indicator, f"{row.measure}{row.basis.replace('同比', '')}", row.period.code, value, row.unit


def table(text: str, *columns: tuple[str, str, str]) -> Iterator[tuple[str, str, str, str, str]]:
    """Rows of ``indicator | value | value`` as what must be said; a column is (measure, period, unit), a cell ``.`` nothing."""
    for line in text.strip().splitlines():
        name, *cells = (cell.strip() for cell in line.split("|"))
        for (measure, period, unit), cell in zip(columns, cells, strict=True):
            if cell != ".":
                yield name, measure, period, "缺" if cell in MISSING else cell, unit


def by_month(name: str, text: str, *columns: tuple[str, bool, str]) -> Iterator[tuple[str, str, str, str, str]]:
    """Rows of ``year month | value | value`` of one indicator; a column is (measure, whether it runs from January, unit)."""
    for line in text.strip().splitlines():
        when, *cells = (cell.strip() for cell in line.split("|"))
        year, month = when.split()
        for (measure, running, unit), cell in zip(columns, cells, strict=True):
            code = {"M01..M12": "", "M01..M06": "-H1", "M01..M03": "-Q1", "M01..M01": "-M01"}
            run = code.get(f"M01..M{month}", f"-M01..M{month}")
            period = f"{year}{run if running else f'-M{month}'}"
            if cell != ".":
                yield name, measure, period, "缺" if cell in MISSING else cell, unit


def check(name: str, *expected: Iterator[tuple[str, str, str, str, str]]) -> None:
    """Every figure that was copied is there, and no other."""
    wanted = [one for rows in expected for one in rows]
    assert sorted(map(said, reading(name).observations)) == sorted(set(wanted))
