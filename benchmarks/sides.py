"""Turn lines on standard input into reports, one a line: the sides that are compared. ``python -m benchmarks.sides SIDE ...``.

Every side makes the same half-year report of the demo: text, figures, annex, attachments, and the mail.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.warm import MissingError

if TYPE_CHECKING:
    from collections.abc import Callable

REPORT, PERIOD = "half_year", "2018-H1"


def ours(project: str, output: str) -> Callable[[], None]:
    """As the service makes it: figures in the store, a nursery that has its imports, a forked child for the job."""
    from reporter import sandbox  # noqa: PLC0415 - each side imports its own libraries only
    from reporter.model.period import Period  # noqa: PLC0415
    from reporter.pipeline import edition_key, pull, snapshot_of  # noqa: PLC0415
    from reporter.pipeline.making import PRESS, printed  # noqa: PLC0415
    from reporter.pipeline.terms import terms  # noqa: PLC0415
    from reporter.project import load  # noqa: PLC0415
    from reporter.store import Store, location  # noqa: PLC0415

    office = load(Path(project))
    Path(output).mkdir(parents=True, exist_ok=True)
    store = Store.open(location("", Path(output)), zone=office.office.time_zone)
    dates = terms(office, REPORT, Period.parse(PERIOD))
    pull(office, store, now=dates.cut_off, output=Path(output))
    key = edition_key(office, REPORT, Period.parse(PERIOD))
    worker = sandbox.Worker(PRESS)

    def make() -> None:
        shot = snapshot_of(office, store, key, cut_off=dates.cut_off, report_date=dates.report_date)
        for name, content in printed(worker, shot).items():
            (Path(output) / name).write_bytes(content)

    return make


def naive(project: str, output: str) -> Callable[[], None]:
    """The hurried script, called again and again in one process."""
    from benchmarks import naive as script  # noqa: PLC0415

    return lambda: script.main(Path(project), Path(output))


def chromium(project: str, output: str) -> Callable[[], None]:
    """The hurried script with its matplotlib charts, printed by a browser that stays open."""
    from benchmarks import chromium as browser  # noqa: PLC0415

    return browser.side(Path(project), Path(output))


def typst(project: str, output: str) -> Callable[[], None]:
    """The hurried script with its matplotlib charts, set by Typst."""
    from benchmarks import typst as setter  # noqa: PLC0415

    return setter.side(Path(project), Path(output))


def main() -> None:
    """Say that the side is there, then make a report for each line."""
    _, side, *arguments = sys.argv
    out = sys.stdout
    sys.stdout = sys.stderr
    try:
        make = {"ours": ours, "naive": naive, "chromium": chromium, "typst": typst}[side](*arguments)
    except MissingError as missing:
        out.write(f"missing\n{missing}\n")
        return
    out.write("ready\n")
    out.flush()
    for _ in sys.stdin:
        make()
        out.write("made\n")
        out.flush()


if __name__ == "__main__":
    main()
