"""The day on which a report is made leaves no trace in it, even when the machine's own clock is another."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.demo.office import Office

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.skipif(shutil.which("faketime") is None, reason="needs Debian's faketime")
def test_two_days_one_report(tmp_path: Path) -> None:
    """Under ``faketime`` on two different days, in two folders, the PDF is the same to the byte."""
    first = Office.of_the_demo(tmp_path / "first").produce(now="", wrap=("faketime", "2018-08-08 10:00:00"))
    other = Office.of_the_demo(tmp_path / "another").produce(now="", wrap=("faketime", "2023-01-31 23:59:30"))
    assert first.pdf.name == other.pdf.name
    assert first.pdf.read_bytes() == other.pdf.read_bytes()
    assert (first.folder / "manifest.json").read_bytes() == (other.folder / "manifest.json").read_bytes()
