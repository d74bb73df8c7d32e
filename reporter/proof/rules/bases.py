"""Turn a text into slips where a percentage stands on a base that does not bear it: a total that does not grow, nothing at all."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from reporter.proof.rules._rule import HAN, NUMBER, Odd, Rule, odd, wording

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEAST = Decimal("0.5")
"""Per cent: a total that grows less has no growth to contribute to (domain 2.3-15)."""
_SENTENCE = re.compile("[^。；！？\n]+")
_SHARED = re.compile("贡献率")
_FALLS = "负增长|下降|减少|下滑|下跌|降低|缩减|萎缩|降"
_MOVED = re.compile(
    rf"(?:(?P<fall>{_FALLS})|增长|增加|上升|上涨|提高|增)了?(?P<by>{NUMBER})%|(?P<flat>(?<![速幅率重])[^，速幅率重]{{0,10}}持平)"
)
"""How far something moved, in per cent: 回落 of a rate and 下降0.4个百分点 are no fall of the total."""
_YEARLY = "(?:同比|[比较](?:上年|去年)同期)?"
_NOTHING = r"(?:零|(?<![\d.])0(?![\d.]))"


def _contributed(text: str) -> Iterator[Odd]:
    """Contributions to a total that falls, stands still or hardly grows; what moved last before 其中 is the total."""
    for sentence in _SENTENCE.finditer(text):
        for share in _SHARED.finditer(sentence.group()):
            total = sentence.group()[: share.start()].partition("其中")[0]
            moves = list(_MOVED.finditer(total))
            if moves and (moves[-1]["fall"] or moves[-1]["flat"] or Decimal(moves[-1]["by"]) < _LEAST):
                start = moves[-1].start()
                words = sentence.group()[start : share.end()]
                yield (
                    sentence.start() + start,
                    words,
                    "contribution_on_fall",
                    "总体不增长或几乎不增长，不报贡献率",
                    "改写各项自身的增减",
                )


RULES: tuple[Rule, ...] = (
    Rule("contribution_on_fall", "error", odd(_contributed, "contribution_on_fall")),
    wording(
        "zero_base", "error",
        re.compile(
            rf"由[{HAN}]{{0,6}}{_NOTHING}[{HAN}]{{0,2}}?(?:增加|增长|提高|上升|扩大|发展)[到至][^，。；]*，{_YEARLY}(?:增长|增加){NUMBER}%"
            rf"|(?:上年|去年)同期(?:(?:为|是){_NOTHING}|没有|无)[^。；]*，{_YEARLY}(?:增长|增加){NUMBER}%"
        ),
        "上年同期为零，说不出增长百分之几", "只写增加到多少，或写“上年同期为零”",
    ),
)  # fmt: skip
