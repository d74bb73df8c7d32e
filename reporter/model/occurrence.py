"""An occurrence: one due time of a schedule, named by its nominal local time; it points to an edition."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from reporter.model.edition import EditionKey
from reporter.model.period import Period

OccurrenceState = Literal["coming", "due", "skipped"]
OCCURRENCE_WORDS: dict[OccurrenceState, str] = {"coming": "未到", "due": "到期", "skipped": "跳过"}


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One due time of one schedule; how far it came is told by its edition."""

    schedule: str
    """Name of the schedule."""
    nominal: str
    """Local date and time without an offset, ``2018-08-07T08:30``: one name even where a clock hour comes twice."""
    due: dt.datetime
    """The instant."""
    period: Period
    """What it reports on."""
    state: OccurrenceState = "due"
    why: str = ""
    """Why it is skipped, in Chinese."""
    key: EditionKey | None = None
    """The edition that it asks for; ``None`` for one that is skipped, or still to come."""
    cut_off: dt.datetime | None = None
    """数据截止 of that edition."""
    report_date: dt.date | None = None
    """Date of issue of that edition."""
    deadline: dt.datetime | None = None
    """When that edition must be out."""
    edition_id: int | None = None
    """Set once it is stored."""
