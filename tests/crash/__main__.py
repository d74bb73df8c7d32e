"""``python -m tests.crash [zones|places|calls|sending] [--kills N]``: the long proofs, with their counts; 1 where anything is wrong."""

from __future__ import annotations

import argparse
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.acceptance.post_office import killing
from tests.crash import zones
from tests.crash.sweeps import Range, Tally, by_call, by_place, places

_LANES = 2


def main() -> int:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(prog="./run crash", description="Long proofs: kill points and time zones.")
    parser.add_argument(
        "what",
        nargs="*",
        default=["places", "calls", "zones"],
        help="places, calls, zones; sending (needs Postfix, as root)",
    )
    parser.add_argument("--kills", type=int, default=1000, help="so many services are killed at system calls")
    asked = parser.parse_args()
    wrong = 0
    total = Tally()
    for what in asked.what:
        if what == "zones":
            wrong += zones.main()
        elif what == "sending":
            killing.main()  # raises where rows and mailboxes disagree
        else:
            with ThreadPoolExecutor(_LANES) as pool:
                for tally in pool.map(lambda lane, what=what: _swept(what, lane, asked.kills), range(_LANES)):
                    total += tally
    for place, count in sorted(total.at.items()):
        print(f"{count:5} at {place}")
    for fault in total.faults:
        print(fault)
    if set(asked.what) - {"zones", "sending"}:
        print(total)
    return int(bool(wrong or total.faults))


def _swept(what: str, lane: int, kills: int) -> Tally:
    """One lane of a sweep: every second place, or every second call."""
    with tempfile.TemporaryDirectory() as folder, Range(Path(folder)) as shooting:
        steps = (
            by_place(shooting, places()[lane::_LANES])
            if what == "places"
            else by_call(shooting, lane + 1, _LANES, kills // _LANES)
        )
        for step in steps:
            print(step, flush=True)
        return shooting.tally


if __name__ == "__main__":
    sys.exit(main())
