"""Compare due times with a scan of every minute, in every time zone, over ten years. Minutes of work; ``./run crash zones``."""

from __future__ import annotations

import datetime as dt
import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from zoneinfo import available_timezones

from reporter import workdays
from reporter.model.office import Schedule
from reporter.workdays import STATE_COUNCIL
from tests.oracle.minutes import fixed, hourly

FIRST, LAST = dt.datetime(2020, 1, 1), dt.datetime(2030, 1, 1)  # noqa: DTZ001 - UTC
TIMES = (dt.time(0), dt.time(0, 30), dt.time(1, 30), dt.time(2, 30), dt.time(3), dt.time(8, 30))
_MINUTE = dt.timedelta(minutes=1)
_WEEK = dt.timedelta(days=7)


def differences(zone: str) -> tuple[str, int, int]:
    """The zone, how many due times were compared, and how many differ from the scan."""
    since, until = FIRST.replace(tzinfo=dt.UTC), LAST.replace(tzinfo=dt.UTC)
    compared = wrong = 0
    for time in TIMES:
        daily = Schedule("d", "r", "day", 1, time, workday="none")
        found = workdays.occurrences(daily, since, until, zone, STATE_COUNCIL)
        walls = [dt.datetime.fromisoformat(one.nominal) for one in found]
        days = [(wall - walls[0]).days for wall in walls]
        scanned = fixed(zone, FIRST - _WEEK, LAST + _WEEK, walls)
        compared += len(found)
        wrong += sum(one.at != scan for one, scan in zip(found, scanned, strict=True)) + (
            days != list(range(len(days)))
        )
    ringing = Schedule("h", "r", "hour", 1, dt.time(0, 15), workday="none")
    rung = [one.at for one in workdays.occurrences(ringing, since, until, zone, STATE_COUNCIL)]
    scanned = hourly(zone, FIRST + _MINUTE, LAST, 15)
    return zone, compared + len(rung), wrong + len(set(rung) ^ set(scanned))


def main(limit: int | None = None) -> int:
    """Scan ``limit`` zones, or all of them; prints what was compared, returns 1 where anything differs."""
    zones = list(islice(sorted(available_timezones() - {"localtime"}), limit))
    total = bad = 0
    with ProcessPoolExecutor() as pool:
        for zone, compared, wrong in pool.map(differences, zones):
            total, bad = total + compared, bad + wrong
            if wrong:
                print(f"{zone}: {wrong} of {compared} differ")
    print(f"zones: {len(zones)} x 10 years, {total} due times, {bad} differences")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else None))
