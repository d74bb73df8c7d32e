"""Whatever is imported in whatever order, the figures in force are those of a plain reading of the rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reporter.model.observation import Observation
from reporter.model.period import Period
from reporter.store import Store

FIRST = dt.date(2018, 7, 1)
NOON = dt.datetime(2018, 7, 1, 4, tzinfo=dt.UTC)
DAYS = 6

rows = st.builds(
    lambda indicator, value, released: Observation(
        indicator, "level", "", Period(2018, 1, 6), value,
        released=None if released is None else FIRST + dt.timedelta(released),
    ),
    st.sampled_from(["甲", "乙"]),
    st.none() | st.decimals(-5, 5, places=1),
    st.none() | st.integers(0, DAYS),
)  # fmt: skip
imports = st.lists(st.lists(rows, max_size=4), max_size=DAYS)


def plain(batches: list[list[Observation]], cut_off: dt.datetime) -> dict[str, Decimal | None]:
    """The rule as one would write it on a blackboard: the last row, by day, among those known.

    A row that repeats what is in force on its own day is no news.
    """
    board: dict[str, list[tuple[dt.date, Observation, dt.datetime]]] = {}
    for number, batch in enumerate(batches):
        recorded = NOON + dt.timedelta(number)
        for row in batch:
            day, rows = row.released or recorded.date(), board.setdefault(row.indicator, [])
            before = [old for old in rows if old[0] <= day]
            if not before or before[-1][1].value != row.value:
                rows.insert(len(before), (day, row, recorded))
    return {
        indicator: known[-1].value
        for indicator, rows in board.items()
        if (known := [row for day, row, recorded in rows if _known(day, row, recorded, cut_off)])
    }


def _known(day: dt.date, row: Observation, recorded: dt.datetime, cut_off: dt.datetime) -> bool:
    """Whether a row was known at the cut-off: released by that day, or recorded by that instant."""
    return day <= cut_off.date() if row.released else recorded <= cut_off


@given(imports)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_figures_in_force(tmp_path_factory: object, batches: list[list[Observation]]) -> None:
    """At every cut-off, with revisions, late and repeated imports; and importing all of it again changes nothing."""
    folder = Path(str(tmp_path_factory.mktemp("store")))  # type: ignore[attr-defined]
    store = Store.open(f"sqlite:///{folder / 'reporter.db'}")
    for number, batch in enumerate(batches):
        store.observations.add(batch, recorded=NOON + dt.timedelta(number))
    for day in range(-1, DAYS + 2):
        cut_off = NOON + dt.timedelta(day)
        found = {row.indicator: row.value for row in store.observations.as_of(cut_off)}
        assert found == plain(batches, cut_off)
    store.close()
