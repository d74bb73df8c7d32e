"""Tell of figures that are here, but came after a report's cut-off: whoever is in want of them should know why they are not used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.clock import local
from reporter.model.finding import Finding, Place
from reporter.store import Terms

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from reporter.model.edition import EditionKey
    from reporter.model.observation import Observation
    from reporter.project import Project
    from reporter.store import Store

_NAMED = 3


def came_late(
    project: Project, store: Store, key: EditionKey, *, cut_off: dt.datetime, now: dt.datetime,
    unstored: Iterable[Observation] = (),
) -> Iterator[Finding]:  # fmt: skip
    """One finding where figures of the report's period are known by ``now``, and were not by its cut-off.

    ``unstored`` are figures that were read and not kept.
    """
    if now <= cut_off:
        return
    rows, year = tuple(unstored), key.period.year

    def known(moment: dt.datetime) -> dict[tuple[str, ...], Observation]:
        asked = Terms(moment, [key.area], project.indicators, (year, year), project.precedence)
        found = (
            store.observations.would_stand(rows, asked, recorded=now) if rows else store.observations.standing(asked)
        )
        pairs = ((one.observation.key, one.observation) for one in found)
        return {name: row for name, row in pairs if row.value is not None and row.period in key.period}

    by_then = known(cut_off)
    late = [row for name, row in known(now).items() if name not in by_then]
    if late:
        zone = project.office.time_zone
        names = list(dict.fromkeys(row.indicator for row in late))
        said = f"{'、'.join(names[:_NAMED])}{'等' if names[_NAMED:] else ''}"
        message = f"{said}的{len(late)}个数是数据截止（{local(cut_off, zone):%Y-%m-%d}）以后才报送的，这一期没有用"
        advice = f"要用，加--as-of {local(now, zone):%Y-%m-%d}；部门其实早已发布的，在数据源里写released: 发布日期"
        yield Finding("after_cut_off", "warning", Place(), message, advice)
