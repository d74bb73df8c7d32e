"""Turn a text into slips of its dates and periods: months, days and quarters that no calendar has."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from reporter.proof.rules._rule import Rule, Slip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reporter.proof.rules._rule import Text

_MONTHS = 12
_YEARS = range(1900, 2101)
_PERIOD = re.compile(
    r"(?<![\d.—])(?P<first>\d{1,2})[—～~–-](?P<last>\d{1,2})月|(?:(?<!\d)(?P<year>\d{4})年)?(?<![\d.—～~–-])(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?"
    r"|(?<!\d)(?P<alone>\d{4})年(?!\d{1,2}月)|(?P<quarter>[五六七八九十5-9])季度|(?:上上|下下)半年"
    r"|(?P<span>上半年（1[—-](?!6月)|前三季度（1[—-](?!9月)|一季度（1[—-](?!3月)|全年（1[—-](?!12月))\d{1,2}月"
)


def _periods(text: Text) -> Iterator[Slip]:
    """Periods that cannot be, or that are said in two ways which differ."""
    for index, paragraph in enumerate(text):
        for match in _PERIOD.finditer(paragraph.text):
            if why := _impossible(match):
                yield Slip(index, match.start(), match.group(), why, "核对期间")


def _impossible(match: re.Match[str]) -> str:
    """Why a period cannot be; empty when it can."""
    said = match.groupdict()
    year = said["year"] or said["alone"]
    if year and int(year) not in _YEARS:
        return "年份不可能"
    if said["first"]:
        first, last = int(said["first"]), int(said["last"])
        return "" if 0 < first < last <= _MONTHS else "起止月份不可能"
    if said["month"]:
        return _no_day(int(year or 2000), int(said["month"]), int(said["day"] or 1))
    if said["span"]:
        return "前后说的不是同一段时间"
    return "" if said["alone"] else "没有这个季度" if said["quarter"] else "“半年”前重复"


def _no_day(year: int, month: int, day: int) -> str:
    """Why a day is in no calendar; empty when it is."""
    if not 0 < month <= _MONTHS:
        return "没有这个月"
    try:
        dt.date(year, month, day)
    except ValueError:
        return "没有这一天"
    return ""


RULES: tuple[Rule, ...] = (Rule("period_typo", "error", _periods),)
