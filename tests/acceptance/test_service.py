"""A service that is left alone sends every report on its day, once to each person."""

from __future__ import annotations

import datetime as dt
import time
from typing import TYPE_CHECKING

from tests.acceptance.posting import office_of, owed, received
from tests.acceptance.serving import TICK, serving, wait_for
from tests.catch_all import CatchAll

if TYPE_CHECKING:
    from pathlib import Path

ZONE = dt.timezone(dt.timedelta(hours=8))
MONTHLY_DUE = dt.date(2018, 7, 20)
HALF_YEAR_DUE = dt.date(2018, 8, 7)


def test_reports_arrive_by_themselves_on_the_due_day(tmp_path: Path) -> None:
    """From 29 June to 10 August nothing is typed: the monthly report comes on 20 July, the half-year report on 7 August."""
    with CatchAll(tmp_path / "mailbox") as server:
        office = office_of(tmp_path / "office", server)
        monthly, half_year = owed(office, "monthly"), owed(office, "half_year")
        assert monthly
        assert half_year
        day = dt.datetime(2018, 6, 29, 9, 30, tzinfo=ZONE)
        with serving(office, day):
            wait_for(lambda: (office.folder / "output").exists(), office)
            while day.date() <= dt.date(2018, 8, 10):
                office.set_clock(day.isoformat())
                expected = len(monthly) * (day.date() >= MONTHLY_DUE) + len(half_year) * (day.date() >= HALF_YEAR_DUE)
                wait_for(lambda wanted=expected: len(server.messages) >= wanted, office)  # type: ignore[misc]
                time.sleep(3 * TICK)
                assert len(server.messages) == expected, f"{day:%Y-%m-%d}: {received(server)}"
                day += dt.timedelta(days=1)
        counted = received(server)
    assert set(counted.values()) == {1}
    reports: dict[str, set[str]] = {}
    for address, name in counted:
        reports.setdefault(name, set()).add(address)
    assert sorted(map(sorted, reports.values())) == sorted(map(sorted, (monthly, half_year)))


def test_a_manual_run_before_leads_to_one_copy(tmp_path: Path) -> None:
    """Who sends by hand on the eve meets the schedule in the same edition: nobody gets it twice."""
    with CatchAll(tmp_path / "mailbox") as server:
        office = office_of(tmp_path / "office", server)
        half_year = owed(office, "half_year")
        eve = dt.datetime(2018, 8, 6, 16, 0, tzinfo=ZONE)
        with serving(office, eve):
            wait_for(lambda: (office.folder / "output").exists(), office)
            sent = office.reporter("run", "half_year", "--period", "2018-H1", "--send", now=eve.isoformat())
            assert sent.returncode == 0, sent.stdout + sent.stderr
            wait_for(lambda: len(server.messages) >= len(half_year), office)
            for moment in (dt.datetime(2018, 8, 7, 9, 0, tzinfo=ZONE), dt.datetime(2018, 8, 10, 9, 0, tzinfo=ZONE)):
                office.set_clock(moment.isoformat())
                time.sleep(15 * TICK)
        counted = received(server)
    assert {address for address, _ in counted} == half_year
    assert set(counted.values()) == {1}
