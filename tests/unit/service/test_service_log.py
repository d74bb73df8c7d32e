"""The log is lines of key=value that a person and a program can read."""

from __future__ import annotations

import logging
import sys

from reporter.service.log import Lines


def line(message: str, **fields: object) -> str:
    """One record as a line, without its time."""
    record = logging.makeLogRecord({"name": "x", "levelname": "INFO", "msg": message, "created": 0, **fields})
    return Lines().format(record)


def test_a_line() -> None:
    """Time in UTC, level, logger, message, and what the caller added."""
    expected = 'time=1970-01-01T00:00:00.000+00:00 level=info logger=x message="fell due" period=2018-H1 why=缺数'
    assert line("fell due", period="2018-H1", why="缺数") == expected


def test_a_record_is_one_line() -> None:
    """Whatever is in it: nobody can write a second line into the log."""
    try:
        raise ValueError("two\nlines")  # noqa: TRY301
    except ValueError:
        said = line("a\nlevel=critical", exc_info=sys.exc_info(), reply='450 "later"')
    assert len(said.splitlines()) == 1
    assert r'reply="450 \"later\""' in said
    assert "ValueError: two" in said
