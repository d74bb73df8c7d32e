"""Turn words that name a day, a month or a span of time into something that is told from figures."""

from __future__ import annotations

import re

_ONE = (
    r"(?:\d{4}年(?:\d{1,2}(?:—\d{1,2})?月(?:\d{1,2}日)?)?|\d{1,2}(?:—\d{1,2})?月(?:\d{1,2}日)?|\d{1,2}日"
    r"|\d{1,2}时(?:\d{1,2}分)?|[一二三四]季度)"
)
DATE = re.compile(rf"(?<!\d){_ONE}(?:[至到—、]{_ONE})*")
"""2018年8月6日, 1—6月, 7月30日至8月5日, 二季度."""


def is_date(words: str) -> bool:
    """Whether the words name a time and nothing else."""
    return bool(DATE.fullmatch(words))
