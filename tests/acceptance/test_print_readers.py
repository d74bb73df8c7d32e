"""Independent readers of PDF find in the report what belongs in it: qpdf, poppler, MuPDF."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.pages import documents


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with charts and tables."""
    path = tmp_path_factory.mktemp("printed") / "report.pdf"
    path.write_bytes(documents.make(documents.three_pages()).pdf)
    return path


def _run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_qpdf_finds_no_fault(report: Path) -> None:
    """Its syntax is sound."""
    assert "No syntax or stream encoding errors found" in _run("qpdf", "--check", str(report))


def test_every_font_is_embedded_and_leads_to_unicode(report: Path) -> None:
    """``pdffonts`` says yes for each: embedded, subset, Unicode."""
    rows = _run("pdffonts", str(report)).splitlines()[2:]
    assert rows
    for row in rows:
        assert re.search(r"\byes\s+yes\s+yes\b", row), row


def test_the_labels_of_charts_are_text(report: Path) -> None:
    """``pdftotext`` finds them, and finds a whole sentence as it was written."""
    text = "".join(_run("pdftotext", str(report), "-").split())
    for words in (
        "工业增加值（园区部分）",
        "序时进度",
        "8.8%",
        "示例区把各项工作排成清单，逐项落实到部门，按月通报进度，按季组织复核",
    ):
        assert words in text, words


def test_its_structure_can_be_read_aloud(report: Path) -> None:
    """``pdfinfo`` sees a tagged file with headings, paragraphs, tables and figures that have words."""
    assert re.search(r"Tagged:\s+yes", _run("pdfinfo", str(report)))
    structure = _run("pdfinfo", "-struct", str(report))
    for kind in ("H1", "H2", "P (block)", "Table", "TH", "TD", "Figure"):
        assert kind in structure, kind


def test_its_attachments_can_be_taken_out(report: Path, tmp_path: Path) -> None:
    """``pdfdetach`` lists and saves them."""
    listed = _run("pdfdetach", "-list", str(report))
    assert "facts.csv" in listed
    assert "inputs.json" in listed
    _run("pdfdetach", "-saveall", "-o", str(tmp_path), str(report))
    assert (tmp_path / "facts.csv").read_bytes().startswith(b"\xef\xbb\xbfindicator,period,value,")
