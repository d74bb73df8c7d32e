"""Units of one quantity are converted exactly; others never."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reporter.model.unit import converted, known


@pytest.mark.parametrize(
    ("value", "written", "wanted", "expected"),
    [
        ("1723900", "万元", "亿元", "172.39"),
        ("172.39", "亿元", "万元", "1723900"),
        ("0.5", "万亿元", "亿元", "5000"),
        ("23", "万人", "人", "230000"),
        ("3", "平方公里", "公顷", "300"),
        ("5", "亿千瓦时", "万千瓦时", "50000"),
        ("4", "千米", "公里", "4"),
        ("12", "‰", "%", "1.2"),
        ("7", "亩", "亩", "7"),
    ],
)
def test_a_figure_is_the_same_in_another_unit(value: str, written: str, wanted: str, expected: str) -> None:
    """亿元 and 万元 are the same money; the figure is exact and written without an exponent."""
    assert str(converted(Decimal(value), written, wanted)) == expected


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("万美元", "万元"),
        ("亿元", "万美元"),
        ("家", "个"),
        ("人次", "人"),
        ("%", "个百分点"),
        ("亩", "公顷"),
        ("瓦时", "千瓦时"),
    ],
)
def test_no_number_leads_from_one_quantity_to_another(written: str, wanted: str) -> None:
    """Currencies are never converted by ourselves (domain 2.3-17); counts of different things are different."""
    assert converted(Decimal(1), written, wanted) is None


def test_a_unit_is_known_or_not() -> None:
    """What the table does not have is left to the dictionary."""
    assert known("亿美元")
    assert not known("亿")
