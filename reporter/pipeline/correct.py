"""Make the next edition of what was sent (更正), and editions of periods long past (补出)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reporter.clock import local
from reporter.errors import UsageError
from reporter.model.edition import Edition, EditionKey
from reporter.model.period import MONTHS_A_YEAR, Period
from reporter.pipeline.making import PRESS
from reporter.pipeline.produce import produce
from reporter.pipeline.terms import edition_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from reporter.clock import Clock
    from reporter.model.edition import State
    from reporter.project import Project
    from reporter.store import Store

_OUT: frozenset[State] = frozenset({"sent", "partly sent", "sending"})
_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": MONTHS_A_YEAR}


def correct(
    project: Project, store: Store, key: EditionKey, *, reason: str, clock: Clock, output: Path, owner: str,
    press: str = PRESS, tell: Callable[[str], None] = lambda _: None,
) -> Edition:  # fmt: skip
    """The edition that replaces the newest one of ``key``: with the figures and words of now; the old one stays.

    Raises :class:`UsageError` when nobody has got the newest one yet: that one is changed by changing its data.
    """
    latest = store.editions.find(key.report, key.period)
    if latest is None:
        message = f"没有{key.report}/{key.period.code}这一期，无从更正"
        raise UsageError(message, advice="用reporter run生成")
    if latest.state not in _OUT:
        if latest.key.number > 1:
            return produce(
                project,
                store,
                latest.key,
                clock=clock,
                output=output,
                owner=owner,
                patient=False,
                press=press,
                tell=tell,
            )
        message = f"{latest.key}还没有发出，不需要更正"
        raise UsageError(message, advice="直接修改数据或文字，再用reporter run重新生成")
    now = clock.now()
    following = replace(latest.key, number=latest.key.number + 1)
    day = local(now, project.office.time_zone).date()
    store.editions.ensure(following, cut_off=now, report_date=day, now=now, reason=reason)
    return produce(
        project, store, following, clock=clock, output=output, owner=owner, patient=False, press=press, tell=tell
    )


def periods(project: Project, report: str, first: Period, last: Period) -> Iterator[Period]:
    """Every period of a report from ``first`` to ``last``, as its schedule has them."""
    schedule = project.schedule_of(report)
    length = _MONTHS.get(schedule.every, first.months) if schedule else first.months
    if last < first:
        message = f"{last.name}早于{first.name}"
        raise UsageError(message, advice="--from写较早的一期")
    index, end = first.year * MONTHS_A_YEAR + first.last, last.year * MONTHS_A_YEAR + last.last
    while index <= end:
        year, month = (index - 1) // MONTHS_A_YEAR, (index - 1) % MONTHS_A_YEAR + 1
        yield Period(year, month - length + 1, month)
        index += length


def backfill(
    project: Project, store: Store, report: str, first: Period, last: Period, *, mailed: bool, clock: Clock, output: Path,
    owner: str, press: str = PRESS, tell: Callable[[str], None] = lambda _: None,
) -> Iterator[tuple[Edition, bool]]:  # fmt: skip
    """The editions of past periods, one after the other, and whether each was made now; what is there stays."""
    wanted = list(periods(project, report, first, last))
    for number, period in enumerate(wanted, 1):
        key = edition_key(project, report, period)
        there = store.editions.get(key)
        if there and there.content_hash:
            yield there, False
            continue
        tell(f"{period.name}（{number}/{len(wanted)}）")
        made = produce(
            project, store, key, clock=clock, output=output, owner=owner, patient=False, mailed=mailed, press=press
        )
        yield made, True
