"""P8: the import of many rows in the exchange format against ``sqlite3`` and ``executemany`` of the same rows; its memory.

The plain way reads the same file with ``csv`` and writes its fifteen columns as they are, into one table with an index over
the same columns as ours, with the same journal. It asks nothing: neither what a row means, nor whether it is known, nor
where it stood. Ours keeps a copy of the file, reads it in a child, writes twenty-five columns (the line, the hash of the
file, when it was learned), and finds out what the file says twice. Memory is the peak of the largest process.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
from itertools import islice, product
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.measuring import REPORTER, ROOT, Measurement
from reporter.model.observation import EXCHANGE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TARGET, _FLAT = 3.0, 1.1
_ROWS, _PAIRS = 1_000_000, 3
_SCHEDULES = """\
office: {name: 示例区管委会, short: 示例区}
sources:
  figures: {kind: csv_file, path: data/figures.csv, department: 统计局}
"""
_DICTIONARY = "固定资产投资: {unit: 亿元}\n民间投资: {unit: 亿元}\n交通投资: {unit: 亿元}\n"
_PLAIN = """\
import csv, sqlite3, sys
table, names = "observations", sys.argv[3].split(",")
connection = sqlite3.connect(sys.argv[2])
connection.execute("PRAGMA journal_mode=WAL")
connection.execute("PRAGMA synchronous=FULL")
connection.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, {', '.join(name + ' TEXT' for name in names)})")
connection.execute(f"CREATE INDEX figure ON {table} (area, indicator, measure, period, basis, scope, released)")
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    rows = csv.reader(file)
    next(rows)
    connection.executemany(f"INSERT INTO {table} ({','.join(names)}) VALUES ({','.join('?' * len(names))})", rows)
connection.commit()
"""


def measure(*, full: bool) -> Iterator[Measurement]:
    """Time against the plain way, and the peak memory against that of a tenth of the rows."""
    number, taken = _ROWS, []
    with tempfile.TemporaryDirectory() as name:
        few, many = (_office(Path(name) / str(count), count) for count in (number // 10, number))
        for pair in range(_PAIRS if full else 1):
            plain = (
                sys.executable,
                "-c",
                _PLAIN,
                str(many / "data/figures.csv"),
                str(many / f"{pair}.db"),
                ",".join(EXCHANGE_COLUMNS),
            )
            taken.append((_import(many), _used(plain)))
        small = _import(few)
    (_, memory), _ = taken[0]
    value = median(ours[0] / theirs[0] for ours, theirs in taken)
    detail = (
        f"{median(ours[0] for ours, _ in taken):.1f} s against {median(theirs[0] for _, theirs in taken):.1f} s CPU"
    )
    yield Measurement("P8", f"import of {number:,} rows against csv and executemany", value, TARGET, detail=detail)
    detail = f"{memory >> 10} MB with {number:,} rows, {small[1] >> 10} MB with {number // 10:,}"
    yield Measurement("P8", "peak memory against that of a tenth of the rows", memory / small[1], _FLAT, detail=detail)


def _import(folder: Path) -> tuple[float, int]:
    """CPU seconds and peak memory of one import into a new store."""
    for old in (folder / "output").glob("reporter.db*"):
        old.unlink()
    return _used((*REPORTER, "-C", str(folder), "data", "import"))


def _used(command: Sequence[str]) -> tuple[float, int]:
    """CPU seconds and peak memory (KiB) of a command and of every process that it waited for."""
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        message = f"{command[0]} ended with {process.returncode}"
        raise RuntimeError(message)
    return used.ru_utime + used.ru_stime, used.ru_maxrss


def _office(folder: Path, number: int) -> Path:
    """A project with one file of so many rows: monthly figures of three indicators in many areas."""
    (folder / "data").mkdir(parents=True)
    (folder / "schedules.yaml").write_text(_SCHEDULES, encoding="utf-8")
    (folder / "data/indicators.yaml").write_text(_DICTIONARY, encoding="utf-8")
    kinds = (
        ("固定资产投资", "level", "亿元", ""),
        ("固定资产投资", "growth", "%", "同比"),
        ("民间投资", "growth", "%", "同比"),
    )
    rows = (
        (name, measure, f"示例区{area:05}", f"{year}-M{month:02}", f"{area * 7919 % 9973}.{month}", unit, basis, "", "", "", "",
         f"{year + 1}-01-20", "统计局", "", "")
        for area, year, month, (name, measure, unit, basis) in product(range(number), range(2014, 2018), range(1, 13), kinds)
    )  # fmt: skip
    with (folder / "data/figures.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(EXCHANGE_COLUMNS)
        out.writerows(islice(rows, number))
    return folder
