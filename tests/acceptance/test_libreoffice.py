"""What LibreOffice saves today is read like what it saved when the tests were written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.libreoffice import making
from tests.unit.sources.test_libreoffice_files import read_marked, read_zhongshan


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The drafts, opened and saved by a real LibreOffice."""
    folder = tmp_path_factory.mktemp("saved")
    assert all(path.is_file() for path in making.make(folder))
    return folder


@pytest.mark.parametrize("kind", making.FORMATS)
def test_a_workbook_made_now_gives_the_same_figures(saved: Path, kind: str) -> None:
    """The table of Zhongshan with its merged cells, and the percentages, hidden cells and formulas of the other workbook."""
    assert len(read_zhongshan(saved, kind).observations) == 81
    assert [str(row.value) for row in read_marked(saved, kind).observations] == ["312.5", "11.6", "20", "50"]
