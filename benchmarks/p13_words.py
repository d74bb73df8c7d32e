"""P13: facts, prose and proof as a share of the CPU of the run that they are part of, and their growth with the facts.

The run is what P1 measures, from the stored figures to the sealed bytes. Charts and the workbook to tick off are drawn from
what is said here and count as drawing.
"""

from __future__ import annotations

import datetime as dt
import gc
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from unittest import mock

from benchmarks.demo import Demo
from benchmarks.measuring import ROOT, Measurement
from benchmarks.warm import Warm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reporter.model.snapshot import Snapshot

SHARE, GROWTH = 0.15, 1.3
_ROUNDS = 5
_FEW, _MANY = 200, 2000


def measure(*, full: bool) -> Iterator[Measurement]:
    """Runs and the time spent in the rooms of words, taken in turn; ten times as many facts against ten times the time."""
    rounds = _ROUNDS * (3 if full else 1)
    shot = _snapshot()
    with tempfile.TemporaryDirectory() as folder:
        demo = Demo.copy(Path(folder) / "project")
        with Warm("ours", str(demo.folder), str(Path(folder) / "ours"), environment=demo.environment) as ours:
            _words(shot)
            taken = [(_words(shot), ours.make()) for _ in range(rounds)]
    shares = [words / whole for words, whole in taken]
    words, whole = (median(each) * 1000 for each in zip(*taken, strict=True))
    detail = f"{rounds} runs, {min(shares):.3f} to {max(shares):.3f}; {words:.0f} ms of {whole:.0f} ms"
    yield Measurement(
        "P13", "facts, prose and proof of the CPU of a half-year report", median(shares), SHARE, detail=detail
    )
    few, many = (min(_facts(number) for _ in range(rounds)) for number in (_FEW, _MANY))
    value = many / few / (_MANY / _FEW)
    yield Measurement("P13", f"time a fact, {_MANY} facts against {_FEW}", value, GROWTH, detail=f"{rounds} rounds")


def _snapshot() -> Snapshot:
    """What the child of the demo's half-year report is given."""
    from reporter.model.edition import EditionKey  # noqa: PLC0415 - the parent of the other targets needs none of it
    from reporter.model.period import Period  # noqa: PLC0415
    from reporter.model.snapshot import Snapshot  # noqa: PLC0415
    from reporter.pipeline import read_sources  # noqa: PLC0415
    from reporter.project import load  # noqa: PLC0415

    project = load(ROOT)
    rows = tuple(row for reading in read_sources(project) for row in reading.observations)
    period = Period.parse("2018-H1")
    return Snapshot(
        EditionKey("half_year", "public", "", period), project.office, project.report("half_year"),
        dt.datetime(2018, 8, 7, tzinfo=dt.UTC), dt.date(2018, 8, 7), project.indicators, rows, project.registers,
        project.files_for("half_year", period), mail=replace(project.mail, user="", secret="", ca_file=""),
    )  # fmt: skip


def _words(shot: Snapshot) -> float:
    """CPU seconds of composing, of proofreading and of the rows of the 核对表 in one production."""
    from reporter import document, press, proof  # noqa: PLC0415
    from reporter.proof import checklist  # noqa: PLC0415

    spent = 0.0

    def timed(function: Callable[..., object]) -> Callable[..., object]:
        def run(*given: object, **options: object) -> object:
            nonlocal spent
            start = time.process_time()
            try:
                return function(*given, **options)
            finally:
                spent += time.process_time() - start

        return run

    _forget()
    gc.collect()
    with (
        _uncollected(),
        mock.patch.object(document, "compose", timed(document.compose)),
        mock.patch.object(proof, "proofread", timed(proof.proofread)),
        mock.patch.object(checklist, "rows", timed(checklist.rows)),
    ):
        press.make(shot)
    return spent


@contextmanager
def _uncollected() -> Iterator[None]:
    """Nothing is collected meanwhile, as in the sandbox, where a production has a process of its own."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _forget() -> None:
    """Empty what the proof remembers of a text: the child of a real run has proofread nothing before."""
    for name, module in tuple(sys.modules.items()):
        if name.startswith("reporter.proof"):
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


def _facts(number: int) -> float:
    """CPU of asking for so many growth rates and their paces."""
    from decimal import Decimal  # noqa: PLC0415

    from reporter.facts import Book  # noqa: PLC0415
    from reporter.model.indicator import Indicator  # noqa: PLC0415
    from reporter.model.observation import Observation  # noqa: PLC0415

    shot = _snapshot()
    names = [f"指标{each}" for each in range(number)]
    period = shot.key.period
    rows = tuple(
        Observation(name, "growth", "", each, Decimal("5.1"), basis="同比")
        for name in names
        for each in (period, period.year_ago)
    )
    start = time.process_time()
    book = Book(replace(shot, indicators={name: Indicator(name, "亿元") for name in names}, observations=rows))
    for name in names:
        book.ask("pace", name)
    return time.process_time() - start
