"""The 核对表 holds every number in print with what is behind it, and comes back from its workbook unchanged."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl

from reporter.model.finding import Place
from reporter.proof import checklist, reading, workbook
from tests.unit.proof import sample

ORIGIN = Place(file="data/表.xlsx", sheet="表一", cell="D7")
DOCUMENT = replace(
    sample.DOCUMENT,
    facts=tuple(
        replace(fact, origins=(ORIGIN,), department="=统计办()", formula="甲－乙") for fact in sample.DOCUMENT.facts
    ),
)
ROWS = checklist.rows(sample.HTML, DOCUMENT, {ORIGIN: "2018-07-18初步核算"})


def test_every_printed_number_has_its_row() -> None:
    """Text, strip, table, caption and figure; a number that stands there twice has two rows."""
    said = [run.text.strip() for block in reading.blocks(sample.HTML) for run in block.runs if run.mark == "data"]
    drawn = [mark.text for mark in sample.FIGURE.marks]
    assert [row.number for row in ROWS] == said + drawn


def test_a_row_tells_sentence_fact_formula_cell_department_and_vintage() -> None:
    """What a signer wants to know of a number."""
    row = next(row for row in ROWS if row.fact == "丙投资:difference@2018-H1")
    assert "高于上年同期5.1个百分点" in row.sentence
    assert (row.part, row.indicator, row.value, row.formula) == ("项目建设", "丙投资", "5.1", "甲－乙")
    assert (row.file, row.sheet, row.cell, row.vintage) == ("data/表.xlsx", "表一", "D7", "2018-07-18初步核算")
    cell = next(row for row in ROWS if row.fact == "庚项目:level@2018-H1")
    assert cell.sentence == "庚项目 33个 个"


def test_the_workbook_runs_nothing_and_comes_back_the_same() -> None:
    """Every cell is text; the same rows give the same bytes; the last column waits for the tick."""
    made = workbook.written(ROWS, "核对表")
    assert workbook.read(made) == ROWS
    assert workbook.written(ROWS, "核对表") == made
    sheet = openpyxl.load_workbook(io.BytesIO(made)).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    assert sheet.cell(1, len(checklist.COLUMNS) + 1).value == "核对"


def test_the_public_list_tells_nothing_of_where_a_number_came_from() -> None:
    """Neither file, sheet, formula nor department."""
    said = checklist.facts_csv(DOCUMENT.facts, public=True).decode("utf-8-sig")
    assert "11.6%" in said
    assert not [word for word in ("统计办", "表一", "D7", "甲－乙", "xlsx") if word in said]
