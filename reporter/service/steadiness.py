"""Turn two clocks into whether the one on the wall can be believed: the other one never steps."""

from __future__ import annotations

import datetime as dt

from reporter.clock import monotonic


class Steadiness:
    """Compares the wall clock with the time that has passed."""

    def __init__(self, longest_jump: dt.timedelta | None) -> None:
        """Further ahead than ``longest_jump`` is not believed; ``None`` believes everything (a clock that stands)."""
        self._longest = longest_jump
        self._wall: dt.datetime | None = None
        self._passed = monotonic()

    def jump(self, now: dt.datetime) -> dt.timedelta | None:
        """How far the clock is ahead of what can be believed; ``None`` while it can.

        A clock that is set back is believed: what was due has its rows already. So is one that was stopped for a while
        with its machine, up to the limit.
        """
        passed = monotonic() - self._passed
        if self._wall is not None and self._longest is not None:
            ahead = now - self._wall - dt.timedelta(seconds=passed)
            if ahead > self._longest:
                return ahead
        self._wall, self._passed = now, monotonic()
        return None

    def accept(self) -> None:
        """A person has looked: whatever it shows now is believed."""
        self._wall = None
