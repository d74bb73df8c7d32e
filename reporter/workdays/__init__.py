"""The Chinese working calendar, and due times that follow from it. Pure: nothing here asks the time."""

from __future__ import annotations

from reporter.workdays.calendar import STATE_COUNCIL, Calendar, Shifted
from reporter.workdays.due import Due, due, following, occurrences
from reporter.workdays.periods import SAID, fits, meant
from reporter.workdays.window import opening

__all__ = [
    "SAID",
    "STATE_COUNCIL",
    "Calendar",
    "Due",
    "Shifted",
    "due",
    "fits",
    "following",
    "meant",
    "occurrences",
    "opening",
]
