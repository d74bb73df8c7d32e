"""What the press names and writes is safe for file systems and spreadsheets."""

from __future__ import annotations

import pytest

from reporter.model.cell import inert
from reporter.press import file_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("2018年上半年工作报告", "2018年上半年工作报告.pdf"), ("投资/消费: 快报?", "投资／消费： 快报？.pdf"),
        ("../快报\n", "／快报.pdf"), ("长" * 200, "长" * 80 + ".pdf"),
    ],
)  # fmt: skip
def test_a_title_becomes_a_file_name(title: str, name: str) -> None:
    """No title leads out of the folder or is too long for it."""
    assert file_name(title) == name
    assert len(name.encode()) <= 255


@pytest.mark.parametrize("text", ["=1+1", "+cmd|'/c calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "＝1+1", "-61.7个百分点"])
def test_no_cell_is_run(text: str) -> None:
    """A text that a spreadsheet would compute gets an apostrophe before it."""
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-61.7", "+3", "-5.1%", "11.6%－5.1个百分点", "增长11.6%", ""])
def test_numbers_stay_numbers(text: str) -> None:
    """Signed numbers and plain words are written as they are."""
    assert inert(text) == text
