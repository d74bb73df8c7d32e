"""Turn files, replies and queries into raw grids and grids into observations.

One kind of source is one file here, with ``KIND``, a frozen ``Options`` (what ``schedules.yaml`` may say), ``originals``
(the bytes of what the source points at: files, replies, rows), ``grids`` (the tables in one of them) and ``EXAMPLE``.
``originals`` runs in the service; ``grids`` and ``sources/shape/``, which understands every table alike whatever its kind,
run in a child that can be killed.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from reporter import sandbox
from reporter.errors import SourceError
from reporter.model.finding import Finding
from reporter.sources import _apart, _rows
from reporter.sources._inbox import READ
from reporter.sources._kinds import check, kind_of, kinds, options_of
from reporter.sources._original import Original, hash_of, place_of
from reporter.sources._original import opened as open_file
from reporter.sources._reading import Example, Reading
from reporter.sources._rows import read as read_register

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from reporter.model.batch import Intake
    from reporter.model.indicator import Indicator
    from reporter.model.office import Source

__all__ = [
    "READ", "TARGETS", "Example", "Original", "Reading", "check", "explain", "hash_of", "kinds", "open_file", "read", "read_all", "read_register",
]  # fmt: skip

TARGETS = (_apart.TARGET, _rows.TARGET)
"""What a :class:`reporter.sandbox.Worker` that is started ahead of :func:`read_all` prepares for."""


def read(source: Source, folder: Path, indicators: Mapping[str, Indicator]) -> Reading:
    """All that a source says, and every fault of its definition and of its files at once.

    ``folder`` is the project folder, ``indicators`` the dictionary by full name.
    """
    return read_all((source,), folder, indicators)[0]


def read_all(
    sources: Iterable[Source], folder: Path, indicators: Mapping[str, Indicator], worker: sandbox.Worker | None = None,
    intake: Intake | None = None,
) -> tuple[Reading, ...]:  # fmt: skip
    """What each source says, in their order; a file with a fault brings nothing, and the others everything.

    The pages of one answer count as one file: they land together or not at all. ``intake`` takes the figures as they
    come; without one the readings hold them.
    """
    opened = [(source, tuple(_opened(source, folder))) for source in sources]
    if not any(isinstance(one, Original) for _, found in opened for one in found):
        return tuple(Reading((), _findings(found), ()) for _, found in opened)
    with nullcontext(worker) if worker else sandbox.Worker(*TARGETS) as child:
        return tuple(
            _listed(source, found, child) if source.register else _read(source, found, child, indicators, intake)
            for source, found in opened
        )


def _read(
    source: Source, found: Sequence[Original | Finding], worker: sandbox.Worker, indicators: Mapping[str, Indicator],
    intake: Intake | None,
) -> Reading:  # fmt: skip
    """What the originals of a source say."""
    originals = tuple(one for one in found if isinstance(one, Original))
    mark = intake.mark() if intake else 0
    parts = _apart.told(_apart.Order(tuple((source, one) for one in originals), indicators), worker, intake)
    if not source.path and not all(part.sound for part in parts):
        if intake:
            intake.give_back(mark)
        parts = [replace(part, figures=0, batches=()) for part in parts]
    findings = (*_findings(found), *chain.from_iterable(part.findings for part in parts))
    counts = {one.path: part.figures for one, part in zip(originals, parts, strict=True)}
    return Reading(tuple(chain.from_iterable(part.batches for part in parts)), findings, originals, counts=counts)


def _findings(found: Iterable[Original | Finding]) -> tuple[Finding, ...]:
    """What was found before anything was read."""
    return tuple(one for one in found if isinstance(one, Finding))


def _listed(source: Source, found: Sequence[Original | Finding], worker: sandbox.Worker) -> Reading:
    """What the lists of a register's source say."""
    originals = tuple(one for one in found if isinstance(one, Original))
    parts = [read_register(source, original, worker) for original in originals]
    findings = (*_findings(found), *chain.from_iterable(part[1] for part in parts))
    return Reading((), findings, originals, records=tuple(chain.from_iterable(part[0] for part in parts)))


def explain(source: Source, original: Original, indicators: Mapping[str, Indicator]) -> Reading:
    """What an original would bring, with what every cell was taken for; figures of a faulty one are shown as well."""
    findings = check(source)
    if findings:
        return Reading((), findings, (original,))
    with sandbox.Worker(*TARGETS) as worker:
        (one,) = _apart.told(_apart.Order(((source, original),), indicators, explain=True), worker)
    return Reading(one.batches, one.findings, (original,), understood=one.understood)


def _opened(source: Source, folder: Path) -> Iterator[Original | Finding]:
    """The originals of a source, or why there are none."""
    faults = check(source)
    if faults:
        yield from faults
        return
    found: list[Original | Finding] = []
    try:
        found.extend(kind_of(source).originals(source, options_of(source), folder))
    except SourceError as error:  # what came before it is half of an answer
        found = [Finding("unreachable_source", "error", place_of(source, "kind"), str(error), error.advice)]
    yield from found
