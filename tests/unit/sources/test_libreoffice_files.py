"""Workbooks that LibreOffice saved say the same in every format, merged cells and all."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from reporter import sources
from reporter.model.observation import Observation
from reporter.model.office import Source
from reporter.project import inspect
from reporter.sources import Reading
from tests.libreoffice.making import EXCERPT, FORMATS
from tests.unit.sources.fictional_tables import INDICATORS

SAVED = Path(__file__).resolve().parents[2] / "libreoffice" / "saved"


def same(row: Observation) -> tuple[object, ...]:
    """All that a figure says, but where and from whom."""
    return (*row.key, row.value, row.unit, row.qualifier, row.note)


def read_zhongshan(folder: Path, kind: str) -> Reading:
    """The workbook of Zhongshan, with the layout of its excerpt but for the cells that the excerpt lacks."""
    project, _ = inspect(EXCERPT.parent)
    assert project is not None
    text = project.sources["zhongshan"]
    layout = {key: value for key, value in text.layout.items() if key != "align"}
    source = dataclasses.replace(text, kind="excel", path=f"zhongshan_2020M06.{kind}", options={}, layout=layout)
    found = sources.read(source, folder, project.indicators)
    expected = sources.read(text, EXCERPT.parent, project.indicators)
    assert sorted(map(same, found.observations), key=str) == sorted(map(same, expected.observations), key=str)
    return found


def read_marked(folder: Path, kind: str, sheet: str = "表", **layout: object) -> Reading:
    """The workbook with what cells do not say."""
    source = Source("示例", "excel", f"marked.{kind}", options={"sheets": [sheet]}, layout=dict(layout))
    return sources.read(source, folder, INDICATORS)


@pytest.mark.parametrize("kind", FORMATS)
def test_the_table_of_zhongshan_is_the_same(kind: str) -> None:
    """The workbook with merged cells gives the figures of the excerpt, each with its cell."""
    found = read_zhongshan(SAVED, kind)
    assert len(found.observations) == 81
    assert {row.origin.sheet for row in found.observations} == {"月报"}
    assert (
        next(row.origin.cell for row in found.observations if row.indicator == "亏损面" and row.measure == "difference")
        == "D43"
    )


@pytest.mark.parametrize("kind", FORMATS)
def test_what_cells_do_not_say_is_read(kind: str) -> None:
    """A percentage is what is shown, not what is stored; hidden rows and columns are told and not read; formulas have values."""
    found = read_marked(SAVED, kind)
    assert [(row.indicator, row.measure, f"{row.value}{row.unit}") for row in found.observations] == [
        ("甲产业增加值", "level", "312.5亿元"), ("甲产业增加值", "growth", "11.6%"), ("丙投资", "level", "20亿元"), ("丙投资", "growth", "50%"),
    ]  # fmt: skip
    assert [(finding.rule, finding.severity) for finding in found.findings] == [("hidden_cells", "note")]
    assert "第4行和D列" in found.findings[0].message


@pytest.mark.parametrize("kind", FORMATS)
def test_hidden_cells_may_be_asked_for(kind: str) -> None:
    """``hidden: true`` reads them like any other."""
    found = read_marked(SAVED, kind, hidden=True)
    assert len(found.observations) == 9
    assert not found.findings
    assert ("乙投资", "-4.2") in {(row.indicator, str(row.value)) for row in found.observations}


@pytest.mark.parametrize("kind", FORMATS)
def test_an_error_is_no_empty_cell(kind: str) -> None:
    """#DIV/0! is told with its cell; it is neither missing nor 0."""
    found = read_marked(SAVED, kind, sheet="错误")
    assert [(finding.rule, finding.place.cell) for finding in found.findings] == [("not_a_number", "B3")]
    assert not found.observations
