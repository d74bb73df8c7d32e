"""A reporting period: a range of whole months, named as statisticians name it."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import total_ordering

MONTHS_A_YEAR = 12
MONTHS_A_QUARTER = 3
_CODE = re.compile(
    r"(?P<year>\d{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|M(?P<first>\d\d)(?:\.\.M(?P<last>\d\d))?))?"
)
_NAMED = {(1, 12): "", (1, 6): "-H1", (7, 12): "-H2", (1, 3): "-Q1", (4, 6): "-Q2", (7, 9): "-Q3", (10, 12): "-Q4"}
_SAID = {
    (1, 12): "全年", (1, 6): "上半年", (7, 12): "下半年",
    (1, 3): "一季度", (4, 6): "二季度", (7, 9): "三季度", (10, 12): "四季度",
}  # fmt: skip


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """Months ``first`` to ``last`` of one calendar ``year``, both included.

    ``2018-H1`` and ``2018-M01..M06`` are the same period and compare equal.
    """

    year: int
    first: int
    last: int

    def __post_init__(self) -> None:
        """Raise ``ValueError`` unless 1 <= first <= last <= 12."""
        if not 1 <= self.first <= self.last <= MONTHS_A_YEAR:
            message = f"not a range of months: {self.first}..{self.last}"
            raise ValueError(message)

    @classmethod
    def reads(cls, code: str) -> bool:
        """Whether :meth:`parse` can read it."""
        try:
            cls.parse(code)
        except ValueError:
            return False
        return True

    @classmethod
    def parse(cls, code: str) -> Period:
        """Read ``2018``, ``2018-H1``, ``2018-Q2``, ``2018-M06`` or ``2018-M01..M05``; else raise ``ValueError``."""
        found = _CODE.fullmatch(code.strip())
        if not found:
            message = f"报告期写法无法识别：“{code}”（应为2018、2018-H1、2018-Q2、2018-M06或2018-M01..M05）"
            raise ValueError(message)
        year = int(found["year"])
        if found["half"]:
            last = 6 * int(found["half"])
            return cls(year, last - 5, last)
        if found["quarter"]:
            last = 3 * int(found["quarter"])
            return cls(year, last - 2, last)
        if found["first"]:
            first = int(found["first"])
            return cls(year, first, int(found["last"] or first))
        return cls(year, 1, MONTHS_A_YEAR)

    @property
    def code(self) -> str:
        """The one spelling used in tables, files and commands."""
        named = _NAMED.get((self.first, self.last))
        if named is not None:
            return f"{self.year}{named}"
        if self.first == self.last:
            return f"{self.year}-M{self.first:02}"
        return f"{self.year}-M{self.first:02}..M{self.last:02}"

    @property
    def said(self) -> str:
        """The period without its year, as a text says it: 上半年, 一季度, 1—5月, 6月."""
        return _SAID.get((self.first, self.last)) or self.months_said

    @property
    def months_said(self) -> str:
        """The period by its months, with the dash of GB/T 15834: 1—6月, 6月."""
        if self.first == self.last:
            return f"{self.first}月"
        return f"{self.first}—{self.last}月"

    @property
    def name(self) -> str:
        """The period with its year: 2018年上半年, 2018年1—5月, 2018年."""
        return f"{self.year}年{'' if self.is_year else self.said}"

    @property
    def is_year(self) -> bool:
        """Whether it is a whole calendar year."""
        return (self.first, self.last) == (1, MONTHS_A_YEAR)

    @property
    def months(self) -> int:
        """How many months it has."""
        return self.last - self.first + 1

    @property
    def starts(self) -> dt.date:
        """Its first day."""
        return dt.date(self.year, self.first, 1)

    @property
    def ends(self) -> dt.date:
        """Its last day."""
        return dt.date(self.year, self.last, calendar.monthrange(self.year, self.last)[1])

    @property
    def year_ago(self) -> Period:
        """The same months of the year before."""
        return Period(self.year - 1, self.first, self.last)

    @property
    def cumulative(self) -> Period:
        """January to its last month: what a monthly report speaks of."""
        return Period(self.year, 1, self.last)

    @property
    def whole_year(self) -> Period:
        """The calendar year that it belongs to."""
        return Period(self.year, 1, MONTHS_A_YEAR)

    def __contains__(self, other: object) -> bool:
        """Whether another period lies within this one."""
        return isinstance(other, Period) and (
            self.year == other.year and self.first <= other.first and other.last <= self.last
        )

    def __lt__(self, other: Period) -> bool:
        """Earlier end first; of two that end together the longer first."""
        return (self.year, self.last, -self.months) < (other.year, other.last, -other.months)

    def __str__(self) -> str:
        """The code."""
        return self.code
