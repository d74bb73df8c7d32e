"""Turn the override file of the working calendar into a calendar.

The file holds a block for each year, as the notice of the State Council puts it::

    2027:
      notice: 国办发明电〔2026〕×号        # with it the year counts as known
      holidays: [2027-01-01..2027-01-03, 2027-02-05..2027-02-11]
      workdays: [2027-02-13]             # make-up workdays
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from reporter.project.block import Block
from reporter.project.reading import Faultfinder, read
from reporter.workdays import Calendar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LONGEST = 62
"""Days of a span; a longer one is a slip of the pen."""


def working_days(folder: Path, file: str, faults: Faultfinder) -> Calendar:
    """The calendar of a project; without a file the notices alone count."""
    root = read(folder, file, faults, needed=False)
    if root is None:
        return Calendar()
    own: dict[dt.date, bool] = {}
    noticed = set()
    outer = Block(file, root, faults)
    for name, block in outer.each():
        if not (name.isdecimal() and len(name) == len("2027")):
            outer.fault("bad_year", name, f"“{name}”不是年份", "写作2027")
            continue
        if block.text("notice"):
            noticed.add(int(name))
        for key, works in (("holidays", False), ("workdays", True)):
            for day in _days(block, key, int(name)):
                if own.setdefault(day, works) is not works:
                    block.fault("two_ways", key, f"{day}既写作休息又写作上班", "留下一处")
        block.close()
    return Calendar(own, frozenset(noticed))


def _days(block: Block, key: str, year: int) -> Iterator[dt.date]:
    """Every day of a list of days and spans ``first..last``."""
    for word in block.words(key):
        first, dots, last = word.partition("..")
        try:
            start = dt.date.fromisoformat(first)
            end = dt.date.fromisoformat(last) if dots else start
        except ValueError:
            block.fault("bad_date", key, f"“{word}”不是日期", f"写作{year}-01-01或{year}-01-01..{year}-01-03")
            continue
        if not 0 <= (end - start).days < _LONGEST or year not in {start.year, end.year}:
            block.fault("bad_date", key, f"“{word}”不是{year}年的一段日子", f"写作{year}-01-01..{year}-01-03")
            continue
        yield from (start + dt.timedelta(days=n) for n in range((end - start).days + 1))
