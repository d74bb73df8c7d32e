"""A draft that a real word processor opened and saved gives back the same words, figures and headings."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import docx
from docx.oxml.ns import qn

from tests.demo.office import Office

if TYPE_CHECKING:
    from pathlib import Path


def saved(file: Path, folder: Path, *formats: str) -> Path:
    """The file after LibreOffice opened and saved it, in one format after the other."""
    for kind in formats:
        subprocess.run(
            ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
             "--convert-to", kind, "--outdir", str(folder / kind), str(file)],
            check=True, capture_output=True, timeout=240,
        )  # fmt: skip
        file = folder / kind / file.with_suffix(f".{kind}").name
    return file


def test_a_draft_saved_by_libreoffice(tmp_path: Path) -> None:
    """Saved as docx, and by way of odt, it changes nothing; a sentence typed there comes back, and no figure is doubted."""
    office = Office.of_the_demo(tmp_path / "office")
    file = tmp_path / "draft.docx"
    ran = office.reporter("words", "export", "half_year", "--period", "2018-H1", "--out", str(file))
    assert ran.returncode == 0, ran.stderr
    for formats in (("docx",), ("odt", "docx")):
        shutil.rmtree(tmp_path / "docx", ignore_errors=True)
        back = saved(file, tmp_path, *formats)
        ran = office.reporter("words", "take", str(back), "--dry-run")
        assert ran.returncode == 0, ran.stderr
        assert "没有改动" in ran.stdout, ran.stdout
        paper = docx.Document(str(back))
        text = next(one for one in paper.element.body.iter(qn("w:t")) if "投资增速加快" in (one.text or ""))
        text.text = text.text.replace("投资增速加快", "投资稳步加快")
        paper.save(str(back))
        ran = office.reporter("words", "take", str(back), "--dry-run")
        assert ran.returncode == 0, ran.stderr
        assert "＋投资稳步加快" in ran.stdout
        assert "figure_in_word" not in ran.stderr
