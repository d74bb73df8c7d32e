"""Turn the words of titles, headers, sheet and file names into reporting periods."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from reporter.model.period import MONTHS_A_YEAR, Period

_DASHES = re.compile(r"\.\.|[-‐‑‒–—―─−~～〜至到]+")
_CHINESE = {
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
    "十一": 11,
    "十二": 12,
}
_CHINESE_NUMBER = re.compile(r"(?P<number>十[一二]?|[一二三四五六七八九])(?=月|个?季度|-[一二三四五六七八九十\d本])")
_CHINESE_YEAR = re.compile(r"[一二][〇○零九][〇○零一二三四五六七八九]{2}(?=年)")
_YEAR_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_BOTH_QUARTERS = re.compile(r"第(?P<first>[一二三1-3])、第?(?P<last>[二三四2-4])季度")
_CODE = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)-?(?P<rest>[HQ][1-4]|M\d\d(?:-M\d\d)?)(?!\d)")
_DAY = re.compile(
    r"(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}日|(?<!\d)(?:19|20)\d\d(?P<mark>[-./])\d{1,2}(?P=mark)\d{1,2}(?![\d月])"
)
_ONE_DAY = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?:年|(?P<mark>[-./]))(?P<month>\d{1,2})(?:月|(?P=mark))(?P<day>\d{1,2})日?(?:00:00:00)?"
)
_AGAIN = re.compile(r"(?<=[月\d]-)(?:19|20)\d\d年(?=\d)")
_RANGE = re.compile(
    r"(?:(?<!\d)(?P<year>(?:19|20)\d\d)[年.\-/]|(?<![\d.]))(?P<first>\d{1,2})月?-(?P<last>\d{1,2})(?:月|(?<=\d)(?![\d日月]))"
)
_TO_THIS = re.compile(r"(?<!\d)1月?-(?:本|当)月|累计|今年以来|年初以来")
_QUARTERS = re.compile(r"(?:第|(?<![\d.]))(?P<first>[1-4])-(?P<last>[1-4])季度")
_QUARTER = re.compile(r"(?<![\d.\-])第?(?P<quarter>[1-4])季度")
_MONTH = re.compile(r"(?<![\d.\-])(?P<month>\d{1,2})月")
_JOINED = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:[.\-/](?P<month>\d{1,2})月?|(?P<two>0[1-9]|1[0-2]))(?![\d.%亿万])"
)
_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)年")
_HALVES = {"上半年": (1, 6), "下半年": (7, 12)}
_FIRST_QUARTERS = re.compile(r"前(?P<last>[23两])个?季度")
_WHOLE = re.compile(r"(?:全年|(?:19|20)\d\d年)度(?!计划|目标|任务)|全年(?!度|计划|目标|任务)")
_ALONE = re.compile(
    r"(?:19|20)\d\d(?:年度?|[.\-/])?(?:全年|[上下]半年|前[23两]个?季度|第?[1-4](?:-[1-4])?季度|\d{1,2}月?(?:-(?:(?:19|20)\d\d年)?\d{1,2})?月?份?末?底?)(?:累计)?"
)
_YEAR_ALONE = re.compile(r"(?P<year>(?:19|20)\d\d)年?度?")
_UP_TO = re.compile(r"截[-止]")


@dataclass(frozen=True, slots=True)
class Said:
    """What some words tell of a period; whatever they leave open is told by the words around them."""

    year: int | None = None
    first: int | None = None
    last: int | None = None
    running: bool = False
    """累计, 1—本月: from January to the last month of the surroundings."""
    single: bool = False
    """本月, 当月: the last month of the surroundings."""

    @property
    def silent(self) -> bool:
        """Whether the words say nothing of a period."""
        return self == SILENT

    @property
    def months(self) -> bool:
        """Whether the months are known."""
        return self.first is not None and self.last is not None

    def within(self, around: Said) -> Said:
        """What the words mean where the surroundings say ``around``."""
        year = self.year or around.year
        if self.months:
            return Said(year, self.first, self.last)
        if around.last is None:
            return replace(self, year=year, running=self.running or around.running, single=self.single or around.single)
        if self.running or self.single:
            return Said(year, 1 if self.running else around.last, around.last)
        return Said(year, around.first, around.last)

    def period(self) -> Period | None:
        """The period, where year and months are known; a year alone is none."""
        if self.year is None or self.first is None or self.last is None:
            return None
        return Period(self.year, self.first, self.last) if 1 <= self.first <= self.last <= MONTHS_A_YEAR else None


SILENT = Said()


@lru_cache(maxsize=4096)
def find(text: str) -> Said:
    """What a text says of a period, in any of the spellings in use; a day of the calendar says nothing."""
    plain = _unified(text)
    code = _CODE.search(plain)
    if code:
        return _coded(f"{code['year']}-{code['rest'].replace('-', '..')}")
    plain = _AGAIN.sub("", _DAY.sub("", plain))
    year = _YEAR.search(plain)
    months = _months(plain)
    joined = _JOINED.search(plain)
    if months is None and joined:
        month = int(joined["month"] or joined["two"])
        return _upto(plain, Said(int(joined["year"]), month, month))
    said_year = int(year["year"]) if year else _year_of_range(plain) or (int(joined["year"]) if joined else None)
    if months:
        return _upto(plain, Said(said_year, *months))
    return Said(
        said_year,
        running=_TO_THIS.search(plain) is not None,
        single=bool(re.search("[本当]月", plain)) and not _TO_THIS.search(plain),
    )


def settle(texts: Iterable[str], pinned: str = "") -> Said:
    """What several texts say together, the nearest first; a pinned period fills what all of them leave open."""
    said = SILENT
    for text in texts:
        said = said.within(find(text))
    period = parse(pinned) if pinned else None
    return said.within(Said(period.year, period.first, period.last)) if period else said


def parse(text: str) -> Period | None:
    """A period that stands alone in a cell: a code, or words that name year and months and nothing else."""
    try:
        return Period.parse(text)
    except ValueError:
        plain = _unified(text)
        year = _YEAR_ALONE.fullmatch(plain)
        if year:
            return Period.parse(year["year"])
        return find(text).period() if _ALONE.fullmatch(plain) else None


def of_day(day: dt.date, meant: str) -> Period:
    """The period that a day of the calendar stands for: its month, or (``cumulative``) January to its month."""
    return Period(day.year, 1 if meant == "cumulative" else day.month, day.month)


def day_in(text: str) -> dt.date | None:
    """The day, where a text is one of the calendar and nothing else: 2021-03-01, 2021/3/1, 2021年3月1日."""
    found = _ONE_DAY.fullmatch(_unified(text))
    try:
        return dt.date(*(int(found[name]) for name in ("year", "month", "day"))) if found else None
    except ValueError:
        return None


def _unified(text: str) -> str:
    """One width, one dash, Arabic numerals, no white space."""
    plain = _DASHES.sub("-", "".join(unicodedata.normalize("NFKC", text).split()))
    plain = _CHINESE_YEAR.sub(lambda found: found[0].translate(_YEAR_DIGITS), plain)
    plain = _BOTH_QUARTERS.sub(r"第\g<first>-\g<last>季度", plain)
    return _CHINESE_NUMBER.sub(lambda found: str(_CHINESE[found["number"]]), plain)


def _coded(code: str) -> Said:
    """The period of our own spelling; silent where its numbers are none."""
    try:
        period = Period.parse(code)
    except ValueError:
        return SILENT
    return Said(period.year, period.first, period.last)


def _months(plain: str) -> tuple[int, int] | None:
    """First and last month."""
    found = _range(plain)
    if found:
        return int(found["first"]), int(found["last"])
    found = _FIRST_QUARTERS.search(plain)
    if found:
        return 1, 3 * (2 if found["last"] == "两" else int(found["last"]))
    found = _QUARTERS.search(plain) or _QUARTER.search(plain)
    if found:
        first, last = (found[1], found[found.lastindex or 1])
        return 3 * int(first) - 2, 3 * int(last)
    for words, months in _HALVES.items():
        if words in plain:
            return months
    found = _MONTH.search(plain)
    if found and 1 <= int(found["month"]) <= MONTHS_A_YEAR:
        return int(found["month"]), int(found["month"])
    return (1, MONTHS_A_YEAR) if _WHOLE.search(plain) else None


def _year_of_range(plain: str) -> int | None:
    """The year of 2018.1-6月 and 2018-06, which stands without 年."""
    found = _range(plain)
    return int(found["year"]) if found and found["year"] else None


def _range(plain: str) -> re.Match[str] | None:
    """The first range of months; 1-6 without 月 counts only right behind a year."""
    for found in _RANGE.finditer(plain):
        named = found["year"] or found[0].endswith("月")
        if named and 1 <= int(found["first"]) <= int(found["last"]) <= MONTHS_A_YEAR:
            return found
    return None


def _upto(plain: str, said: Said) -> Said:
    """截至6月, 6月累计: the months from January on."""
    if said.last and said.first == said.last and (_UP_TO.search(plain) or _TO_THIS.search(plain)):
        return replace(said, first=1)
    return said
