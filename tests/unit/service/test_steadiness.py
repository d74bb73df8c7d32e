"""A clock that jumps is not believed further than a limit; one that is set back is."""

from __future__ import annotations

import datetime as dt

import pytest

from reporter.service import steadiness as module
from reporter.service.steadiness import Steadiness

T0 = dt.datetime(2018, 7, 20, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def passed(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds that have really passed."""
    seconds = [0.0]
    monkeypatch.setattr(module, "monotonic", lambda: seconds[0])
    return seconds


def test_time_that_passes(passed: list[float]) -> None:
    """Months of it, in steps, are believed."""
    clock = Steadiness(36 * HOUR)
    for hours in range(0, 3000, 100):
        passed[0] = hours * 3600.0
        assert clock.jump(T0 + hours * HOUR) is None


def test_a_machine_that_slept(passed: list[float]) -> None:
    """Six hours, or a day, in which no time seemed to pass."""
    clock = Steadiness(36 * HOUR)
    assert clock.jump(T0) is None
    assert clock.jump(T0 + 6 * HOUR) is None
    assert clock.jump(T0 + 30 * HOUR) is None


def test_the_year_2200(passed: list[float]) -> None:
    """Is not believed, for as long as it lasts; afterwards all is as before."""
    clock = Steadiness(36 * HOUR)
    clock.jump(T0)
    ahead = dt.datetime(2200, 1, 1, tzinfo=dt.UTC)
    for _ in range(3):
        passed[0] += 30
        assert clock.jump(ahead) is not None
    assert clock.jump(T0 + HOUR) is None
    assert clock.jump(T0 + 2 * HOUR) is None


def test_set_back(passed: list[float]) -> None:
    """Is believed, and so is the way forward again."""
    clock = Steadiness(36 * HOUR)
    clock.jump(T0)
    assert clock.jump(T0 - 50 * HOUR) is None
    assert clock.jump(T0 - 20 * HOUR) is None


def test_a_person_has_looked(passed: list[float]) -> None:
    """What the clock shows then is the new beginning; a clock of a rehearsal may always jump."""
    clock = Steadiness(36 * HOUR)
    clock.jump(T0)
    later = T0 + 1000 * HOUR
    assert clock.jump(later) == 1000 * HOUR
    clock.accept()
    assert clock.jump(later) is None
    assert Steadiness(None).jump(later) is None
