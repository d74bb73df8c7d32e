"""What is lacking is said in one line that can be read."""

from __future__ import annotations

from reporter.model.owed import Owed, lacks


def test_much_that_is_lacking_is_counted_by_department() -> None:
    """A few figures are named, each once; of many the departments are, with how many each owes."""
    few = [Owed("商务局", "外贸出口", "2018-H1"), Owed("商务局", "外贸出口", "2018-Q1"), Owed("", "甲", "2018-H1")]
    assert lacks(few) == "未报送：外贸出口（商务局）、甲"
    many = [Owed("统计局" if number % 3 else "", f"指标{number}", "2018-H1") for number in range(12)]
    assert lacks(many) == "未报送12项：未注明部门4项、统计局8项"
