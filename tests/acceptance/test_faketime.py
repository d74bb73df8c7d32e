"""The day on which a report is made leaves no trace in it, even when the machine's own clock is another."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.demo.office import Office

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.skipif(shutil.which("faketime") is None, reason="needs Debian's faketime")
def test_three_days_one_report(tmp_path: Path) -> None:
    """Under ``faketime`` on 31 December, 1 January and 1 July, in three folders, every file is the same to the byte."""
    days = ("2018-12-31 23:59:30", "2019-01-01 00:00:30", "2019-07-01 10:00:00")
    first, *others = (Office.of_the_demo(tmp_path / day[:10]).produce(now="", wrap=("faketime", day)) for day in days)
    for other in others:
        assert first.pdf.name == other.pdf.name
        assert first.pdf.read_bytes() == other.pdf.read_bytes()
        assert (first.folder / "manifest.json").read_bytes() == (other.folder / "manifest.json").read_bytes()
