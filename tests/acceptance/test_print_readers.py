"""Independent readers of PDF find in the report what belongs in it: qpdf, poppler, pdfium, MuPDF, Ghostscript."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from tests.pages import documents, pictures

_SEEN = 0.01
"""Share of a page's spots that readers may draw otherwise: edges of rules."""


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


@pytest.mark.parametrize(
    "command",
    [
        ("pdftoppm", "-r", "96", "-gray", "-png", "{report}", "{folder}/page"),
        ("mutool", "draw", "-q", "-r", "96", "-c", "gray", "-o", "{folder}/page-%d.png", "{report}"),
        ("gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=pnggray", "-r96", "-dTextAlphaBits=4", "-dGraphicsAlphaBits=4",
         "-sOutputFile={folder}/page-%d.png", "{report}"),
    ],
)  # fmt: skip
def test_every_reader_shows_the_same_letters(command: tuple[str, ...], report: Path, tmp_path: Path) -> None:
    """Poppler, MuPDF and Ghostscript draw each page as pdfium does: none shows a box, a blank or another letter."""
    _run(*(part.format(report=report, folder=tmp_path) for part in command))
    drawn = [Image.open(file) for file in sorted(tmp_path.glob("page-*.png"))]
    own = [page.render(scale=96 / 72).to_pil() for page in pypdfium2.PdfDocument(report)]
    assert len(drawn) == len(own) == 3
    for theirs, ours in zip(drawn, own, strict=True):
        size = (ours.width // 4, ours.height // 4)
        small = [page.convert("L").resize(size, Image.Resampling.BOX) for page in (theirs, ours)]
        assert pictures.change(*small) < _SEEN


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
