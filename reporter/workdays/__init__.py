"""The Chinese working calendar, and due times that follow from it. Pure: nothing here asks the time."""

from __future__ import annotations

from reporter.workdays.calendar import is_workday, known, shift
from reporter.workdays.due import Due, due, occurrences

__all__ = ["Due", "due", "is_workday", "known", "occurrences", "shift"]
