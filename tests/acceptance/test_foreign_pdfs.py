"""A PDF that Chromium or LibreOffice made is read paragraph by paragraph: what is wrong in it is found, and nothing else."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from reporter.proof import manuscript
from reporter.proof.manuscript import printed
from tests import foreign_paper
from tests.browser import Browser

if TYPE_CHECKING:
    from pathlib import Path


def assert_read_right(sound: bytes, wrong: bytes) -> None:
    """Every paragraph is whole in the sound one, and of the other the planted error is all that is found."""
    texts = [passage.text for passage in printed.passages(sound)]
    assert sorted(text for text in texts if "，" in text) == sorted(foreign_paper.paragraphs())
    assert manuscript.review("稿.pdf", sound) == ()
    (found,) = manuscript.review("稿.pdf", wrong)
    assert (found.rule, found.place.part.partition("：")[2]) == ("cutoff_word", f"“{foreign_paper.WRONG}”")


@pytest.mark.parametrize("layout", [layout for layout in foreign_paper.LAYOUTS if layout != "columns"])
def test_printed_by_chromium(tmp_path: Path, layout: str) -> None:
    """Justified and ragged, with figures between the paragraphs and beside them, a running head and page numbers."""
    with Browser(own_fonts=True) as browser:
        made = []
        for wrong in (-1, 9):
            page = tmp_path / "paper.html"
            page.write_text(foreign_paper.page(layout, wrong=wrong), encoding="utf-8")
            made.append(browser.pdf(page))
    assert_read_right(*made)


def _element(tag: str, **attributes: str) -> Any:
    """An element of a Word file."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def _word(file: Path, *, columns: int, wrong: int) -> None:
    """The paper as a Word file, with a running head and page numbers."""
    paper = docx.Document()
    paper.styles["Normal"].font.size = Pt(12)
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(14.8), Cm(21)
    section.left_margin = section.right_margin = Cm(1.7)
    section.header.paragraphs[0].text = foreign_paper.HEAD
    foot = section.footer.paragraphs[0]
    foot.add_run("第")
    foot._p.append(_element("w:fldSimple", instr="PAGE"))
    foot.add_run("页")
    section._sectPr.append(_element("w:cols", num=str(columns), space="425"))
    for number, text in enumerate(foreign_paper.paragraphs(wrong=wrong)):
        if number % 4 == 0:
            paper.add_heading(foreign_paper.HEADINGS[number // 4], 1)
        paper.add_paragraph(text).paragraph_format.first_line_indent = Pt(24)
        if number == len(foreign_paper.PARAGRAPHS):
            table = paper.add_table(0, 4)
            for row in foreign_paper.ROWS:
                for cell, words in zip(table.add_row().cells, row, strict=True):
                    cell.text = words
    paper.save(str(file))


@pytest.mark.parametrize("columns", [1, 2])
def test_printed_by_libreoffice(tmp_path: Path, columns: int) -> None:
    """In one column and in two; the space that it puts between Chinese and digits is nobody's."""
    made = []
    for name, wrong in (("sound", -1), ("wrong", 9)):
        file = tmp_path / f"{name}.docx"
        _word(file, columns=columns, wrong=wrong)
        subprocess.run(
            ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--norestore",
             "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)],
            check=True, capture_output=True, timeout=240,
        )  # fmt: skip
        made.append(file.with_suffix(".pdf").read_bytes())
    assert_read_right(*made)
