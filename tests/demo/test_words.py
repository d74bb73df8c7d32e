"""The report says what the issue that ordered it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.demo.office import Production

TOGETHER = (
    ("信息经济增加值", "11.9%"),
    ("社会消费品零售总额", "17%", "全市第一"),
    ("固定资产投资", "11.6%"),
    ("固定资产投资", "5.1个百分点"),
)
ANYWHERE = ("106%", "17.3%", "72.3%", "52.21%", "99.88%", "1405家", "50家以上", "1800家以上", "31.3公里")


@pytest.mark.parametrize("words", TOGETHER)
def test_figures_stand_with_their_indicators(production: Production, words: tuple[str, ...]) -> None:
    """Some sentence of the PDF holds the indicator together with its figure."""
    sentences = production.text().replace("；", "。").split("。")
    assert any(all(word in sentence for word in words) for sentence in sentences), words


@pytest.mark.parametrize("words", ANYWHERE)
def test_figures_are_said(production: Production, words: str) -> None:
    """The PDF holds the figure with its unit, in one piece."""
    assert words in production.text()
